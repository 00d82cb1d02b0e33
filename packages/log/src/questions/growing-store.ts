import type { LogStore } from "./log-source.js";

/** A store of a log that may grow. */
export interface GrowingStore extends LogStore {
  /** Reads what was written since. Calls do not run beside each other, but answers are given meanwhile. */
  refresh(): Promise<Refreshed>;
  close(): Promise<void>;
}

/** The outcome of a look at the files of a log. */
export interface Refreshed extends ChangedTasks {
  /** `rebuilt`: other bytes stand in the files now, so that everything was read anew. */
  readonly kind: "unchanged" | "grown" | "rebuilt";
  /** The number of messages that were read. */
  readonly messages: number;
}

/** The tasks that have changed: the first of them, and whether there are more. */
export interface ChangedTasks {
  readonly taskUuids: readonly string[];
  readonly moreTasks: boolean;
}

/** Changed tasks beyond this number are not named: whoever shows them asks for everything anew. */
export const MOST_CHANGED_TASKS = 1000;

/**
 * The first of the tasks that have changed.
 *
 * ```ts
 * import { firstChanged } from "@clew/log";
 *
 * console.log(firstChanged(["a", "b"])); // { taskUuids: [ 'a', 'b' ], moreTasks: false }
 * ```
 */
export function firstChanged(taskUuids: Iterable<string>): ChangedTasks {
  const all = [...taskUuids];
  return { taskUuids: all.slice(0, MOST_CHANGED_TASKS), moreTasks: all.length > MOST_CHANGED_TASKS };
}
