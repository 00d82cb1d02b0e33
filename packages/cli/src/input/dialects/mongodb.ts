import { isObject } from "../json-object.js";
import { asText, type Dialect, momentOf } from "./parts/index.js";

const LEVELS: Readonly<Record<string, string>> = { I: "info", W: "warn", E: "error", F: "fatal" };

/** MongoDB's own log: https://www.mongodb.com/docs/manual/reference/log-messages. */
export const mongodb: Dialect = {
  name: "mongodb",
  lines: "MongoDB's lines",
  example:
    '{"t":{"$date":"2026-01-02T03:04:05.006+00:00"},"s":"I","c":"NETWORK","id":23015,"ctx":"listener","msg":"Listening on"}',
  looksInto: ["t"],
  recognizes: ({ t, s, c, msg }) =>
    isObject(t) && t.$date !== undefined && typeof s === "string" && typeof c === "string" && typeof msg === "string",
  prepare: (reading) => {
    const time = reading.take(["t.$date"], momentOf);
    const level = reading.take(["s"], asText);
    const logger = reading.take(["c"], asText);
    return { time, logger, level: level === undefined ? undefined : (LEVELS[level] ?? "debug") };
  },
  durations: "ms",
};
