import { Parser, parseLine, type TaskTree } from "clew/parse";
import { describe, expect, test } from "vitest";
import { foldRow, nodeAt, parseLevel, rowLevel, rowsOf, type TreeRow, unfoldRow } from "./index.js";

type Line = readonly [level: string, timestamp: number, what: string];

/** A task of lines: `>type` starts an action, `<type` ends it well, `!type` badly, `type` is a message. */
function treeOf(...lines: Line[]): TaskTree {
  const parser = new Parser();
  for (const [level, timestamp, what] of lines) {
    const type = what.slice(1);
    const status = { ">": "started", "<": "succeeded", "!": "failed" }[what[0] as string];
    const kind = status === undefined ? { message_type: what } : { action_type: type, action_status: status };
    const place = { task_uuid: "t", task_level: level.slice(1).split("/").map(Number), timestamp };
    const parsed = parseLine(JSON.stringify({ ...place, ...kind }));
    if (parsed.ok) parser.add(parsed.message);
  }
  return parser.end()[0] as TaskTree;
}

const TREE = treeOf(
  ["/1", 0, ">root"],
  ["/2/1", 1, ">one"],
  ["/2/2", 2, "note"],
  ["/2/3", 3, "<one"],
  ["/3/1", 4, ">two"],
  ["/3/3", 5, "late"],
  ["/3/4", 6, "!two"],
  ["/7", 9, "<root"],
);

const text = (rows: readonly TreeRow[]) => rows.map((row) => `${"  ".repeat(row.depth)}${row.kind} ${rowLevel(row)}`);

describe("rowsOf", () => {
  test("gives a row for each action, message and gap, in the order of the tree", () => {
    expect(text(rowsOf(TREE, new Set()))).toEqual([
      "action /",
      "  action /2",
      "    message /2/2",
      "  action /3",
      "    gap /3/2?",
      "    message /3/3",
      "  gap /4?",
    ]);
    expect(rowsOf(TREE, new Set()).at(-1)?.missing).toEqual([4, 6]);
  });

  test("leaves out what is folded away, and only that", () => {
    const two = nodeAt(TREE, [3]);
    const rows = rowsOf(TREE, new Set(two === undefined ? [] : [two]));
    expect(text(rows)).toEqual(["action /", "  action /2", "    message /2/2", "  action /3", "  gap /4?"]);
  });

  test("marks what began or ended after the action that it stands in", () => {
    const tree = treeOf(["/1", 0, ">a"], ["/2/1", 1, ">b"], ["/3", 2, "<a"], ["/2/2", 3, "m"], ["/2/3", 4, "<b"]);
    expect(rowsOf(tree, new Set()).map(({ late }) => late)).toEqual([false, true, false]);
  });

  test("shows a task that is a single message, and one of which only a leaf was read", () => {
    expect(text(rowsOf(treeOf(["/1", 0, "hello"]), new Set()))).toEqual(["message /1"]);
    expect(text(rowsOf(treeOf(["/2/1", 0, "leaf"]), new Set()))).toEqual([
      "action /",
      "  gap /1?",
      "  action /2",
      "    message /2/1",
    ]);
  });

  test("does not recurse: 20,000 actions in each other", () => {
    const lines: Line[] = Array.from({ length: 20_000 }, (_, i) => [`${"/2".repeat(i)}/1`, i, ">deep"] as const);
    // A level is as long as its depth, so only the deepest few are given: the rest are known to have existed.
    expect(rowsOf(treeOf(...lines.slice(-2)), new Set()).at(-1)?.depth).toBe(19_999);
  });
});

describe("foldRow and unfoldRow", () => {
  test("hide and show what stands in one action, and give back what was there", () => {
    const rows = rowsOf(TREE, new Set());
    const folded = foldRow(rows, 1);
    expect(text(folded)[2]).toBe("  action /3");
    expect(text(unfoldRow(folded, 1, new Set()))).toEqual(text(rows));
    expect(text(foldRow(rows, 0))).toEqual(["action /"]);
  });
});

describe("nodeAt", () => {
  test("finds actions, messages, and an action by the place of its start or finish", () => {
    const at = (level: string) => {
      const node = nodeAt(TREE, parseLevel(level) ?? [99]);
      return node?.kind === "message" ? node.messageType : node?.actionType;
    };
    expect(["/", "/2", "/2/2", "/2/1", "/3/4"].map(at)).toEqual(["root", "one", "note", "one", "two"]);
    expect(nodeAt(TREE, [9, 1])).toBeUndefined();
  });

  test("takes no text for a place that is none", () => {
    expect(["", "2", "/0", "/2/", "/x", "//"].map(parseLevel)).toEqual(Array(6).fill(undefined));
  });
});
