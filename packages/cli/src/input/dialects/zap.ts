import type { Dialect } from "./parts/index.js";

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
