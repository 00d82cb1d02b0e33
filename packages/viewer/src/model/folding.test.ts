import { Parser, parseLine, type TaskTree } from "clew/parse";
import { describe, expect, test } from "vitest";
import { FOLD_ALL, foldedIn, formatLevel, nodeAt, refold, UNFOLD_ALL } from "./index.js";

function tree(): TaskTree {
  const parser = new Parser();
  for (const level of [[1], [2, 1], [2, 2, 1], [3, 1]]) {
    const line = { task_uuid: "t", task_level: level, timestamp: 1, action_type: "a", action_status: "started" };
    const parsed = parseLine(JSON.stringify(line));
    if (parsed.ok) parser.add(parsed.message);
  }
  return parser.end()[0] as TaskTree;
}

const TREE = tree();
const folded = (folding: readonly string[]) =>
  [...foldedIn(TREE, folding)].map(({ taskLevel }) => formatLevel(taskLevel)).sort();
const two = () => {
  const node = nodeAt(TREE, [2]);
  if (node === undefined) throw new Error("no /2");
  return node;
};

describe("foldedIn", () => {
  test("folds the places that are named, or all but those", () => {
    expect(folded(UNFOLD_ALL)).toEqual([]);
    expect(folded(["/2", "/9", "rubbish"])).toEqual(["/2"]);
    expect(folded(FOLD_ALL)).toEqual(["/2", "/2/2", "/3"]);
    expect(folded([...FOLD_ALL, "/2"])).toEqual(["/2/2", "/3"]);
  });
});

describe("refold", () => {
  test("changes one action and leaves the others, whatever was said of all", () => {
    expect(folded(refold(UNFOLD_ALL, two(), true))).toEqual(["/2"]);
    expect(folded(refold(["/2", "/3"], two(), false))).toEqual(["/3"]);
    expect(folded(refold(FOLD_ALL, two(), false))).toEqual(["/2/2", "/3"]);
    expect(folded(refold([...FOLD_ALL, "/2"], two(), true))).toEqual(["/2", "/2/2", "/3"]);
  });
});
