import type { TaskQuery } from "@clew/log";
import type { TaskChoice } from "./tasks.js";

/** The question to a store for what narrows by what it knows; `undefined` for all tasks. */
export function queryOf({ uuid, failed, minDurationSeconds, since, until }: TaskChoice): TaskQuery | undefined {
  if (since !== undefined || until !== undefined) return undefined;
  if (uuid === undefined && failed !== true && minDurationSeconds === undefined) return undefined;
  return {
    ...(uuid !== undefined && { taskUuidStart: uuid }),
    ...(failed === true && { minFailures: 1 }),
    ...(minDurationSeconds !== undefined && { minDurationSeconds }),
  };
}
