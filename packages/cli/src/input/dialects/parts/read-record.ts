// An object to a record: what a dialect says first, then what is common to all of them.

import { isObject, type JsonObject } from "../../json-object.js";
import type { Dialect, LogRecord, RecordParts, Words } from "./dialect.js";
import { isErrorLevel, levelOf } from "./level.js";
import { ERROR_PARTS, errorOf, errorOfText, headOf, type LoggedError, namesError } from "./logged-error.js";
import { Reading } from "./reading.js";
import { momentOf } from "./time.js";

const NOTHING: Partial<RecordParts> = {};

/** The keys that loggers use, each list in the order in which they are looked for. */
const COMMON: Words = {
  time: [
    "time",
    "timestamp",
    "@timestamp",
    "ts",
    "datetime",
    "Timestamp",
    "TimeStamp",
    "asctime",
    "@t",
    "date",
    "timeMillis",
    "instant",
    "eventTime",
    "_time",
    "created",
    "time_local",
    "time_iso8601",
    "startTime",
    "start_time",
    "t",
    "dt",
  ],
  level: [
    "level",
    "severity",
    "log.level",
    "levelname",
    "log_level",
    "loglevel",
    "logLevel",
    "LogLevel",
    "Level",
    "level_name",
    "lvl",
    "@l",
    "@fields.level",
    "severity_text",
    "severityText",
    "priority",
  ],
  text: ["msg", "message", "event", "text", "Message", "@m", "@message", "body", "log", "short_message"],
  logger: [
    "logger",
    "logger_name",
    "loggerName",
    "log.logger",
    "name",
    "channel",
    "Category",
    "categoryName",
    "target",
  ],
  error: [
    "err",
    "error",
    "exception",
    "exc_info",
    "Exception",
    "@x",
    "thrown",
    "stack_trace",
    "stacktrace",
    "stack",
    "errorVerbose",
    "traceback",
  ],
  errorType: ["errorType"],
};

/** The keys of a dialect. */
function wordsOf({ words }: Dialect): Words {
  return words === undefined ? COMMON : { ...COMMON, ...words };
}

/** Of the keys of a dialect those under which an object has something. */
export function wordsWithin(dialect: Dialect, value: JsonObject): Words {
  const words = wordsOf(dialect);
  const within = (paths: readonly string[]) =>
    paths.filter((path) => Object.hasOwn(value, path) || Object.hasOwn(value, path.split(".", 1)[0] as string));
  return {
    time: within(words.time),
    level: within(words.level),
    text: within(words.text),
    logger: within(words.logger),
    error: within(words.error),
    errorType: within(words.errorType),
  };
}

/**
 * Reads an object as a line of a dialect; `beside` are parts that stand beside it, for those that it has not, and `shape`
 * the keys that it can have, where they are known.
 */
export function readRecord(
  dialect: Dialect,
  value: JsonObject,
  beside: Partial<RecordParts> = NOTHING,
  shape?: Words,
): LogRecord {
  const words = shape ?? wordsOf(dialect);
  const reading = new Reading(dialect.reshape?.(value) ?? value);
  const own: Partial<RecordParts> = dialect.prepare?.(reading) ?? NOTHING;
  const level = dialect.levels === undefined ? levelOfValue : (found: unknown) => levelOf(found, dialect.levels);
  const record = {
    dialect,
    reading,
    shape,
    time: own.time ?? reading.take(words.time, momentOf) ?? beside.time,
    level: own.level ?? reading.take(words.level, level) ?? beside.level,
    text: own.text ?? reading.take(words.text, asText) ?? beside.text,
    logger: own.logger ?? reading.take(words.logger, asText) ?? beside.logger,
    error: own.error ?? takeError(reading, words) ?? beside.error,
    template: own.template,
    span: own.span,
  };
  return record.error === undefined && isErrorLevel(record.level)
    ? { ...record, error: errorInText(record.text) }
    : record;
}

function levelOfValue(value: unknown): string | undefined {
  return levelOf(value);
}

/** The error whose stack trace is the text of a line, as Google's error reporting wants it. */
function errorInText(text: string | undefined): LoggedError | undefined {
  return text?.includes("\n") === true && namesError(text) ? errorOfText(text) : undefined;
}

/** Whether an object has a level, a time or a text under one of the usual keys. */
export function saysSomething(value: JsonObject): boolean {
  const reading = new Reading(value);
  return (
    COMMON.text.some((key) => typeof reading.at(key) === "string") ||
    COMMON.level.some((key) => levelOf(reading.at(key)) !== undefined) ||
    COMMON.time.some((key) => momentOf(reading.at(key)) !== undefined)
  );
}

export function asText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** Takes an error; what its object held besides stays where it was. */
function takeError(reading: Reading, words: Words): LoggedError | undefined {
  let told: LoggedError | undefined;
  for (const path of words.error) {
    const value = reading.at(path);
    if (value === undefined || value === null) continue;
    const error = errorOf(value);
    if (error === undefined) continue;
    const isMore = told !== undefined;
    // The first names the error; a later one may have the stack trace that the first lacks.
    if (isMore && (told?.traceback !== undefined || error.traceback === undefined)) continue;
    if (!isObject(value)) reading.drop(path);
    else reading.replace(path, Object.fromEntries(Object.entries(value).filter(([key]) => !ERROR_PARTS.has(key))));
    told = told === undefined ? error : { ...told, ...withTrace(told, error.traceback as string) };
  }
  return told ?? (words.errorType.length === 0 ? undefined : errorOfParts(reading));
}

/** An error of which each part has a key of its own. */
function errorOfParts(reading: Reading): LoggedError | undefined {
  const type = reading.at("errorType");
  const message = reading.at("errorMessage");
  if (typeof type !== "string" || typeof message !== "string") return undefined;
  reading.drop("errorType");
  reading.drop("errorMessage");
  return { exception: type, reason: message || type };
}

/** A stack trace that was logged beside its error's text. */
function withTrace(told: LoggedError, traceback: string): Partial<LoggedError> {
  const head = told.exception === "error" ? headOf(traceback) : undefined;
  return { traceback, ...(head !== undefined && /Error|Exception/.test(head.exception) && head) };
}

/** An error that is told by a stack trace alone, beside a text. */
export function errorBeside(text: string | undefined, stack: string | undefined): LoggedError | undefined {
  if (stack === undefined || stack === "") return undefined;
  const error = errorOfText(stack);
  return error.exception === "error" && text !== undefined ? { ...error, reason: text, traceback: stack } : error;
}
