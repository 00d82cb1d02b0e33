// One task after the other as text, in the form that was asked for.

import type { TaskTree, WrittenNode } from "clew/parse";
import { type EliotTreeOptions, isLoneMessage, type RenderOptions, renderEliotTree, renderTask } from "clew/render";
import { forestTask } from "./forest.js";

/** Gives the text of a task in pieces; `shown` are the nodes to show, where not all are. */
export type TreeText = (tree: TaskTree, shown: ReadonlySet<WrittenNode> | undefined) => Iterable<string>;

/** Each task as a JSON object on a line of its own. */
export function* forestText(tree: TaskTree): Generator<string> {
  yield* forestTask(tree);
  yield "\n";
}

/** Trees with an empty line between them; messages outside of actions stand together. */
export function drawnText(options: RenderOptions): TreeText {
  let before: TaskTree | undefined;
  return function* (tree, shown) {
    if (before !== undefined && !(isLoneMessage(before) && isLoneMessage(tree))) yield "\n";
    before = tree;
    for (const line of renderTask(tree, { ...options, ...onlyShown(shown) })) yield `${line}\n`;
  };
}

/** Trees as eliot-tree has them, with an empty line after each. */
export function eliotTreeText(options: EliotTreeOptions): TreeText {
  return function* (tree, shown) {
    for (const line of renderEliotTree(tree, { ...options, ...onlyShown(shown) })) yield `${line}\n`;
    yield "\n";
  };
}

function onlyShown(shown: ReadonlySet<WrittenNode> | undefined): { readonly shows?: (node: WrittenNode) => boolean } {
  return shown === undefined ? {} : { shows: (node) => shown.has(node) };
}
