import type { Dialect } from "./parts/index.js";

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
