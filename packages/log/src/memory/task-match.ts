import { Needle } from "../answers/index.js";
import type { TaskQuery } from "../questions/index.js";
import { hasField } from "./has-field.js";
import type { MemoryTask } from "./memory-task.js";

/** A part of a query of which one wants to see what else it could be. */
export type QueryPart = "types" | "statuses";

/** Makes a test of tasks for all of a query, or for all but one part. The cheap questions come first. */
export function matcherOf(query: TaskQuery, except?: QueryPart): (task: MemoryTask) => boolean {
  const types = except === "types" || query.types === undefined ? undefined : new Set(query.types);
  const statuses = except === "statuses" || query.statuses === undefined ? undefined : new Set(query.statuses);
  const fields = valuesByField(query);
  const { from, to, minDurationSeconds, minFailures } = query;
  const uuidStart = query.taskUuidStart?.toLowerCase();
  const needle = query.text === undefined || query.text === "" ? undefined : new Needle(query.text);
  return (task) => {
    const { row } = task;
    if (uuidStart !== undefined && !row.taskUuid.toLowerCase().startsWith(uuidStart)) return false;
    if (types !== undefined && !types.has(row.type)) return false;
    if (statuses !== undefined && !statuses.has(row.status)) return false;
    if (from !== undefined && row.startTime < from) return false;
    if (to !== undefined && row.startTime >= to) return false;
    if (minDurationSeconds !== undefined && !((row.duration ?? -1) >= minDurationSeconds)) return false;
    if (minFailures !== undefined && row.failures < minFailures) return false;
    for (const [field, values] of fields) if (!hasField(task, field, values)) return false;
    return needle === undefined || task.lines.some((line) => needle.isIn(line));
  };
}

/** The values of each field, one of which must hold. */
function valuesByField({ fields = [] }: TaskQuery): ReadonlyMap<string, ReadonlySet<string>> {
  const byField = new Map<string, Set<string>>();
  for (const { field, value } of fields) byField.set(field, (byField.get(field) ?? new Set()).add(value));
  return byField;
}
