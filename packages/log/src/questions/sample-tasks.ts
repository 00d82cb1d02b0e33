import type { LogStore } from "./log-source.js";
import type { TaskQuery } from "./task-query.js";

/** Of a log with more tasks than these samples of them answer first what reads whole tasks. */
export const FEW_TASKS = 5000;
/** The tasks of the first sample: so few are read within a moment out of a million messages. */
export const FIRST_SAMPLE = 240;

/**
 * The uuids of a part of the tasks that match: of those that failed up to half of the part, and a part of the others, both
 * in even runs of neighbours; all of them where they are no more.
 *
 * ```ts
 * import { MemoryStore, sampleTasks } from "@clew/log";
 *
 * const store = new MemoryStore("app.log");
 * for (const uuid of "abcdef") {
 *   store.add(`{"task_uuid":"${uuid}","task_level":[1],"timestamp":1,"message_type":"hello"}`);
 * }
 * console.log(await sampleTasks(store, {}, 3)); // [ 'a', 'c', 'e' ]
 * ```
 */
export async function sampleTasks(
  store: Pick<LogStore, "taskUuids">,
  query: TaskQuery,
  most: number,
): Promise<readonly string[]> {
  const all = await store.taskUuids(query);
  if (all.length <= most) return all;
  const asked = query.statuses === undefined || query.statuses.includes("failed");
  const failed = asked ? await store.taskUuids({ ...query, statuses: ["failed"] }) : [];
  const isFailed = new Set(failed);
  const first = evenRuns(failed, Math.ceil(most / 2));
  const others = all.filter((uuid) => !isFailed.has(uuid));
  return [...first, ...evenRuns(others, most - first.length)];
}

/** So many of a list, in even steps; with a run, so many neighbours at each. */
export function evenPart<T>(list: readonly T[], most: number, run = 1): readonly T[] {
  if (list.length <= most) return list;
  const steps = Math.ceil(most / run);
  const leftOut = (i: number) => Math.floor((Math.floor(i / run) * (list.length - most)) / steps);
  return Array.from({ length: most }, (_, i) => list[i + leftOut(i)] as T);
}

/**
 * So many of a list, in about twice as many even steps as each has neighbours: what lies side by side in a log is read at
 * once, and there are still more moments than tasks of one moment.
 */
export function evenRuns<T>(list: readonly T[], most: number): readonly T[] {
  return evenPart(list, most, Math.max(1, Math.floor(Math.sqrt(most / 2))));
}
