// A line of a log as a row of ClickHouse's table of lines.

import { fieldText } from "@clew/log";
import { type Fields, type Message, Parser, roleOf } from "clew/parse";

export interface ShippedRow {
  readonly time: number;
  readonly taskUuid: string;
  readonly level: readonly number[];
  /** As the table numbers them: message, start, finish. */
  readonly kind: 0 | 1 | 2;
  readonly type: string;
  /** As the table numbers them: none, started, succeeded, failed. */
  readonly status: number;
  /** Seconds that were measured; -1 for none. */
  readonly duration: number;
  readonly exception: string;
  readonly reason: string;
  readonly fieldNames: readonly string[];
  readonly fieldValues: readonly string[];
  readonly line: string;
}

const KINDS = { other: 0, start: 1, end: 2 } as const;
const STATUSES: ReadonlyMap<unknown, number> = new Map([
  ["started", 1],
  ["succeeded", 2],
  ["failed", 3],
]);
const NO_FIELDS: Fields = {};

/** The row of a line that is a message. */
export function shippedRow(message: Message, line: string): ShippedRow {
  const { task_uuid: taskUuid, task_level: level, timestamp: time, action_type, action_status, message_type } = message;
  const kind = KINDS[roleOf(action_status, action_type, level.at(-1))];
  const isAction = action_type !== undefined && action_type !== null;
  const type = isAction ? action_type : message_type;
  const measured = message.clew_duration;
  const isRoot = level.length === 1 && level[0] === 1 && kind !== 2;
  const failed = kind === 2 && action_status === "failed";
  const ofError = failed || (isRoot && kind === 0);
  const fields = isRoot ? rootFields(message) : NO_FIELDS;
  const names = Object.keys(fields).filter((name) => !name.startsWith("clew_"));
  return {
    time,
    taskUuid,
    level,
    kind,
    type: typeof type === "string" ? type : type === undefined || type === null ? "" : fieldText(type),
    status: isAction ? (STATUSES.get(action_status) ?? 0) : 0,
    duration: kind === 2 && typeof measured === "number" && measured >= 0 ? measured : -1,
    exception: ofError ? textOf(message.exception) : "",
    reason: failed ? textOf(message.reason) : "",
    fieldNames: names,
    fieldValues: names.map((name) => fieldText(fields[name])),
    line,
  };
}

/** The fields as a reader of the whole log gives them. */
function rootFields(message: Message): Fields {
  const parser = new Parser();
  parser.add(message);
  const root = parser.end()[0]?.root;
  return (root?.kind === "message" ? root.fields : root?.startFields) ?? NO_FIELDS;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
