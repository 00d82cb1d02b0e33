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
