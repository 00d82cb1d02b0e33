import type { Dialect } from "./parts/index.js";

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
