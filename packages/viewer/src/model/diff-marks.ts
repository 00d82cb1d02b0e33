import type { DiffAnswer, DifferenceAnswer } from "@clew/log";
import type { TaskTree, WrittenNode } from "clew/parse";
import { nodeAt } from "./level-text.js";

export type DiffMark = DifferenceAnswer["kind"];

/** The rows of two trees that differ, and in which way: for drawing the two side by side. */
export function diffMarks(
  { differences }: DiffAnswer,
  tree: TaskTree,
  side: "a" | "b",
): ReadonlyMap<WrittenNode, DiffMark> {
  const marks = new Map<WrittenNode, DiffMark>();
  for (const difference of differences) {
    const place = difference[side];
    const node = place === null || place.task_uuid !== tree.taskUuid ? undefined : nodeAt(tree, place.task_level);
    // Of several differences of one row the first is the one that says most.
    if (node !== undefined && !marks.has(node)) marks.set(node, difference.kind);
  }
  return marks;
}
