import type { Dialect } from "./parts/index.js";

/** https://github.com/sirupsen/logrus: its own keys in the order of the alphabet. */
export const logrus: Dialect = {
  name: "logrus",
  lines: "logrus's lines",
  example: '{"level":"info","msg":"listening","time":"2026-01-02T03:04:05Z"}',
  recognizes: ({ time, level, msg, pid }) =>
    time !== undefined && typeof msg === "string" && typeof level === "string" && pid === undefined,
};
