// What is left of a failed test: its tree and its log in files, and the tree in the summary of a job of CI. Bounded, for a
// summary that is too large is shown by nobody.

import { encodeValue, isError, type Message, textHash } from "../wire/index.js";
import { drawTrees } from "./log-tree.js";
import { nameOfTest } from "./name-of-test.js";

/** Options of `keepFailedTests`. */
export interface KeepFailedTestsOptions {
  /** Where the files are written; `clew-failed-tests` unless given. */
  readonly folder?: string;
  /** The file to which the trees are added as Markdown; what `GITHUB_STEP_SUMMARY` names unless given. */
  readonly summary?: string;
}

/** Lines of a tree in the summary: what can be read at a glance. The file has more. */
const SUMMARY_LINES = 120;
/** GitHub shows none of a step's summary that is larger than 1 MiB; the rest is left to other writers of the step. */
const SUMMARY_BYTES = 900_000;
/** Lines of a tree, and messages of a log, in the files of a test. */
const FILE_LINES = 20_000;
/** A line that is longer is cut: a field may hold a whole document. */
const LINE_LENGTH = 1_000;

interface Kept {
  readonly folder: string;
  readonly summary: string | undefined;
  readonly fs: typeof import("node:fs");
  /** That the summary is full is said once. */
  isFull: boolean;
}

let kept: Kept | undefined;

/**
 * Keeps what was logged in tests that fail, from here on: where the body of `captureLog` or `captured` fails, its tree and its
 * log are written into a folder, and the tree is added to the summary of the job where `GITHUB_STEP_SUMMARY` is set. For the
 * file that sets the tests up. Gives whether it can: browsers have no files, and Node before 20.16 does not hand its own to a library.
 *
 * @example
 * ```ts
 * import { withAction } from "clew";
 * import { captureLog, keepFailedTests } from "clew/testing";
 *
 * keepFailedTests({ folder: "failed", summary: "summary.md" });
 * await captureLog(async () => {
 *   await withAction("checkout", () => {
 *     throw new RangeError("no such order");
 *   });
 * }).catch(() => {}); // failed/no-such-order-….txt, the same as .log, and summary.md
 * ```
 */
export function keepFailedTests(options: KeepFailedTestsOptions = {}): boolean {
  const program = typeof process === "undefined" ? undefined : process;
  const fs = program?.getBuiltinModule?.("node:fs");
  if (program === undefined || fs === undefined) return false;
  const { folder = "clew-failed-tests", summary = program.env.GITHUB_STEP_SUMMARY || undefined } = options;
  kept = { folder, summary, fs, isFull: false };
  return true;
}

/** Keeps what a test logged that failed; what cannot be written changes nothing for the test. */
export function keepFailed(error: unknown, messages: readonly Message[], given: readonly unknown[]): void {
  if (kept === undefined) return;
  const reason = isError(error) ? error.message : String(error);
  const [said = ""] = reason.split("\n", 1);
  const { name, file } = nameOfTest(given);
  const title = name ?? said;
  try {
    // Tests of one name in two files are told apart, and a test is the same one when it runs again.
    const id = textHash(`${file}\n${title}`).toString(16).padStart(8, "0");
    const path = `${kept.folder}/${slugOf(title)}-${id}`;
    const lines = drawTrees(messages).trimEnd().split("\n").map(cut);
    kept.fs.mkdirSync(kept.folder, { recursive: true });
    const head = [title, ...(name === undefined ? [] : [said]), ""].map(cut);
    kept.fs.writeFileSync(`${path}.txt`, `${[...head, ...bounded(lines, FILE_LINES)].join("\n")}\n`);
    // A log has no place for a word on what is missing: the tree beside it says it.
    kept.fs.writeFileSync(`${path}.log`, messages.slice(0, FILE_LINES).map(asLine).join(""));
    if (kept.summary !== undefined) addToSummary(kept, kept.summary, title, said, lines, path);
  } catch (trouble) {
    console.warn(`clew: cannot keep what ${JSON.stringify(title)} logged: ${String(trouble)}`);
  }
}

function addToSummary(
  into: Kept,
  summary: string,
  title: string,
  said: string,
  lines: readonly string[],
  path: string,
): void {
  const tree = bounded(lines, SUMMARY_LINES, `; all of it is in ${path}.txt`).join("\n");
  const section = `<details open>
<summary>✗ ${escapeHtml(title)}</summary>

${fenced(title === said ? tree : `${cut(said)}\n\n${tree}`)}

<code>clew why ${escapeHtml(path)}.log</code>

</details>

`;
  const bytes = into.fs.existsSync(summary) ? into.fs.statSync(summary).size : 0;
  if (bytes + new TextEncoder().encode(section).length <= SUMMARY_BYTES) into.fs.appendFileSync(summary, section);
  else if (!into.isFull) {
    into.isFull = true;
    into.fs.appendFileSync(
      summary,
      `More tests failed than have room here: their trees are in ${fenced(into.folder)}\n`,
    );
  }
}

function bounded(lines: readonly string[], most: number, where = ""): readonly string[] {
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most), `… ${lines.length - most} more lines were left out${where}`];
}

function cut(line: string): string {
  return line.length <= LINE_LENGTH ? line : `${line.slice(0, LINE_LENGTH)}… (${line.length - LINE_LENGTH} more)`;
}

function asLine(message: Message): string {
  return `${encodeValue(message)}\n`;
}

/** A block of code that no text within can end. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}

function escapeHtml(text: string): string {
  return cut(text).replaceAll(/\s+/g, " ").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function slugOf(title: string): string {
  return (
    title
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replace(/^-/, "")
      .slice(0, 60)
      .replace(/-$/, "") || "test"
  );
}
