// The page as one file: its script, its style and a log inside, and a policy that lets it load nothing else, from nowhere.

import { createHash } from "node:crypto";
import { EMBEDDED_LOG_ID, type EmbeddedLog, elementTextOf } from "@clew/log";
import { visible } from "clew/render";
import type { PageFiles } from "./page-files.js";

const SCRIPT = /<script type="module" src="(?:\.?\/)?([\w.-]+)"><\/script>/;
const STYLE = /<link rel="stylesheet" href="(?:\.?\/)?([\w.-]+)" ?\/?>/;
const UNSCRIPTED = /<noscript>[^<]*/;
const HEAD = /<meta charset="utf-8" ?\/?>/;

/**
 * The document of a page that holds a log; it needs no server, and asks nobody for anything. The sentences are for who opens it
 * where no script runs, as mail and trackers do.
 */
export function selfContained(files: PageFiles, log: EmbeddedLog, sentences: readonly string[]): string {
  const document = textOf(files, "/");
  const [scriptTag, scriptName] = found(SCRIPT, document);
  const [styleTag, styleName] = found(STYLE, document);
  const [head] = found(HEAD, document);
  const [unscripted] = found(UNSCRIPTED, document);
  // Neither sign may stand in a script element; in scripts both stand in strings and patterns only, where this is the same.
  const script = textOf(files, `/${scriptName}`).replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
  const style = textOf(files, `/${styleName}`).replaceAll("</style", "<\\/style");
  const parts: readonly (readonly [string, string])[] = [
    [head, `${head}\n<meta http-equiv="Content-Security-Policy" content="${policyFor(script, style)}">`],
    [styleTag, `<style>${style}</style>`],
    [unscripted, `${unscripted}${sentences.map((sentence) => `<p>${asText(sentence)}</p>`).join("")}`],
    [
      scriptTag,
      `<script type="application/json" id="${EMBEDDED_LOG_ID}">${elementTextOf(log)}</script>\n` +
        `<script type="module">${script}</script>`,
    ],
  ];
  return parts.reduce((text, [tag, element]) => text.replace(tag, () => element), document);
}

const SIGNS: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** A text as it is said in a document, whatever stands in it. */
function asText(text: string): string {
  return visible(text).replaceAll(/[&<>"]/g, (sign) => SIGNS[sign] as string);
}

function policyFor(script: string, style: string): string {
  return [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

function textOf(files: PageFiles, address: string): string {
  const file = files.get(address);
  if (file === undefined) throw new Error(`The page has no ${address}`);
  // A browser reads it so, before it looks at the hash.
  return file.bytes.toString().replaceAll(/\r\n?/g, "\n");
}

function found(pattern: RegExp, document: string): readonly [string, string] {
  const match = pattern.exec(document);
  if (match === null) throw new Error(`The page has no ${pattern.source}`);
  return [match[0], match[1] ?? ""];
}
