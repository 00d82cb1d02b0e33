import { fieldNames, parseTaskId, type TaskIdParts } from "../../wire/index.js";
import { type Span, spansOf } from "./span.js";

/** The actions that an action followed from. */
export function followedBy(span: Span): TaskIdParts[] {
  const followed = span.action.startRecord?.[fieldNames.FOLLOWS_FROM];
  return Array.isArray(followed) ? followed.map(parseTaskId).filter((id) => id !== undefined) : [];
}

/** The tasks that a task's actions followed from. */
export function followedTasks(root: Span): string[] {
  const tasks = new Set<string>();
  for (const span of spansOf(root)) {
    for (const { taskUuid } of followedBy(span)) if (taskUuid !== root.action.taskUuid) tasks.add(taskUuid);
  }
  return [...tasks];
}
