// eliot-tree's `--select`: JMESPath queries of messages. An action fits where its start or its finish does.

import type { JSONValue } from "@jmespath-community/jmespath";
import type { Message, TaskTree, WrittenNode } from "clew/parse";
import { FilterError } from "./filter-error.js";
import { withTimeLimit } from "./time-limit.js";

const MOST_CHARACTERS = 2_000;
const LIMIT_MS = 5_000;

/** Gives the nodes of a tree whose message fits. */
export type TreeQuery = (tree: TaskTree) => ReadonlySet<WrittenNode>;

/**
 * Reads JMESPath queries, all of which must fit, and gives what finds the nodes that do. Throws a `FilterError` where a
 * query cannot be read, and where it takes longer than five seconds for one task.
 */
export async function compileQueries(queries: readonly string[], limitMs = LIMIT_MS): Promise<TreeQuery> {
  const { compile, TreeInterpreter } = await import("@jmespath-community/jmespath");
  const compiled = queries.map((query) => {
    if (query.length > MOST_CHARACTERS)
      throw new FilterError(`Cannot use the query: it is longer than ${MOST_CHARACTERS} characters.`);
    try {
      return compile(query);
    } catch (error) {
      throw new FilterError(`Cannot read the query ${JSON.stringify(query)}: ${messageOf(error)}`);
    }
  });
  const fits = (record: Message | undefined): boolean => {
    if (record === undefined) return false;
    const plain = toPlain(record);
    return compiled.every((query) => isTrue(attempt(() => TreeInterpreter.search(query, plain))));
  };
  return (tree) => {
    try {
      return withTimeLimit(limitMs, () => nodesThatFit(tree.root, fits));
    } catch (error) {
      if ((error as { code?: unknown }).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
      throw new FilterError(`The query took longer than ${limitMs / 1000} seconds for one task; make it simpler.`);
    }
  };
}

function nodesThatFit(root: WrittenNode, fits: (record: Message | undefined) => boolean): ReadonlySet<WrittenNode> {
  const fitting = new Set<WrittenNode>();
  const waiting: WrittenNode[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.kind === "message") {
      if (fits(node.record)) fitting.add(node);
      continue;
    }
    if (fits(node.startRecord) || fits(node.endRecord)) fitting.add(node);
    for (const child of node.children) waiting.push(child);
  }
  return fitting;
}

/** A query can be right and still not fit a message: `length(@)` of a number is an error, which is no match. */
function attempt(search: () => unknown): unknown {
  try {
    return search();
  } catch {
    return null;
  }
}

/** As JMESPath has it: empty lists, objects and texts, false and null are false. */
function isTrue(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === "") return false;
  if (typeof value !== "object") return true;
  return Array.isArray(value) ? value.length > 0 : Object.keys(value).length > 0;
}

/** JMESPath knows JSON's numbers only. Large integers lose their last digits here, and nowhere else. */
function toPlain(record: Message): JSONValue {
  const hasLong = Object.values(record).some(
    (value) => typeof value === "bigint" || (typeof value === "object" && value !== null),
  );
  if (!hasLong) return record as unknown as JSONValue;
  return attempt(() =>
    JSON.parse(JSON.stringify(record, (_key, value: unknown) => (typeof value === "bigint" ? Number(value) : value))),
  ) as JSONValue;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
