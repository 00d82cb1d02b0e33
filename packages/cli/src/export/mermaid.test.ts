import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { action, anyLog, ELIOT_LOGS, exported, golden, ORDER } from "./in-test.js";

/** Each line is one of these, and its labels hold nothing that Mermaid, Markdown or HTML could take for its own. */
const LABEL = String.raw`\["(?:[\p{L}\p{M}\p{N} .:,/=()✓✗…?-]|#[0-9]+;|<br>)+"\]`;
const ID = "[a-z][a-z0-9]*";
const LINE = new RegExp(
  [
    "flowchart LR",
    "  classDef [a-z]+ [a-z0-9#:, -]+",
    `  subgraph t[0-9]+${LABEL}`,
    ` +${ID}${LABEL}(?:[:]{3}[a-z]+)?`,
    `    ${ID} --> ${ID}`,
    `  ${ID} -\\.-> ${ID}`,
    "  end",
  ]
    .map((line) => `^${line}$`)
    .join("|"),
  "u",
);

function checked(text: string): string {
  for (const line of text.trimEnd().split("\n")) expect(line).toMatch(LINE);
  return text;
}

describe("clew export --to mermaid", () => {
  test("draws an order as it always has", async () => {
    await expect(checked(await exported("mermaid", ORDER))).toMatchFileSnapshot(golden("mmd"));
  });

  test.each(ELIOT_LOGS)("writes only what Mermaid reads, for %s", async (log) => {
    checked(await exported("mermaid", log));
  });

  test("writes only what Mermaid reads, whatever the log holds", async () => {
    await fc.assert(
      fc.asyncProperty(anyLog, async (log) => {
        checked(await exported("mermaid", log));
      }),
      { numRuns: 100 },
    );
  }, 30_000);

  test("marks what failed, what is unfinished, and causes of other logs", async () => {
    const log = [...action([], "root", 0, undefined, { clew_follows_from: ["gone@/"] })];
    const lines = (await exported("mermaid", log)).split("\n");
    expect(lines.filter((line) => line.includes("["))).toEqual([
      '  subgraph t0["root t"]',
      expect.stringMatching(/^ {4}a\w+\["… root"\]:::unfinished$/),
      expect.stringMatching(/^ {2}a\w+\["\(not in this log\)"\]:::missing$/),
    ]);
  });

  test("says when the diagram is larger than Mermaid draws", async () => {
    const notes: string[] = [];
    const children = Array.from({ length: 501 }, (_, i) => action([i + 2], "child", i, i + 1)).flat();
    await exported("mermaid", [...action([], "root", 0, 600, {}, 600), ...children], {
      note: (text) => notes.push(text),
    });
    expect(notes).toEqual([expect.stringMatching(/^The diagram has 501 arrows .* --task/)]);
  });
});
