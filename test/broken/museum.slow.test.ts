import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { runClew } from "../../packages/cli/src/testing/run-clew.js";
import { type Trial, trials } from "./commands.js";

const MUSEUM = fileURLToPath(new URL("../../fixtures/broken/", import.meta.url));

/** Each hostile log, with the lines of it that are of no use, and the tasks that are read all the same. */
const SAMPLES: readonly (readonly [file: string, unused: number, tasks: number])[] = [
  ["10000-keys-of-an-action.log.gz", 0, 2],
  ["100000-keys.log.gz", 0, 2],
  ["beyond-unicode-in-utf-8.log", 1, 1],
  ["binary.log", 17, 1],
  ["blank-lines-only.log", 0, 0],
  ["byte-order-mark-and-crlf.log", 0, 2],
  ["byte-order-mark-in-the-middle.log", 0, 3],
  ["cancelled-by-itself.log", 0, 2],
  ["children-without-parents.log", 0, 3],
  ["combining-marks-without-end.log.gz", 0, 2],
  ["conflicting-records.log", 0, 2],
  ["cr-line-ends.log", 1, 0],
  ["cut-gzip-header.log.gz", 1, 0],
  ["cut-gzip.log.gz", 2, 275],
  ["cycle-of-follows-from.log", 0, 3],
  ["damaged-gzip.log.gz", 1, 0],
  ["duplicate-keys-by-escapes.log", 0, 2],
  ["duplicate-keys.log", 0, 2],
  ["durations-that-overflow.log", 0, 4],
  ["empty-keys-and-texts.log", 1, 2],
  ["empty-objects.log", 0, 1],
  ["empty.log", 0, 0],
  ["ends-before-starts-by-time.log", 0, 2],
  ["every-second-line-lost.log", 0, 2],
  ["failure-without-exception.log", 0, 2],
  ["finish-at-1.log", 0, 3],
  ["finish-before-start.log", 0, 2],
  ["finish-of-another-type.log", 0, 2],
  ["finishes-only.log", 0, 2],
  ["follows-itself-in-its-own-task.log", 0, 2],
  ["forged-tree-lines-in-values.log", 0, 2],
  ["gzip-in-gzip.log.gz", 3, 0],
  ["gzip-named-plain.log", 0, 2],
  ["gzip-of-nothing.log.gz", 0, 0],
  ["handed-out-without-end.log", 0, 3],
  ["json-with-comments.log", 2, 1],
  ["key-of-100000-characters.log.gz", 0, 2],
  ["keys-of-the-prototype.log", 0, 5],
  ["latin-1.log", 0, 2],
  ["level-1000-deep.log", 0, 2],
  ["level-number-of-2-billion.log", 0, 2],
  ["levels-beyond-exact-integers.log", 3, 2],
  ["levels-that-are-no-levels.log", 11, 1],
  ["levels-with-leading-zeros.log", 2, 1],
  ["lone-surrogate-escapes.log", 0, 2],
  ["messages-below-a-message.log", 0, 2],
  ["nan-and-infinity.log", 0, 2],
  ["no-line-end-at-the-end.log", 0, 2],
  ["no-type-at-all.log", 0, 4],
  ["not-a-log.log", 0, 0],
  ["not-objects.log", 0, 1],
  ["nul-bytes-after-gzip.log.gz", 0, 2],
  ["nul-bytes-from-a-hole.log", 0, 2],
  ["nul-in-texts.log", 0, 2],
  ["numbers-of-any-size.log", 0, 2],
  ["one-byte.log", 0, 0],
  ["overlong-utf-8.log", 2, 1],
  ["own-fields-of-wrong-types.log", 0, 5],
  ["plain-text-named-gzip.log.gz", 0, 2],
  ["rubbish-after-gzip.log.gz", 1, 2],
  ["same-id-continued-twice.log", 0, 2],
  ["separators-of-unicode-as-line-ends.log", 1, 1],
  ["shuffled.log", 0, 2],
  ["stack-trace-of-another-program.log", 0, 2],
  ["statuses-unknown.log", 0, 4],
  ["surrogates-in-utf-8.log", 1, 1],
  ["task-level-of-a-wrong-type.log", 6, 1],
  ["task-uuid-of-a-wrong-type.log", 6, 1],
  ["terminal-bidi-everywhere.log", 0, 4],
  ["terminal-bidi-in-unusable-lines.log", 1, 1],
  ["terminal-c0-everywhere.log", 0, 4],
  ["terminal-c0-in-unusable-lines.log", 2, 1],
  ["terminal-c1-everywhere.log", 0, 4],
  ["terminal-c1-in-unusable-lines.log", 1, 1],
  ["terminal-escapes-everywhere.log", 0, 4],
  ["terminal-escapes-in-unusable-lines.log", 1, 1],
  ["terminal-separators-everywhere.log", 0, 4],
  ["terminal-separators-in-unusable-lines.log", 1, 1],
  ["terminal-tags-everywhere.log", 0, 4],
  ["terminal-tags-in-unusable-lines.log", 1, 1],
  ["terminal-zero-width-everywhere.log", 0, 4],
  ["terminal-zero-width-in-unusable-lines.log", 1, 1],
  ["text-around-json.log", 1, 2],
  ["text-of-a-megabyte.log.gz", 0, 3],
  ["the-same-line-1000-times.log.gz", 0, 2],
  ["times-in-milliseconds.log", 0, 2],
  ["timestamp-of-a-wrong-type.log", 6, 1],
  ["timestamps-that-are-no-times.log", 1, 12],
  ["torn-first-line.log", 0, 2],
  ["torn-last-line-in-a-character.log", 1, 2],
  ["torn-last-line.log", 1, 2],
  ["torn-line-and-next-glued.log", 1, 2],
  ["two-lines-glued.log", 1, 1],
  ["two-members-of-gzip.log.gz", 0, 2],
  ["two-roots.log", 0, 2],
  ["type-of-a-megabyte.log.gz", 0, 3],
  ["types-and-statuses-of-a-wrong-type.log", 0, 9],
  ["types-of-both-kinds.log", 0, 3],
  ["utf-16-in-the-middle.log", 1, 2],
  ["utf-16.log", 0, 2],
  ["value-100000-deep.log.gz", 0, 3],
  ["wrong-sum-of-gzip.log.gz", 1, 2],
  ["zip-archive.log", 1, 0],
];

