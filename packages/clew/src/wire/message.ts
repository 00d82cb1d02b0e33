import type { TaskLevel } from "./task-level.js";

/** How an action stands, as its messages say it. */
export type ActionStatus = "started" | "succeeded" | "failed";

/** One message as it stands on the wire: Eliot's field names, and the fields that the program gave. */
export interface Message {
  readonly task_uuid: string;
  readonly task_level: TaskLevel;
  /** Seconds since the Unix epoch, with six decimals. */
  readonly timestamp: number;
  readonly action_type?: string;
  readonly action_status?: ActionStatus;
  readonly message_type?: string;
  readonly [field: string]: unknown;
}

const RESERVED = new Set(["task_uuid", "task_level", "timestamp", "action_type", "action_status", "message_type"]);

const RESERVED_IN_FAILURES = new Set(["exception", "reason", "traceback"]);

/** Whether a user's field of this name would be taken for one of the format's own, in any message. */
export function isReserved(name: string): boolean {
  return RESERVED.has(name) || name.startsWith("clew_");
}

/** The same in a failed finish and in `eliot:traceback`, which have three more fields of their own. */
export function isReservedInFailure(name: string): boolean {
  return RESERVED_IN_FAILURES.has(name) || isReserved(name);
}
