import { bunyan } from "./bunyan.js";
import type { Dialect } from "./dialect.js";
import { dotnet } from "./dotnet.js";
import { ecs } from "./ecs.js";
import { logrus, slog, zap, zerolog } from "./go.js";
import { log4j, logback } from "./java.js";
import { monolog } from "./monolog.js";
import { log4js, tslog } from "./node.js";
import { access, json, logfmt, prefixed } from "./others.js";
import { pino } from "./pino.js";
import { loguru, pythonLogging, structlog } from "./python.js";
import { serilog, serilogJson } from "./serilog.js";
import { tracing } from "./tracing.js";
import { winston } from "./winston.js";

/** The dialects of JSON, in the order in which they are tried. */
export const JSON_DIALECTS: readonly Dialect[] = [
  monolog,
  tslog,
  log4js,
  pino,
  bunyan,
  serilog,
  serilogJson,
  ecs,
  tracing,
  log4j,
  logback,
  dotnet,
  loguru,
  pythonLogging,
  structlog,
  zap,
  slog,
  logrus,
  zerolog,
  winston,
  access,
  json,
];

/** All of them. */
export const DIALECTS: readonly Dialect[] = [...JSON_DIALECTS, logfmt, prefixed];

export type { Dialect, LogRecord, SpanEvent } from "./dialect.js";
export { DURATION_KEYS, durationOf, secondsOf } from "./duration.js";
export { isErrorLevel, isLevelWord, levelOf } from "./level.js";
export { readLogfmt } from "./logfmt-text.js";
export type { Cause, LoggedError } from "./logged-error.js";
export { json, logfmt, prefixed } from "./others.js";
export { readRecord } from "./read-record.js";
export type { Reading } from "./reading.js";
export { momentOf, momentWithoutYear } from "./time.js";
