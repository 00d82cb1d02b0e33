import type { TaskRow } from "@clew/log";

/** The columns of `task_rows` that a list shows. */
export const TASK_ROW_SQL =
  "task_uuid, type, status, start_time, duration, messages, failures, exception, reason, about";

export interface TaskColumns {
  readonly task_uuid: string;
  readonly type: string;
  readonly status: TaskRow["status"];
  readonly start_time: number;
  readonly duration: number | null;
  readonly messages: number;
  readonly failures: number;
  readonly exception: string | null;
  readonly reason: string | null;
  readonly about: string;
}

export function toTaskRow({
  task_uuid,
  type,
  status,
  start_time,
  duration,
  messages,
  failures,
  exception,
  reason,
  about,
}: TaskColumns): TaskRow {
  return {
    taskUuid: task_uuid,
    type,
    status,
    startTime: start_time,
    duration,
    messages,
    failures,
    exception,
    reason,
    about,
  };
}
