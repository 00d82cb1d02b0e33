import type { Dialect } from "./parts/index.js";

/** https://pkg.go.dev/log/slog: levels in capitals, time first; durations are nanoseconds. */
export const slog: Dialect = {
  name: "slog",
  lines: "slog's lines",
  example: '{"time":"2026-01-02T03:04:05.006789Z","level":"INFO","msg":"listening"}',
  looksInto: ["level"],
  recognizes: ({ time, level, msg }) =>
    typeof time === "string" &&
    typeof msg === "string" &&
    typeof level === "string" &&
    /^(?:DEBUG|INFO|WARN|ERROR)(?:[+-]\d+)?$/.test(level),
  durations: "ns",
};
