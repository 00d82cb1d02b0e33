// A record as a message. The names of a log's own fields are not ours: one that the format reserves, or that is taken
// already, is written with `field_` before it.

import type { Message } from "clew/parse";
import type { LogRecord } from "../dialects/index.js";
import type { SourceFields } from "../wrappers/index.js";

const RESERVED = new Set(["task_uuid", "task_level", "timestamp", "action_type", "action_status", "message_type"]);

/** All names that a message may have before the fields of a record are added: most names need no further look. */
const TOLD = new Set([
  ...RESERVED,
  "log_level",
  "logger",
  "message",
  "exception",
  "reason",
  "traceback",
  "causes",
  "request_id",
  "method",
  "path",
  "route",
  "url",
  "status",
]);
const MADE = ["clew_", "field_", "__proto__"];
/** The letters with which names begin that are ours, or made of those of others. */
const BEGINS_MADE = new Set(MADE.map((name) => name.charCodeAt(0)));

/** Whether a name is no name of ours for certain. */
export function isPlain(name: string): boolean {
  if (TOLD.has(name)) return false;
  return !BEGINS_MADE.has(name.charCodeAt(0)) || !MADE.some((made) => name.startsWith(made));
}

/** Where a message stands. */
export interface Place {
  readonly uuid: string;
  readonly level: readonly number[];
  readonly time: number;
}

export type Fields = Record<string, unknown>;

/** A message, an action's start or its finish, without the fields that the record has. */
export function beginMessage({ uuid, level, time }: Place): Fields {
  return { task_uuid: uuid, task_level: level, timestamp: time };
}

/** Adds what a record tells: its level, logger, text and error, then what is left of it. */
export function addRecord(
  message: Fields,
  record: LogRecord,
  leftOut?: (key: string, value: unknown) => boolean,
): void {
  const { level, logger, text, error } = record;
  if (level !== undefined) message.log_level = level;
  if (logger !== undefined) message.logger = logger;
  if (text !== undefined) message.message = text;
  if (error !== undefined) addError(message, error);
  record.reading.eachLeft((key, value) => {
    if (leftOut?.(key, value) === true) return;
    if (value === undefined) return;
    if (isPlain(key)) {
      message[key] = value;
      return;
    }
    if (message[key] === value) return;
    let name = key;
    while (Object.hasOwn(message, name) || RESERVED.has(name) || name.startsWith("clew_")) name = `field_${name}`;
    if (name === "__proto__") {
      Object.defineProperty(message, name, { value, writable: true, enumerable: true, configurable: true });
    } else message[name] = value;
  });
}

export function addError(
  message: Fields,
  { exception, reason, traceback, causes }: NonNullable<LogRecord["error"]>,
): void {
  message.exception = exception;
  message.reason = reason;
  if (traceback !== undefined) message.traceback = traceback;
  if (causes !== undefined) message.causes = causes;
}

/** Ends a message: what carried it is no field of it. */
export function endMessage(message: Fields, carried: Carried): Message {
  if (carried.source !== undefined) message[SOURCE] = carried.source;
  if (carried.isPlaced) message[PLACED] = true;
  return message as unknown as Message;
}

/** What is known of a line beside its own content. */
export interface Carried {
  readonly source: Source | undefined;
  /** Whether it has no time of its own, and got that of the line before it. */
  readonly isPlaced: boolean;
}

/** A line that was carried twice has both kinds, the outer one first. */
export type Source = Omit<SourceFields, "kind"> & { readonly kind: string | readonly string[] };

export const SOURCE = "clew_source";
const PLACED = "clew_placed";
export const TEXT = "clew:text";
