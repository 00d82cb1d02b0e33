// Logs as tests need them: actions as nested objects, made into the messages that a program would have written.

import { type Message, parseStream } from "../parse/index.js";

export interface Told {
  readonly type: string;
  /** When it began and ended, in seconds; without an end it never did. */
  readonly from: number;
  readonly to?: number;
  readonly fields?: Readonly<Record<string, unknown>>;
  /** The exception and reason of its failure. */
  readonly failed?: readonly [exception: string, reason: string];
  /** More fields of its finish. */
  readonly finish?: Readonly<Record<string, unknown>>;
  readonly items?: readonly (Told | Said)[];
}

interface Said {
  readonly says: string;
  readonly at: number;
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** The trees of tasks; each has the uuid `t1`, `t2` and so on. */
export function treesOf(...tasks: readonly Told[]) {
  return parseStream(tasks.flatMap((task, i) => [...write(task, `t${i + 1}`, [])]));
}

function* write(action: Told, task: string, level: readonly number[]): Generator<Message> {
  const { type, from, to, fields, failed, finish, items = [] } = action;
  yield record(task, [...level, 1], from, { action_type: type, action_status: "started", ...fields });
  let number = 2;
  for (const item of items) {
    const place = [...level, number++];
    if ("says" in item) yield record(task, place, item.at, { message_type: item.says, ...item.fields });
    else yield* write(item, task, place);
  }
  if (to === undefined) return;
  const status = failed === undefined ? { action_status: "succeeded" } : failure(failed);
  yield record(task, [...level, number], to, { action_type: type, ...status, ...finish });
}

function failure([exception, reason]: readonly [string, string]): Record<string, unknown> {
  return { action_status: "failed", exception, reason };
}

function record(task: string, level: readonly number[], timestamp: number, fields: Record<string, unknown>): Message {
  return { task_uuid: task, task_level: level, timestamp, ...fields };
}
