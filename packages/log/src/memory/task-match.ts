import { Needle } from "../answers/index.js";
import type { TaskQuery } from "../questions/index.js";
import { fieldTest } from "./field-values.js";
import type { MemoryTask } from "./memory-task.js";

/** A part of a query of which one wants to see what else it could be. */
export type QueryPart = "types" | "statuses";

/** Makes a test of tasks for all of a query, or for all but one part. The cheap questions come first. */
export function matcherOf(query: TaskQuery, except?: QueryPart): (task: MemoryTask) => boolean {
  const types = except === "types" || query.types === undefined ? undefined : new Set(query.types);
  const statuses = except === "statuses" || query.statuses === undefined ? undefined : new Set(query.statuses);
  const notTypes = except === "types" || query.notTypes === undefined ? undefined : new Set(query.notTypes);
  const named = query.taskUuids === undefined ? undefined : new Set(query.taskUuids);
  const hasFields = fieldTest(query.fields ?? []);
  const { from, to, minDurationSeconds, maxDurationSeconds, minFailures } = query;
  const uuidStart = query.taskUuidStart?.toLowerCase();
  const needle = query.text === undefined || query.text === "" ? undefined : new Needle(query.text);
  return (task) => {
    const { row } = task;
    if (named !== undefined && !named.has(row.taskUuid)) return false;
    if (uuidStart !== undefined && !row.taskUuid.toLowerCase().startsWith(uuidStart)) return false;
    if (types !== undefined && !types.has(row.type)) return false;
    if (notTypes?.has(row.type)) return false;
    if (statuses !== undefined && !statuses.has(row.status)) return false;
    if (from !== undefined && row.startTime < from) return false;
    if (to !== undefined && row.startTime >= to) return false;
    if (minDurationSeconds !== undefined && !((row.duration ?? -1) >= minDurationSeconds)) return false;
    if (maxDurationSeconds !== undefined && !((row.duration ?? Infinity) < maxDurationSeconds)) return false;
    if (minFailures !== undefined && row.failures < minFailures) return false;
    if (!hasFields(task)) return false;
    return needle === undefined || task.lines.some((line) => needle.isIn(line));
  };
}
