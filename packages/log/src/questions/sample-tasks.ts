import type { LogStore } from "./log-source.js";
import type { TaskQuery } from "./task-query.js";

/**
 * The uuids of a part of the tasks that match: of those that failed up to half of the part, and an even part of the
 * others; all of them where they are no more.
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
  const first = evenPart(failed, Math.ceil(most / 2));
  const others = all.filter((uuid) => !isFailed.has(uuid));
  return [...first, ...evenPart(others, most - first.length)];
}

/** So many of a list, in even steps. */
export function evenPart<T>(list: readonly T[], most: number): readonly T[] {
  if (list.length <= most) return list;
  return Array.from({ length: most }, (_, i) => list[Math.floor((i * list.length) / most)] as T);
}
