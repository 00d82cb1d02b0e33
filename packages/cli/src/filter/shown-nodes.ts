import type { TaskTree, WrittenNode } from "clew/parse";
import type { NodeTest } from "./compile-filter.js";

/** The nodes that fit, and all that lie above them. */
export interface ShownNodes {
  readonly fitting: ReadonlySet<WrittenNode>;
  readonly shown: ReadonlySet<WrittenNode>;
}

interface Open {
  readonly node: WrittenNode;
  readonly children: readonly WrittenNode[];
  next: number;
}

/** Finds the nodes of a tree that fit, and keeps the actions above each. Does not recurse. */
export function shownNodes(tree: TaskTree, fits: NodeTest): ShownNodes {
  const shown = new Set<WrittenNode>();
  const open: Open[] = [];
  const fitting = new Set<WrittenNode>();
  const enter = (node: WrittenNode) => {
    if (fits(node)) {
      fitting.add(node);
      shown.add(node);
      // Above a node that is shown everything is shown, so the way up ends at the first that is.
      for (let i = open.length - 1; i >= 0 && !shown.has((open[i] as Open).node); i--)
        shown.add((open[i] as Open).node);
    }
    if (node.kind !== "message") open.push({ node, children: node.children, next: 0 });
  };
  enter(tree.root);
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const child = top.children[top.next++];
    if (child === undefined) open.pop();
    else enter(child);
  }
  return { fitting, shown };
}