/** What a terminal obeys or hides, but the command's own line ends. */
const RAW = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|\u034f|\u115f|\u1160|\u3164|\uffa0/u;
/** The samples hold texts that would look so if one of their line ends got through. */
const FORGED = /^[│├└─✓✗ ]*FORGED *$/m;
const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, "g");

let all: readonly Trial[];
beforeAll(async () => {
  all = await trials();
});

// A screen gets more care than a file: what a file may have raw, as eliot-tree writes it, a terminal may not.
let isTTY: boolean | undefined;
beforeEach(() => {
  isTTY = process.stdout.isTTY;
});
afterEach(() => {
  process.stdout.isTTY = isTTY as boolean;
});

/** Runs every command on a log, and holds each to what no log may change. */
async function tryAll(log: string): Promise<void> {
  for (const { line, writes } of all) {
    process.stdout.isTTY = writes === "screen" && !line(log).includes("always");
    const args = line(log);
    const takesColour = args[0] !== "export" && !args.includes("--color");
    const { stdout, stderr, status } = await runClew(...args, ...(takesColour ? ["--color", "never"] : []));
    const what = args.join(" ");
    expect([0, 1], what).toContain(status);
    if (status === 1) expect(stderr, what).not.toBe("");
    const shown = writes === "bytes" ? "" : stdout.replace(COLOUR, "");
    expect(RAW.exec(writes === "rows" ? "" : shown), `a raw control character of ${what}`).toBeNull();
    expect(RAW.exec(stderr), `a raw control character on standard error of ${what}`).toBeNull();
    // eliot-tree continues a text of several lines in the first column of the tree, and its style must equal it.
    if (writes === "screen" && !what.includes("eliot-tree"))
      expect(shown, `a forged line of ${what}`).not.toMatch(FORGED);
    expect(stderr, what).not.toMatch(/^ +at /m);
  }
}

describe("clew, with every command, survives", { timeout: 120_000 }, () => {
  // A copy: some commands keep a store beside what they read.
  const folder = mkdtempSync(join(tmpdir(), "clew-museum-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(SAMPLES)("%s", async (file, unused, tasks) => {
    const log = join(folder, file);
    copyFileSync(join(MUSEUM, file), log);
    const trees = await runClew("tree", "--json", log);
    expect(trees.stdout.split("\n").length - 1).toBe(tasks);
    expect(trees.status).toBe(unused > 0 ? 1 : 0);
    expect((await runClew("pretty", log)).status).toBe(unused > 0 ? 1 : 0);
    const { lines_unused } = JSON.parse((await runClew("why", "--json", log)).stdout) as { lines_unused: number };
    expect(lines_unused).toBe(unused);
    await tryAll(log);
  });

  test("every log of the museum", () => {
    expect(readdirSync(MUSEUM).sort()).toEqual(SAMPLES.map(([file]) => file).sort());
  });
});

describe("clew refuses, with a sentence and status 2,", () => {
  const folder = mkdtempSync(join(tmpdir(), "clew-broken-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "empty"));
  writeFileSync(join(folder, "secret.log"), "");
  chmodSync(join(folder, "secret.log"), 0);

  test.each([
    ["a file that is not there", "none.log"],
    ["a name with escapes that is not there", "\x1b[2J\u202e\nFORGED.log"],
    ["a folder without logs", "empty"],
    ["a pattern that nothing matches", "*.none"],
    ["a path through a file", "secret.log/x.log"],
    ...(process.getuid?.() === 0 ? [] : [["a file that may not be read", "secret.log"]]),
  ])("%s", async (_what, name = "") => {
    for (const { line, writes } of all) {
      const { stdout, stderr, status } = await runClew(...line(join(folder, name)));
      expect(status).toBe(2);
      if (writes !== "bytes") expect(stdout).toBe("");
      expect(stderr).toMatch(/^(Cannot|No file)/);
      expect(stderr).not.toMatch(RAW);
      expect(stderr).not.toMatch(FORGED);
    }
  });

  test("no file whose name only looks dangerous: it is read, and its name shown as escapes", async () => {
    const log = join(folder, "\x1b[31m\u202e\nFORGED.log");
    writeFileSync(log, '{"task_uuid":\n');
    const { stderr, status } = await runClew("tree", log);
    expect(status).toBe(1);
    expect(stderr).toContain("\\x1b[31m\\u202e\\nFORGED.log:1:");
    expect(stderr).not.toMatch(RAW);
    await tryAll(log);
  });
});
