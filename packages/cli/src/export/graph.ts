// A task as a graph: its actions, what each was part of, and what it followed from.

import type { TaskTree, WrittenAction, WrittenNode } from "clew/parse";
import { childKey, rootKey } from "./action-key.js";
import { followedKeys } from "./follows.js";

export interface GraphNode {
  /** Letters and digits, the same wherever the action is meant. */
  readonly id: string;
  readonly action: WrittenAction;
  readonly parentId: string | undefined;
  readonly followedIds: readonly string[];
}

/** The actions of a task, each after the one that it was part of. */
export function* graphNodes(tree: TaskTree): Generator<GraphNode, void, undefined> {
  const waiting: { node: WrittenNode; key: number; parentId: string | undefined }[] = [
    { node: tree.root, key: rootKey(tree.taskUuid), parentId: undefined },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, key, parentId } = next;
    if (node.kind === "message") continue;
    const id = idOf(key);
    yield { id, action: node, parentId, followedIds: followedKeys(node).map(idOf) };
    const { children } = node;
    for (let i = children.length - 1; i >= 0; i--) {
      const child = children[i] as WrittenNode;
      if (child.kind !== "message") waiting.push({ node: child, key: childKey(key, child.number), parentId: id });
    }
  }
}

function idOf(key: number): string {
  return `a${key.toString(36)}`;
}
