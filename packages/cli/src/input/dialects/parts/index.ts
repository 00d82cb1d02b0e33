export type { Dialect, LogRecord, RecordParts, SpanEvent, TextRead, Words } from "./dialect.js";
export { DURATION_KEYS, durationOf, readDuration, secondsOf } from "./duration.js";
export { isErrorLevel, isLevelWord, levelOf } from "./level.js";
export { type Cause, errorOf, errorOfText, type LoggedError, namesError } from "./logged-error.js";
export { rendered } from "./message-template.js";
export { lineOfPostgres, zoneOfPostgres } from "./postgres-line.js";
export { asText, errorBeside, readRecord, saysSomething, wordsWithin } from "./read-record.js";
export type { Reading } from "./reading.js";
export { momentOf, momentWithoutYear } from "./time.js";
