import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { Parser, parseLine, type TaskTree } from "../../parse/index.js";
import { darkTheme, measureColumns, type RenderOptions, renderTask } from "../index.js";

const fixtures = fileURLToPath(new URL("../../../../../fixtures/", import.meta.url));

function read(lines: readonly string[]): readonly TaskTree[] {
  const parser = new Parser();
  for (const line of lines) {
    const parsed = parseLine(line);
    if (parsed.ok) parser.add(parsed.message);
  }
  return parser.end();
}

function readFixture(name: string): readonly TaskTree[] {
  return read(readFileSync(`${fixtures}${name}.log`, "utf8").split("\n"));
}

function draw(trees: readonly TaskTree[], options: RenderOptions = {}): string {
  return trees.map((tree) => `${[...renderTask(tree, options)].join("\n")}\n`).join("\n");
}

describe("renderTask(tree)", () => {
  const drawings: readonly (readonly [name: string, log: string, options: RenderOptions])[] = [
    ["order-80", "clew/story/order", { width: 80 }],
    ["order-120", "clew/story/order", { width: 120 }],
    ["order-no-width", "clew/story/order", {}],
    ["order-ascii", "clew/story/order", { width: 110, ascii: true, times: "relative", levels: true }],
    ["order-raw", "clew/story/order", { raw: true, times: "absolute", wholeUuids: true, fieldLimit: 0 }],
    ["order-depth-1", "clew/story/order", { width: 80, depth: 1 }],
    ["docs-linkcheck", "python-eliot/1.13/docs-linkcheck", { width: 80 }],
    ["trio-say-late", "python-eliot/1.13/trio-say-late", { width: 80 }],
    ["tracebacks", "python-eliot/1.13/tracebacks", { width: 80 }],
    ["unicode-escaped", "python-eliot/1.13/unicode-escaped", { width: 60 }],
    ["long-strings", "python-eliot/1.13/long-strings", { width: 80 }],
    ["lost-start", "python-eliot/1.13/lost-start", { width: 100 }],
  ];

  test.each(drawings)("draws %s as it was drawn before", async (name, log, options) => {
    await expect(draw(readFixture(log), options)).toMatchFileSnapshot(`${fixtures}rendered/${name}.txt`);
  });

  test("keeps every line within the width", { timeout: 60_000 }, () => {
    for (const log of ["clew/story/order", "python-eliot/1.13/unicode-escaped", "python-eliot/1.13/nested-60"]) {
      for (const width of [20, 40, 80, 120]) {
        for (const line of draw(readFixture(log), { width }).split("\n")) {
          expect(measureColumns(line)).toBeLessThanOrEqual(width);
        }
      }
    }
  });

  test("colours by meaning, and says the same without colours", () => {
    const trees = readFixture("clew/story/order");
    const colored = draw(trees, { theme: darkTheme });
    expect(colored).toContain("\x1b[1;31m✗\x1b[0m");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences.
    expect(colored.replace(/\x1b\[[0-9;]*m/g, "")).toBe(draw(trees));
  });

  test("hides the fields that are named", () => {
    const text = draw(readFixture("clew/story/order"), { hiddenFields: new Set(["customer"]) });
    expect(text).toContain("order=17");
    expect(text).not.toContain("Lovelace");
  });

  test("counts what is left out where it stood", () => {
    const [tree] = readFixture("clew/story/order");
    const shows: RenderOptions["shows"] = (node) =>
      node.kind !== "message" && node.actionType?.startsWith("pay") === true;
    const lines = [...renderTask(tree as TaskTree, { shows })];
    expect(lines.filter((line) => line.includes("payment.attempt"))).toHaveLength(2);
    expect(lines.at(-1)).toMatch(/… 10 left out$/);
  });

  test("names what came after a task had been given out", () => {
    const [tree] = readFixture("clew/story/order");
    const later = { ...read(['{"task_uuid":"t","task_level":[4],"timestamp":5,"message_type":"m"}'])[0] } as TaskTree;
    const continued = { ...later, root: (tree as TaskTree).root, taskUuid: "t", missing: [] };
    const [heading] = renderTask({ ...continued, continues: { actionType: "job", startTime: 0 } });
    expect(heading).toBe("t  1970-01-01 00:00:00.000Z  continuation of job, which was shown before");
  });

  test("marks records that claim the same place", () => {
    const line = (text: string) => `{"task_uuid":"t","task_level":[2],"timestamp":1,"message_type":"${text}"}`;
    const text = draw(read([line("one"), line("two")]));
    expect(text.match(/one of several at this place/g)).toHaveLength(2);
  });

  test("draws a tree of any depth and width, a line at a time", { timeout: 60_000 }, () => {
    const deep = `{"task_uuid":"t","task_level":[${"2,".repeat(50_000)}2],"timestamp":1,"message_type":"bottom"}`;
    let lines = 0;
    for (const text of renderTask(read([deep])[0] as TaskTree)) {
      expect(text.length).toBeLessThan(500);
      lines++;
    }
    expect(lines).toBe(50_003);
    const wide = Array.from(
      { length: 50_000 },
      (_, i) => `{"task_uuid":"t","task_level":[${i + 2}],"timestamp":${i},"message_type":"m"}`,
    );
    const walk = renderTask(read(wide)[0] as TaskTree);
    for (let i = 0; i < 10; i++) expect(walk.next().done).toBe(false);
  });
});
