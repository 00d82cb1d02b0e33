// The loggers of Python that write JSON.

import { isObject } from "../json-object.js";
import type { Dialect } from "./dialect.js";
import { asText } from "./read-record.js";
import { momentOf } from "./time.js";

/** https://www.structlog.org: the text is the `event`. */
export const structlog: Dialect = {
  name: "structlog",
  lines: "structlog's lines",
  example: '{"event":"listening","level":"info","timestamp":"2026-01-02T03:04:05.006789Z","logger":"shop"}',
  recognizes: ({ event, level, log_level, timestamp, logger, time }) =>
    typeof event === "string" &&
    (level !== undefined ||
      log_level !== undefined ||
      timestamp !== undefined ||
      time !== undefined ||
      logger !== undefined),
  words: { text: ["event"], error: ["exception", "exc_info", "error", "err", "stack"] },
};

/** Formatters over `logging`, such as python-json-logger: the names are those of its records. */
export const pythonLogging: Dialect = {
  name: "python",
  lines: "lines of Python's logging",
  example: '{"asctime":"2026-01-02 03:04:05,006","levelname":"INFO","name":"shop","message":"listening"}',
  recognizes: ({ levelname, asctime, levelno, message, msg }) =>
    typeof levelname === "string" ||
    ((asctime !== undefined || levelno !== undefined) && (message ?? msg) !== undefined),
  words: {
    time: ["asctime", "timestamp", "time", "created", "@timestamp"],
    level: ["levelname", "level", "levelno"],
    text: ["message", "msg"],
    logger: ["name", "logger"],
    error: ["exc_info", "exc_text", "exception", "stack_info"],
  },
  levels: { 10: "debug", 20: "info", 30: "warn", 40: "error", 50: "fatal" },
  durations: "s",
};

/** https://loguru.readthedocs.io with `serialize=True`: the record stands beside its text. */
export const loguru: Dialect = {
  name: "loguru",
  lines: "loguru's lines",
  example: '{"text":"…","record":{"level":{"name":"INFO"},"message":"listening","time":{"timestamp":1767323045.006}}}',
  recognizes: ({ record, text }) => typeof text === "string" && isObject(record) && isObject(record.level),
  prepare: (reading) => {
    const level = reading.take(["record.level.name"], asText)?.toLowerCase();
    const time = reading.take(["record.time.timestamp"], momentOf);
    const text = reading.take(["record.message"], asText);
    const logger = reading.take(["record.name"], asText);
    const exception = reading.take(["record.exception.type"], asText);
    const reason = reading.take(["record.exception.value"], asText);
    const traceback = reading.take(["text"], asText);
    for (const path of ["record.level", "record.time", "record.exception"]) reading.drop(path);
    return {
      level: level === "warning" ? "warn" : level === "critical" ? "fatal" : level,
      time,
      text,
      logger,
      ...(exception !== undefined && {
        error: { exception, reason: reason || exception, ...(traceback !== undefined && { traceback }) },
      }),
    };
  },
};
