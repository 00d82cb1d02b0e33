import type { LogStore } from "./log-source.js";

/** A text that names no task of a log, or more than one. */
export class UnknownTaskError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UnknownTaskError";
  }
}

/** Uuids that are named where a text is the beginning of several. */
const MOST_NAMED = 5;

/**
 * The sentence for a text that is the beginning of several tasks' uuids: what cannot be done with it, and the first of
 * those that may be meant.
 *
 * ```ts
 * import { severalTasks } from "@clew/log";
 *
 * console.log(severalTasks("show", "5f3a", ["5f3a-1", "5f3a-2"]));
 * // Cannot show task 5f3a: 2 tasks begin so: 5f3a-1, 5f3a-2; give more of the uuid
 * ```
 */
export function severalTasks(act: string, text: string, uuids: readonly string[], total = uuids.length): string {
  const named = uuids.slice(0, MOST_NAMED);
  const others = total > named.length ? `, and ${total - named.length} more` : "";
  return `Cannot ${act} task ${text}: ${total} tasks begin so: ${named.join(", ")}${others}; give more of the uuid`;
}

/** Tasks that are looked at, to find one whose uuid is the text itself among those whose uuids go on. */
const MOST_LOOKED_AT = 100;

/**
 * The uuid of the one task whose uuid is a text, or begins with it. Rejects with an `UnknownTaskError` where there is
 * none, or more than one.
 *
 * ```ts
 * import { findTask, MemoryStore } from "@clew/log";
 *
 * const store = new MemoryStore("app.log");
 * store.add('{"task_uuid":"5f3a-1","task_level":[1],"timestamp":1,"message_type":"hello"}');
 * console.log(await findTask(store, "5f3a")); // 5f3a-1
 * ```
 */
export async function findTask(store: Pick<LogStore, "tasks">, text: string): Promise<string> {
  const page = { sort: "time", descending: false, offset: 0, limit: MOST_LOOKED_AT } as const;
  const { total, rows } = await store.tasks({ taskUuidStart: text }, page);
  const exact = rows.find(({ taskUuid }) => taskUuid === text);
  if (exact !== undefined) return exact.taskUuid;
  const [first] = rows;
  if (first === undefined) {
    throw new UnknownTaskError(`Cannot compare task ${text}: it is not in the log; clew tree lists them`);
  }
  if (total > 1) {
    const uuids = rows.map(({ taskUuid }) => taskUuid);
    throw new UnknownTaskError(severalTasks("compare", text, uuids, total));
  }
  return first.taskUuid;
}

/** Tasks that are read beside two that are compared: enough to tell which fields have a value of their own in each. */
const MOST_BESIDE = 50;

/**
 * The uuids of the first tasks of the types of two tasks: those among which the two are compared, so that what differs in
 * every task passes for no difference.
 *
 * ```ts
 * import { MemoryStore, tasksBeside } from "@clew/log";
 *
 * const store = new MemoryStore("app.log");
 * store.add('{"task_uuid":"5f3a-1","task_level":[1],"timestamp":1,"message_type":"hello"}');
 * console.log(await tasksBeside(store, ["5f3a-1"])); // [ '5f3a-1' ]
 * ```
 */
export async function tasksBeside(store: Pick<LogStore, "tasks">, taskUuids: readonly string[]): Promise<string[]> {
  const types = new Set<string>();
  for (const taskUuid of taskUuids) {
    const page = { sort: "time", descending: false, offset: 0, limit: 1 } as const;
    for (const { type } of (await store.tasks({ taskUuidStart: taskUuid }, page)).rows) types.add(type);
  }
  const page = { sort: "time", descending: false, offset: 0, limit: MOST_BESIDE } as const;
  return (await store.tasks({ types: [...types] }, page)).rows.map(({ taskUuid }) => taskUuid);
}
