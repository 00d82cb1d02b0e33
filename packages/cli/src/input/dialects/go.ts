// The loggers of Go: zap, logrus, zerolog, slog. All write a level, a time and a text; their keys and units tell them
// apart.

import { isObject } from "../json-object.js";
import type { Dialect } from "./dialect.js";

/** https://github.com/uber-go/zap: seconds under `ts`. */
export const zap: Dialect = {
  name: "zap",
  lines: "zap's lines",
  example: '{"level":"info","ts":1767323045.006,"caller":"app/main.go:12","msg":"listening"}',
  recognizes: ({ ts, level, msg, caller, L, T, M }) =>
    (typeof level === "string" && typeof msg === "string" && ts !== undefined) ||
    (typeof level === "string" && typeof msg === "string" && typeof caller === "string") ||
    (typeof L === "string" && typeof M === "string" && T !== undefined),
  words: {
    time: ["ts", "time", "timestamp", "T"],
    level: ["level", "L"],
    text: ["msg", "message", "M"],
    logger: ["logger", "N"],
    error: ["error", "err", "errorVerbose", "stacktrace", "S"],
  },
  durations: "s",
};

/** https://pkg.go.dev/log/slog: levels in capitals, time first; durations are nanoseconds. */
export const slog: Dialect = {
  name: "slog",
  lines: "slog's lines",
  example: '{"time":"2026-01-02T03:04:05.006789Z","level":"INFO","msg":"listening"}',
  recognizes: ({ time, level, msg }) =>
    typeof time === "string" &&
    typeof msg === "string" &&
    typeof level === "string" &&
    /^(?:DEBUG|INFO|WARN|ERROR)(?:[+-]\d+)?$/.test(level),
  durations: "ns",
};

/** https://github.com/sirupsen/logrus: its own keys in the order of the alphabet. */
export const logrus: Dialect = {
  name: "logrus",
  lines: "logrus's lines",
  example: '{"level":"info","msg":"listening","time":"2026-01-02T03:04:05Z"}',
  recognizes: ({ time, level, msg, pid }) =>
    time !== undefined && typeof msg === "string" && typeof level === "string" && pid === undefined,
};

/** https://github.com/rs/zerolog: as logrus, with `message`; durations are milliseconds. */
export const zerolog: Dialect = {
  name: "zerolog",
  lines: "zerolog's lines",
  example: '{"level":"info","time":"2026-01-02T03:04:05Z","message":"listening"}',
  recognizes: ({ time, level, message, context }) =>
    time !== undefined && typeof message === "string" && typeof level === "string" && !isObject(context),
  durations: "ms",
};
