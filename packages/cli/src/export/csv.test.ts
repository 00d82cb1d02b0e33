import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { action, anyLog, ELIOT_LOGS, exported, golden, ORDER, treesOf } from "./in-test.js";
import { timelineOf } from "./timeline.js";

/** Reads a table as RFC 4180 says, and throws at what it does not allow. */
function read(csv: string): string[][] {
  expect(csv.endsWith("\r\n")).toBe(true);
  return csv
    .slice(0, -2)
    .split("\r\n")
    .map((line) => {
      expect(line).toMatch(/^(?:"(?:[^"\r\n]|"")*"|[^",\r\n]*)(?:,(?:"(?:[^"\r\n]|"")*"|[^",\r\n]*))*$/);
      const cells = line.match(/"(?:[^"]|"")*"(?=,|$)|(?<=^|,)[^",]*(?=,|$)/g) ?? [];
      return cells.map((cell) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell));
    });
}

describe("clew export --to csv", () => {
  test.each(["actions", "messages"] as const)("writes the %s of an order as it always has", async (rows) => {
    const csv = await exported("csv", ORDER, { rows });
    await expect(csv).toMatchFileSnapshot(golden(`${rows}.csv`));
  });

  test("has all records of an action in which a great many stand", async () => {
    const many = Array.from({ length: 130_000 }, (_, i) => ({
      task_uuid: "t",
      task_level: [i + 2],
      timestamp: i + 1,
      message_type: "m",
    }));
    const csv = await exported("csv", [...action([], "root", 0, 200_000, {}, 130_002), ...many], { rows: "messages" });
    // The head, and the action's start and end.
    expect(csv.split("\r\n").length - 1).toBe(many.length + 3);
  });

  test.each(ELIOT_LOGS)("has a row for each action, and one for each record, of %s", async (log) => {
    let actions = 0;
    let records = 0;
    for await (const tree of treesOf(log)) {
      const { spans, instants } = timelineOf(tree);
      actions += spans.length;
      records += instants.length;
      for (const { action } of spans) {
        for (const record of [action.startRecord, action.endRecord]) if (record !== undefined) records++;
      }
    }
    const [header, ...rows] = read(await exported("csv", log));
    expect(rows).toHaveLength(actions);
    expect(rows.every((row) => row.length === header?.length)).toBe(true);
    expect(read(await exported("csv", log, { rows: "messages" }))).toHaveLength(records + 1);
  });

  test("has whole rows, no control characters and no formulas, whatever the log holds", async () => {
    await fc.assert(
      fc.asyncProperty(anyLog, fc.constantFrom("actions" as const, "messages" as const), async (log, rows) => {
        const csv = await exported("csv", log, { rows });
        expect(csv.replaceAll("\r\n", "")).not.toMatch(/\p{Cc}|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}/u);
        const [header, ...table] = read(csv);
        for (const row of table) {
          expect(row).toHaveLength(header?.length ?? 0);
          for (const cell of row) if (!(Number(cell) < 0)) expect(cell).not.toMatch(/^[=+\-@]/);
        }
      }),
      { numRuns: 100 },
    );
  }, 30_000);

  test("puts an apostrophe before what a spreadsheet would take for a formula", async () => {
    const [, row] = read(await exported("csv", action([], '=HYPERLINK("x","y")', 0, 10)));
    expect(row?.[2]).toBe(`'=HYPERLINK("x","y")`);
  });

  test("puts records in the order of their levels: a late child after the finish of what caused it", async () => {
    const log = [...action([], "root", 0, 100), ...action([2], "child", 10, 20), ...action([10], "late", 90, 150)];
    const [, ...rows] = read(await exported("csv", log, { rows: "messages" }));
    expect(rows.map((row) => row[1])).toEqual(["/1", "/2/1", "/2/9", "/9", "/10/1", "/10/9"]);
  });

  test("gives the time that an action spent by itself, however its children overlap", async () => {
    const log = [
      ...action([], "root", 0, 100),
      ...action([2], "a", 10, 50),
      ...action([3], "b", 20, 60),
      ...action([10], "late", 90, 150),
    ];
    const [, root] = read(await exported("csv", log));
    expect(root?.[7]).toBe("0.04");
  });
});
