import { type Message, Parser, type TaskTree, type WrittenNode } from "clew/parse";
import { describe, expect, test } from "vitest";

function start(level: number[], type = "a", timestamp = 1): Message {
  return { task_uuid: "t", task_level: level, timestamp, action_type: type, action_status: "started" };
}

function end(level: number[], type = "a", timestamp = 2): Message {
  return { task_uuid: "t", task_level: level, timestamp, action_type: type, action_status: "succeeded" };
}

function note(level: number[], text = "", timestamp = 1.5): Message {
  return { task_uuid: "t", task_level: level, timestamp, message_type: "note", text };
}

function treeOf(...messages: Message[]): TaskTree {
  const parser = new Parser();
  for (const message of messages) expect(parser.add(message)).toEqual([]);
  const trees = parser.end();
  expect(trees).toHaveLength(1);
  return trees[0] as TaskTree;
}

/** A tree in a few characters: `a[2,b3[..]]`; lower case is finished, `?` missing, `!` conflicting. */
function shape(node: WrittenNode): string {
  const place = node.taskLevel.at(-1) ?? "";
  if (node.kind === "message") return `${place}${node.conflicting ? "!" : ""}`;
  const mark = node.kind === "missing" ? "?" : node.status === "started" ? "+" : "";
  const gaps = node.gaps.length > 0 ? ` gaps ${node.gaps}` : "";
  return `${node.actionType ?? ""}${place}${mark}[${node.children.map(shape)}${gaps}]`;
}

describe("new Parser()", () => {
  test("nests messages by their levels", () => {
    const tree = treeOf(start([1]), note([2]), start([3, 1], "b"), note([3, 2]), end([3, 3], "b"), end([4]));
    expect(shape(tree.root)).toBe("a[2,b3[2]]");
    expect(tree.isComplete).toBe(true);
    expect(tree.missing).toEqual([]);
  });

  test("gives one tree where children begin and end after their parent has ended", () => {
    const tree = treeOf(start([1]), end([2]), start([3, 1], "b"), start([4, 1], "c"), end([3, 2], "b"), note([5]));
    expect(shape(tree.root)).toBe("a[b3[],c4+[],5]");
    expect(tree.isComplete).toBe(false);
  });

  test("takes a lone message outside of every action as a complete task", () => {
    const tree = treeOf(note([1]));
    expect(tree.root.kind).toBe("message");
    expect(tree.isComplete).toBe(true);
  });

  test("tells what was lost, and where", () => {
    const tree = treeOf(end([5]), note([3, 2, 2]));
    expect(shape(tree.root)).toBe("a[3?[2?[2 gaps 1] gaps 1] gaps 1,2,4]");
    expect(tree.missing).toEqual([[1], [2], [4], [3, 1], [3, 2, 1]]);
    expect(tree.isComplete).toBe(false);
  });

  test("takes identical messages at one place as one, whatever the order of their fields", () => {
    const repeated: Message = { timestamp: 1.5, text: "x", message_type: "note", task_level: [2], task_uuid: "t" };
    const tree = treeOf(start([1]), start([1]), note([2], "x"), repeated, end([3]), end([3]));
    expect(shape(tree.root)).toBe("a[2]");
  });

  test("keeps different messages at one place, and says that they conflict", () => {
    const tree = treeOf(start([1]), note([2], "x"), note([2], "y"), start([2, 1], "b"), note([3]), end([4]));
    expect(shape(tree.root)).toBe("a[b2+[],2!,2!,3]");
  });

  test("keeps a second start and a second finish as messages", () => {
    const tree = treeOf(start([1]), start([1], "a", 0.5), end([2]), end([3], "a", 5));
    expect(shape(tree.root)).toBe("a[1!,3]");
    expect(tree.root).toMatchObject({ startTime: 0.5, endTime: 2 });
  });

  test("takes a finish of another type for a message, whichever of the two comes first", () => {
    for (const messages of [
      [start([1]), end([2], "b"), end([3])],
      [end([2], "b"), end([3]), start([1])],
    ]) {
      expect(shape(treeOf(...messages).root)).toBe("a[2]");
    }
  });

  test("shows numbers that were handed out as handed out, not as missing", () => {
    const tree = treeOf(start([1]), { ...end([5]), clew_handed_out: [2, 3, 4] }, start([3, 1], "b"), end([3, 2], "b"));
    expect(tree.root).toMatchObject({ gaps: [], handedOut: [2, 4] });
    expect(tree.isComplete).toBe(true);
  });

  test("gives the measured duration, else the difference of the times", () => {
    expect(treeOf(start([1]), end([2])).root).toMatchObject({ durationSeconds: 1 });
    expect(treeOf(start([1]), { ...end([2]), clew_duration: 0.25 }).root).toMatchObject({ durationSeconds: 0.25 });
    expect(treeOf(end([2])).root).toMatchObject({ durationSeconds: undefined });
  });

  test("allocates nothing by a number that it finds", () => {
    const tree = treeOf(start([1]), note([Number.MAX_SAFE_INTEGER]));
    expect(tree.root.kind === "action" && tree.root.gaps.length).toBeLessThan(2000);
    expect(tree.missing.length).toBeLessThan(2000);
  });

  test("hands one task out early to a caller who knows that it has ended", () => {
    const parser = new Parser();
    parser.add(start([1]));
    parser.add({ ...note([1]), task_uuid: "u" });
    expect(parser.take("t")?.taskUuid).toBe("t");
    expect(parser.take("t")).toBeUndefined();
    expect(parser.end().map((tree) => tree.taskUuid)).toEqual(["u"]);
  });
});
