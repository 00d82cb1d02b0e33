// Tasks as tests need them: actions as nested objects, made into the lines that a program would have written.

import { type TaskTiming, toTaskTiming } from "clew/explain";
import { type Message, Parser, type TaskTree } from "clew/parse";

export interface Told {
  readonly type: string;
  /** The times of its start and its end; without an end it never ended. */
  readonly from: number;
  readonly to?: number;
  readonly fields?: Readonly<Record<string, unknown>>;
  /** More fields of its finish; with an exception it failed. */
  readonly finish?: Readonly<Record<string, unknown>>;
  readonly items?: readonly (Told | Said | Lost)[];
  /** Messages after its finish. */
  readonly late?: readonly (Told | Said)[];
}

export interface Said {
  readonly says: string;
  readonly at: number;
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** A number at which nothing was read. */
interface Lost {
  readonly lost: true;
}

/** A task with the uuid `t`, on its clock. */
export function toldTask(told: Told): { readonly tree: TaskTree; readonly timing: TaskTiming } {
  const parser = new Parser();
  for (const message of write(told, [])) parser.add(message);
  const tree = parser.end()[0];
  if (tree === undefined) throw new Error("what was told is no task");
  return { tree, timing: toTaskTiming(tree) };
}

function* write(action: Told, level: readonly number[]): Generator<Message> {
  const { type, from, to, fields, finish, items = [], late = [] } = action;
  yield record([...level, 1], from, { action_type: type, action_status: "started", ...fields });
  let number = 2;
  for (const item of items) yield* writeItem(item, [...level, number++]);
  if (to === undefined) return;
  const status = finish !== undefined && "exception" in finish ? "failed" : "succeeded";
  yield record([...level, number++], to, { action_type: type, action_status: status, ...finish });
  for (const item of late) yield* writeItem(item, [...level, number++]);
}

function* writeItem(item: Told | Said | Lost, level: readonly number[]): Generator<Message> {
  if ("lost" in item) return;
  if ("says" in item) yield record(level, item.at, { message_type: item.says, ...item.fields });
  else yield* write(item, level);
}

function record(level: readonly number[], timestamp: number, fields: Record<string, unknown>): Message {
  return { task_uuid: "t", task_level: level, timestamp, ...fields };
}
