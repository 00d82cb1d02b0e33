import type { TaskTree, WrittenNode } from "clew/parse";
import { formatLevel, nodeAt, parseLevel } from "./level-text.js";

/**
 * The folded actions, as an address can say it: their places; or `*` for all below the root, and then the places of
 * those that are not.
 */
export type Folding = readonly string[];

const ALL = "*";
export const FOLD_ALL: Folding = [ALL];
export const UNFOLD_ALL: Folding = [];

/** The actions of a tree that are folded. */
export function foldedIn(tree: TaskTree, folding: Folding): Set<WrittenNode> {
  const named = new Set<WrittenNode>();
  for (const place of folding) {
    const level = parseLevel(place);
    const node = level && nodeAt(tree, level);
    if (node !== undefined && node.kind !== "message") named.add(node);
  }
  if (!folding.includes(ALL)) return named;
  const folded = new Set<WrittenNode>();
  const open = [tree.root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind === "message") continue;
    if (node !== tree.root && !named.has(node)) folded.add(node);
    for (const child of node.children) open.push(child);
  }
  return folded;
}

/** The same, but for one action, which is folded from now on or no longer. */
export function refold(folding: Folding, action: WrittenNode, isFolded: boolean): Folding {
  const place = formatLevel(action.taskLevel);
  const rest = folding.filter((other) => other !== place);
  return isFolded === folding.includes(ALL) ? rest : [...rest, place];
}
