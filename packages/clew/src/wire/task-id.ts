// Both kinds of task id are written `<task_uuid>@/<n>/<n>...`: one names an action, the other is a place that was
// handed out to be continued elsewhere. Which of the two an id is, only its giver knows.

import { formatTaskLevel, type TaskLevel } from "./task-level.js";

/** What a task id says. */
export interface TaskIdParts {
  readonly taskUuid: string;
  readonly taskLevel: TaskLevel;
}

/** Writes the task id of the action, or of the handed-out place, at a level. */
export function formatTaskId(taskUuid: string, taskLevel: TaskLevel): string {
  return `${taskUuid}@${formatTaskLevel(taskLevel)}`;
}

/** Longer ids are refused: a header is not the place for a deeper tree, and the text may come from a stranger. */
const MAX_LENGTH = 4096;

/** Reads a task id, or gives `undefined` where the text is none. `uuid@/` names a task's root action. */
export function parseTaskId(text: unknown): TaskIdParts | undefined {
  if (typeof text !== "string" || text.length > MAX_LENGTH) return undefined;
  const at = text.lastIndexOf("@");
  if (at < 1 || text[at + 1] !== "/") return undefined;
  const numbers = text.slice(at + 2);
  const taskUuid = text.slice(0, at);
  if (numbers === "") return { taskUuid, taskLevel: [] };
  const taskLevel: number[] = [];
  for (const part of numbers.split("/")) {
    if (!/^[1-9][0-9]{0,15}$/.test(part)) return undefined;
    const number = Number(part);
    if (!Number.isSafeInteger(number)) return undefined;
    taskLevel.push(number);
  }
  return { taskUuid, taskLevel };
}
