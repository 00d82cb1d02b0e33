import { createHash } from "node:crypto";
import { EMBEDDED_LOG_ID, readEmbeddedLog } from "@clew/log";
import type { Message } from "clew/parse";
import { describe, expect, test } from "vitest";
import type { OwnLine } from "../input/index.js";
import { exportHtml } from "./html.js";

const SCRIPT = 'const a = "</script><!--<script>"; const b = "$& $1";';
const file = (type: string, text: string) => ({ type, bytes: Buffer.from(text) });
const PAGE = new Map([
  [
    "/",
    file(
      "text/html",
      '<!doctype html>\n<meta charset="utf-8">\n<link rel="stylesheet" href="page.css">\n<body><noscript>No script.</noscript></body>\n' +
        '<script type="module" src="page.js"></script>\n',
    ),
  ],
  ["/page.js", file("text/javascript", SCRIPT)],
  ["/page.css", file("text/css", "a{b:c}")],
]);

const message = (taskUuid: string, more: object = {}) =>
  JSON.stringify({ task_uuid: taskUuid, task_level: [1], timestamp: 1, message_type: "m", ...more });

async function* linesOf(texts: readonly string[]): AsyncGenerator<OwnLine[]> {
  yield texts.map((text) => ({ text, message: JSON.parse(text.startsWith("{") ? text : message("text")) as Message }));
}

const TOLD = { answers: { why: "{}", slow: "{}" }, sentences: ["3 tasks."] };

const exported = async (texts: readonly string[]) =>
  (await exportHtml(linesOf(texts), { page: PAGE, name: "a.log", ...TOLD })) ?? "no page";

/** What a browser takes the element to hold: everything up to the first end tag. */
function elementText(html: string): string {
  const [, rest = ""] = html.split(`<script type="application/json" id="${EMBEDDED_LOG_ID}">`);
  return rest.split(/<\/script/i, 1)[0] as string;
}

describe("exportHtml(lines, options)", () => {
  test("is one file: the script and the style stand in it, and nothing is loaded", async () => {
    const html = await exported([message("t")]);
    expect(html).not.toMatch(/<link|src=|href=|https?:/);
    expect(html).toContain("<style>a{b:c}</style>");
    expect(html).toContain('<script type="module">const a = "<\\/script><\\!--<script>"; const b = "$& $1";</script>');
  });

  test("allows by its policy exactly that script and that style", async () => {
    const html = await exported([message("t")]);
    const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    const [, script = ""] = /<script type="module">(.*)<\/script>/s.exec(html) ?? [];
    const [, policy] = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(html) ?? [];
    expect(policy?.split("; ")).toEqual([
      "default-src 'none'",
      `script-src ${hash(script)}`,
      `style-src ${hash("a{b:c}")}`,
      "img-src data:",
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
    expect(html.indexOf("Content-Security-Policy")).toBeLessThan(html.indexOf("<style>"));
  });

  test("holds the lines as they were written, whatever stands in them", async () => {
    const hostile = [
      message("t", { a: "</script><script>alert(1)</script><!-- <script> ]]>" }),
      '{"task_uuid": "u",  "task_level": [1], "timestamp": 1, "n": 12345678901234567890, "half": "\\ud800"}\r',
      message("$&", { b: "\u2028\u2029\u0000 $1 $` é 😀" }),
      "</SCRIPT> no message",
    ];
    const html = await exported(hostile);
    expect(await readEmbeddedLog(elementText(html))).toEqual({
      name: "a.log",
      answers: TOLD.answers,
      text: `${hostile.join("\n")}\n`,
    });
    expect(html.match(/<\/?script/gi)).toHaveLength(5);
  });

  test("says its answers in sentences where no script runs, whatever stands in them", async () => {
    const sentences = ["1 of 2 tasks failed.", '</noscript><script>alert("1")</script>&amp;\u001b[31m'];
    const html = await exportHtml(linesOf([message("t")]), { page: PAGE, name: "a.log", ...TOLD, sentences });
    const [, unscripted = ""] = /<noscript>(.*?)<\/noscript>/s.exec(html ?? "") ?? [];
    expect(unscripted).toMatch(
      /^No script\.<p>1 of 2 tasks failed\.<\/p><p>&lt;\/noscript&gt;&lt;script&gt;alert\(&quot;1&quot;\)/,
    );
    expect(unscripted).toContain("&lt;/script&gt;&amp;amp;");
    expect(unscripted).not.toContain("\u001b");
  });

  test("packs what is large, and it comes out the same", async () => {
    const lines = Array.from({ length: 5000 }, (_, i) => message(`task ${i}`, { text: "</script>" }));
    const html = await exported(lines);
    expect(html.length).toBeLessThan(lines.join().length / 4);
    expect((await readEmbeddedLog(elementText(html))).text).toBe(`${lines.join("\n")}\n`);
  });

  test("holds the chosen tasks alone", async () => {
    const texts = [message("t"), message("u")];
    const html = await exportHtml(linesOf(texts), { page: PAGE, name: "a.log", taskUuids: new Set(["u"]), ...TOLD });
    expect((await readEmbeddedLog(elementText(html ?? ""))).text).toBe(`${message("u")}\n`);
  });

  test("says of which log the chosen tasks are a part, with the answers about the whole of it", async () => {
    const part = { tasks: 2, chosenWith: "--failed", origins: [] };
    const more = { page: PAGE, name: "a.log", taskUuids: new Set(["u"]), part, ...TOLD };
    const html = await exportHtml(linesOf([message("t"), message("u")]), more);
    const read = await readEmbeddedLog(elementText(html ?? ""));
    expect(read).toMatchObject({ part: { ...part, messages: 2 }, answers: TOLD.answers });
  });

  test("is no page where nothing is to be in it", async () => {
    expect(await exportHtml(linesOf([]), { page: PAGE, name: "a.log", ...TOLD })).toBeUndefined();
  });

  test("is refused for a log that no browser would hold, with the ways out", async () => {
    const large = message("t", { a: "x".repeat(1024 * 1024) });
    async function* many(): AsyncGenerator<OwnLine[]> {
      for (let i = 0; i < 130; i++) yield [{ text: large, message: JSON.parse(large) }];
    }
    await expect(exportHtml(many(), { page: PAGE, name: "a.log", ...TOLD })).rejects.toMatchObject({
      code: "CLEW_EXPORT_SIZE",
      message: expect.stringMatching(/--task or --failed, or look at it with clew view$/),
    });
  });
});
