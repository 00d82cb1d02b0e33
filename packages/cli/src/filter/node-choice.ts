import type { TaskTree } from "clew/parse";
import { compileFilter, type NodeTest } from "./compile-filter.js";
import { compileQueries } from "./jmespath.js";
import { type ShownNodes, shownNodes } from "./shown-nodes.js";
import { inTimeWindow } from "./time-window.js";

/** Which messages and actions are looked for; all that is given must hold. */
export interface NodeChoice {
  /** In clew's own grammar. */
  readonly filter?: string;
  /** JMESPath queries. */
  readonly select?: readonly string[];
  /** Seconds since 1970. */
  readonly since?: number;
  readonly until?: number;
}

/** Finds in a tree what was looked for, with all that lies above it. */
export type NodeFinder = (tree: TaskTree) => ShownNodes;

/** Prepares a search, or gives `undefined` where everything is to be shown. Throws a `FilterError`. */
export async function findNodes(choice: NodeChoice): Promise<NodeFinder | undefined> {
  const { filter, select = [], since, until } = choice;
  const tests: NodeTest[] = [];
  if (since !== undefined || until !== undefined) tests.push(inTimeWindow(since, until));
  if (filter !== undefined) tests.push(compileFilter(filter));
  const query = select.length > 0 ? await compileQueries(select) : undefined;
  if (query === undefined && tests.length === 0) return undefined;
  return (tree) => {
    const selected = query?.(tree);
    return shownNodes(
      tree,
      (node) => (selected === undefined || selected.has(node)) && tests.every((test) => test(node)),
    );
  };
}
