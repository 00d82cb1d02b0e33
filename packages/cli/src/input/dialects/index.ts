import { access } from "./access.js";
import { bunyan } from "./bunyan.js";
import { cloudtrail } from "./cloudtrail.js";
import { dotnet } from "./dotnet.js";
import { ecs } from "./ecs.js";
import { ENTRY_DIALECTS } from "./entries/index.js";
import { gelf } from "./gelf.js";
import { json } from "./json.js";
import { kubernetesAudit } from "./kubernetes-audit.js";
import { log4j } from "./log4j.js";
import { log4js } from "./log4js.js";
import { logback } from "./logback.js";
import { logrus } from "./logrus.js";
import { loguru } from "./loguru.js";
import { mongodb } from "./mongodb.js";
import { monolog } from "./monolog.js";
import type { Dialect } from "./parts/index.js";
import { pino } from "./pino.js";
import { postgresJson } from "./postgres-json.js";
import { pythonLogging } from "./python-logging.js";
import { roarr } from "./roarr.js";
import { serilog } from "./serilog.js";
import { serilogJson } from "./serilog-json.js";
import { slog } from "./slog.js";
import { structlog } from "./structlog.js";
import { TEXT_DIALECTS } from "./text/index.js";
import { tracing } from "./tracing.js";
import { tslog } from "./tslog.js";
import { winston } from "./winston.js";
import { zap } from "./zap.js";
import { zerolog } from "./zerolog.js";

/** The dialects of JSON, in the order in which they are tried. */
export const JSON_DIALECTS: readonly Dialect[] = [
  cloudtrail,
  kubernetesAudit,
  postgresJson,
  monolog,
  mongodb,
  gelf,
  roarr,
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
export const DIALECTS: readonly Dialect[] = [...JSON_DIALECTS, ...ENTRY_DIALECTS, ...TEXT_DIALECTS];

export { type CarriedEntry, ENTRY_DIALECTS, type Entry, type EntryDialect, type EntryReader } from "./entries/index.js";
export { json } from "./json.js";
export {
  type Cause,
  type Dialect,
  DURATION_KEYS,
  durationOf,
  errorOfText,
  isErrorLevel,
  isLevelWord,
  type LoggedError,
  type LogRecord,
  levelOf,
  momentOf,
  momentWithoutYear,
  namesError,
  type Reading,
  readRecord,
  type SpanEvent,
  secondsOf,
  type TextRead,
  type Words,
  wordsWithin,
} from "./parts/index.js";
export { momentAtStart, TEXT_DIALECTS } from "./text/index.js";
