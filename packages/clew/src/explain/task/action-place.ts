import type { TaskLevel } from "../../parse/index.js";
import type { Span } from "./span.js";

/** An action of a task. */
export interface ActionPlace {
  readonly taskUuid: string;
  readonly taskLevel: TaskLevel;
  readonly actionType: string;
}

/** The place of an action. */
export function placeOf({ action, path }: Span): ActionPlace {
  return { taskUuid: action.taskUuid, taskLevel: action.taskLevel, actionType: path.type };
}
