// The `ts` blocks of the documentation and of the doc comments, each a program of its own.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Block {
  /** The file, relative to the root, and the line at which the block's code begins. */
  readonly file: string;
  readonly line: number;
  readonly code: string;
  /** What the block must print: the text of a following block marked "text output". */
  readonly output: string | undefined;
}

export function findBlocks(root: string): Block[] {
  const prose = [
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    ...below(root, "docs", ".md"),
    ...below(root, "examples", ".md"),
  ];
  const sources = [
    ...below(root, "packages/clew/src", ".ts"),
    ...below(root, "packages/log/src", ".ts"),
    ...below(root, "packages/cli/src", ".ts"),
  ];
  return [
    ...prose.flatMap((file) => blocksOf(file, read(root, file))),
    ...sources
      .filter((file) => !file.endsWith(".test.ts"))
      .flatMap((file) => blocksOf(file, uncomment(read(root, file)))),
  ];
}

function below(root: string, folder: string, extension: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(extension) && !file.includes("node_modules"))
    .sort()
    .map((file) => `${folder}/${file}`);
}

function read(root: string, file: string): string {
  return readFileSync(join(root, file), "utf8");
}

/** A source in which only the text of doc comments is left, on its lines. */
function uncomment(source: string): string {
  return source
    .split("\n")
    .map((line) => /^\s*\* ?(.*)$/.exec(line)?.[1] ?? "")
    .join("\n");
}

function blocksOf(file: string, text: string): Block[] {
  const blocks: Block[] = [];
  const fence = /^```(ts|text output)\n([\s\S]*?)^```$/gm;
  for (const match of text.matchAll(fence)) {
    const [, kind, code = ""] = match;
    const line = text.slice(0, match.index).split("\n").length + 1;
    if (kind === "ts") blocks.push({ file, line, code, output: undefined });
    else {
      const before = blocks.pop();
      if (before === undefined) throw new Error(`${file}:${line}: an output without a program before it`);
      blocks.push({ ...before, output: code });
    }
  }
  return blocks;
}

/** Output with what differs from run to run made equal: uuids, times of day, durations. */
export function steady(output: string): string {
  return output
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "<uuid>")
    .replace(/\b(?=[0-9a-f]*[0-9])[0-9a-f]{8}(-[0-9a-f]{4}){0,3}\b/g, "<id>")
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?/g, "<time>")
    .replace(/\b\d\d:\d\d:\d\d(\.\d+)?Z?/g, "<time>")
    .replace(/\b\d{10}\.\d+\b/g, "<timestamp>")
    .replace(/\b\d+(\.\d+)? ?(µs|ms|s)(?![a-z])/g, "<duration>")
    .replace(/\b\d+%/g, "<share>")
    .replace(/\bat \S+:\d+:\d+/g, "at <place>")
    .replace(/[ \t]+$/gm, "")
    .replace(/ {2,}(?=[+-]?<)/g, " ")
    .trim();
}
