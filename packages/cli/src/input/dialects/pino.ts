import { isObject } from "../json-object.js";
import type { Dialect } from "./parts/index.js";

/** https://getpino.io: a number as the level, milliseconds, and who wrote it. */
export const pino: Dialect = {
  name: "pino",
  lines: "pino's lines",
  example: '{"level":30,"time":1767000000123,"pid":7,"hostname":"web-1","msg":"listening"}',
  recognizes: ({ level, v, msg, time, pid, req, err, hostname, message }) =>
    v === undefined &&
    ((typeof level === "number" &&
      (typeof msg === "string" ||
        typeof message === "string" ||
        time !== undefined ||
        pid !== undefined ||
        isObject(req) ||
        isObject(err))) ||
      (typeof level === "string" && typeof msg === "string" && typeof pid === "number" && hostname !== undefined)),
  words: {
    time: ["time", "timestamp", "@timestamp", "ts", "datetime"],
    level: ["level", "severity"],
    text: ["msg", "message"],
    logger: ["name"],
    error: ["err", "error"],
  },
  durations: "ms",
};
