import { MOST_NEAR, mostAlike, type TaskRow } from "../answers/index.js";
import type { MemoryTask } from "./memory-task.js";

/** The task that succeeded which is most like another one: of its type, near to it in time, with fields as it has them. */
export function nearestOf(task: MemoryTask, all: Iterable<MemoryTask>): TaskRow | null {
  const { row } = task;
  const near = [...all]
    .filter((other) => other !== task && other.row.type === row.type && other.row.status === "succeeded")
    .map((other) => ({ row: other.row, fields: other.fields, away: Math.abs(other.row.startTime - row.startTime) }))
    .sort((x, y) => x.away - y.away || (x.row.taskUuid < y.row.taskUuid ? -1 : 1))
    .slice(0, MOST_NEAR);
  return mostAlike(task.fields, near)?.row ?? null;
}
