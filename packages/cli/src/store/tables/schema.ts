// The tables of a store, each column once: statements, writers and the help of `clew query` are made of these lists.
// People ask the three views with SQL; the tables under them are the store's own.

import { taskRow } from "@clew/log";
import { outcomeOf } from "clew/explain";
import type { Fields, TaskTree, WrittenAction } from "clew/parse";
import { type Column, createTable } from "./column.js";
import { levelText } from "./level-text.js";
import { storedJson } from "./stored-json.js";

/** Another version of the tables: a store that has another number is built anew. */
export const SCHEMA_VERSION = 11;

/** A line that is a message. `n` numbers the lines in the order in which they were read. */
export interface StoredMessage {
  readonly n: number;
  readonly taskUuid: string;
  readonly level: string;
  readonly timestamp: number;
  /** The kind and the status of the message, as one number: see `role.ts`. */
  readonly role: number;
  readonly type: string | null;
  /**
   * The line in three pieces: who asks for fields reads them alone. Where the user's fields do not stand in one piece, as
   * JSON that the database can read, all of the line is in `lineStart`, and there is no `lineEnd`; so where it says more
   * outside of them than the other columns do.
   */
  readonly lineStart: string;
  /** The user's fields as JSON without its braces. */
  readonly lineFields: string;
  readonly lineEnd: string | null;
}

export const MESSAGE_COLUMNS: readonly Column<StoredMessage>[] = [
  ["n", "UINTEGER", ({ n }) => n],
  ["task_uuid", "VARCHAR", ({ taskUuid }) => taskUuid],
  ["level", "VARCHAR", ({ level }) => level],
  ["timestamp", "DOUBLE", ({ timestamp }) => timestamp],
  ["role", "UTINYINT", ({ role }) => role],
  ["type", "VARCHAR", ({ type }) => type],
  ["line_start", "VARCHAR", ({ lineStart }) => lineStart, "COMPRESSION zstd"],
  ["line_fields", "VARCHAR", ({ lineFields }) => lineFields, "COMPRESSION zstd"],
  ["line_end", "VARCHAR", ({ lineEnd }) => lineEnd, "COMPRESSION zstd"],
];

/** A row's line, as it was written. */
export const LINE_SQL = "coalesce(line_start || line_fields || line_end, line_start)";
/** The user's fields of a row, as the text of JSON. */
export const FIELDS_SQL = "concat('{', line_fields, '}')";

/** The rows of a log that hold its lines of one task: no other has any. */
export interface RowRange {
  readonly first: number;
  readonly last: number;
  /** The number of its lines among them. */
  readonly lines: number;
}

/** A task that was put together. */
export interface StoredTask {
  readonly tree: TaskTree;
  readonly row: ReturnType<typeof taskRow>;
  readonly range: RowRange;
}

export function storedTask(tree: TaskTree, range: RowRange): StoredTask {
  return { tree, row: taskRow(tree, range.lines), range };
}

/** The user's fields of a task's root, when it started. */
export function rootFields({ root }: TaskTree): Fields {
  return (root.kind === "message" ? root.fields : root.startFields) ?? {};
}

/** Without its number, which the writer gives. */
export const TASK_COLUMNS: readonly Column<StoredTask>[] = [
  ["task_uuid", "VARCHAR", ({ row }) => row.taskUuid],
  ["type", "VARCHAR", ({ row }) => row.type],
  ["is_action", "BOOLEAN", ({ tree }) => tree.root.kind !== "message"],
  ["status", "VARCHAR", ({ row }) => row.status],
  ["start_time", "DOUBLE", ({ row }) => finite(row.startTime) ?? 0],
  ["duration", "DOUBLE", ({ row }) => finite(row.duration)],
  ["messages", "UINTEGER", ({ row }) => row.messages],
  ["failures", "UINTEGER", ({ row }) => row.failures],
  ["exception", "VARCHAR", ({ row }) => row.exception],
  ["reason", "VARCHAR", ({ row }) => row.reason],
  ["about", "VARCHAR", ({ row }) => row.about],
  ["fields", "VARCHAR", ({ tree }) => storedJson(rootFields(tree))],
  ["first_n", "UINTEGER", ({ range }) => range.first],
  ["last_n", "UINTEGER", ({ range }) => range.last],
];

/** An action of a task. */
export interface StoredAction {
  readonly action: WrittenAction;
  readonly selfSeconds: number | undefined;
}

export const ACTION_COLUMNS: readonly Column<StoredAction>[] = [
  ["task_uuid", "VARCHAR", ({ action }) => action.taskUuid],
  ["level", "VARCHAR", ({ action }) => levelText(action.taskLevel, action.taskLevel.length)],
  ["action_type", "VARCHAR", ({ action }) => action.actionType ?? null],
  ["status", "VARCHAR", ({ action }) => action.status],
  ["outcome", "VARCHAR", ({ action }) => outcomeOf(action)],
  ["start_time", "DOUBLE", ({ action }) => finite(action.startTime)],
  ["end_time", "DOUBLE", ({ action }) => finite(action.endTime)],
  ["duration", "DOUBLE", ({ action }) => finite(action.durationSeconds)],
  ["self_time", "DOUBLE", ({ selfSeconds }) => finite(selfSeconds)],
  ["exception", "VARCHAR", ({ action }) => action.exception ?? null],
  ["reason", "VARCHAR", ({ action }) => action.reason ?? null],
];

/** A value of a field of a root's start, where the field has few values. */
export interface StoredRootValue {
  readonly field: string;
  readonly value: string;
}

export const ROOT_VALUE_COLUMNS: readonly Column<StoredRootValue>[] = [
  ["field", "VARCHAR", ({ field }) => field],
  ["value", "VARCHAR", ({ value }) => value],
];

/** The number of a task, in the order in which tasks were put together; one that changed gets a new number. */
export const TASK_NUMBER: Column<number> = ["t", "UINTEGER", (t) => t];

export const TABLES: readonly string[] = [
  "CREATE TABLE store_state (version INTEGER, state VARCHAR)",
  createTable("message_rows", MESSAGE_COLUMNS),
  createTable("task_rows", [TASK_NUMBER, ...TASK_COLUMNS]),
  createTable("action_rows", [TASK_NUMBER, ...ACTION_COLUMNS]),
  createTable("root_values", [TASK_NUMBER, ...ROOT_VALUE_COLUMNS]),
  // The sieves: for each part of a group of blocks the bits, and for each block its times.
  "CREATE TABLE sieve_rows (g UINTEGER, part UINTEGER, bits BLOB USING COMPRESSION uncompressed)",
  "CREATE TABLE block_rows (b UINTEGER, first_time DOUBLE, last_time DOUBLE)",
];

/** The rows that become part of `sieve_rows` at the end of a read. */
export const NEW_SIEVE = "CREATE OR REPLACE TEMP TABLE new_sieve (g UINTEGER, part UINTEGER, bits BLOB)";

function finite(value: number | null | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
