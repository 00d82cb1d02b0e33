// One line that pino wrote, in the words of a log of ours: https://getpino.io

import { decodeLine } from "./decode-line.js";
import { momentOf } from "./moment.js";

/** What a line of pino's says. */
export interface PinoLine {
  /** Seconds since the Unix epoch; undefined where the logger was told to write no time. */
  readonly time: number | undefined;
  readonly level: string;
  readonly logger: string;
  readonly message: string;
  readonly error: LoggedError | undefined;
  /** All that is left, under the names that pino gave. */
  readonly fields: ReadonlyMap<string, unknown>;
}

export interface LoggedError {
  readonly exception: string;
  /** Never empty. */
  readonly reason: string;
  readonly traceback: string | undefined;
}

/** Pino's own levels; a program may add others, which keep their numbers. */
const LEVELS: Readonly<Record<number, string>> = {
  10: "trace",
  20: "debug",
  30: "info",
  40: "warn",
  50: "error",
  60: "fatal",
};

/** The names under which each is found: pino's, then those that others are used to and pino can be told to write. */
const LEVEL_KEYS = ["level", "severity"];
const TIME_KEYS = ["time", "timestamp", "@timestamp"];
const MESSAGE_KEYS = ["msg", "message"];
const ERROR_KEYS = ["err", "error"];

/** Reads a line, or says why it is none of pino's. */
export function readPinoLine(text: string): PinoLine | string {
  const decoded = decodeLine(text);
  if (typeof decoded === "string") return decoded;
  const fields = new Map(Object.entries(decoded));
  if (fields.has("task_uuid") && fields.has("task_level")) return "a line of clew or Eliot, which needs no import";
  const level = take(fields, LEVEL_KEYS, levelName);
  if (level === undefined) return "no line of pino's: it has no level";
  const time = take(fields, TIME_KEYS, momentOf);
  const message = take(fields, MESSAGE_KEYS, (value) => (typeof value === "string" ? value : undefined)) ?? "";
  const logger = take(fields, ["name"], (value) => (typeof value === "string" ? value : undefined)) ?? "pino";
  return { time, level, logger, message, error: takeError(fields), fields };
}

/** Takes the first of the fields that holds what is meant. */
function take<Value>(
  fields: Map<string, unknown>,
  keys: readonly string[],
  read: (value: unknown) => Value | undefined,
): Value | undefined {
  for (const key of keys) {
    const value = read(fields.get(key));
    if (value === undefined) continue;
    fields.delete(key);
    return value;
  }
  return undefined;
}

function levelName(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" ? (LEVELS[value] ?? String(value)) : undefined;
}

/** Takes an error as pino serializes it; what the error held besides stays where it was. */
function takeError(fields: Map<string, unknown>): LoggedError | undefined {
  for (const key of ERROR_KEYS) {
    const value = fields.get(key);
    if (!isObject(value)) continue;
    const { type, name, message, stack, ...others } = value;
    const exception = typeof type === "string" ? type : name;
    if (typeof exception !== "string" || typeof message !== "string") continue;
    if (Object.keys(others).length === 0) fields.delete(key);
    else fields.set(key, others);
    const reason = message === "" ? exception : message;
    return { exception, reason, traceback: typeof stack === "string" ? stack : undefined };
  }
  return undefined;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
