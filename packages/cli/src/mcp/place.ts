// Places in a log as an agent passes them on: `task_uuid@/1/2`, a text in which nothing has to be counted or quoted.

import type { TaskLevel } from "clew/parse";
import { AgentError } from "./agent-error.js";

export interface Place {
  /** A task's uuid, or its beginning. */
  readonly taskUuid: string;
  /** A record's level, where a record is meant. */
  readonly taskLevel?: TaskLevel;
}

export function placeText(taskUuid: string, taskLevel: TaskLevel): string {
  return `${taskUuid}@/${taskLevel.join("/")}`;
}

/** Reads `uuid`, the beginning of one, or either with a level behind it. */
export function readPlace(text: string): Place {
  const at = text.lastIndexOf("@/");
  if (at < 0) return { taskUuid: text };
  const level = text.slice(at + 2);
  if (!/^\d+(\/\d+)*$/.test(level)) {
    throw new AgentError(`${JSON.stringify(text)} is no place: give task_uuid@/1/2, or a task_uuid alone.`);
  }
  return { taskUuid: text.slice(0, at), taskLevel: level.split("/").map(Number) };
}
