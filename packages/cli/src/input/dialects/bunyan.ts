import type { Dialect } from "./parts/index.js";

/** https://github.com/trentm/node-bunyan: as pino, with the version of its form. */
export const bunyan: Dialect = {
  name: "bunyan",
  lines: "bunyan's lines",
  example:
    '{"name":"shop","hostname":"web-1","pid":7,"level":30,"msg":"listening","time":"2026-01-02T03:04:05.006Z","v":0}',
  recognizes: ({ v, level, name, msg }) =>
    typeof v === "number" && typeof level === "number" && typeof name === "string" && typeof msg === "string",
  durations: "ms",
};
