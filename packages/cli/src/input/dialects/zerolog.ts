import { isObject } from "../json-object.js";
import type { Dialect } from "./parts/index.js";

/** https://github.com/rs/zerolog: as logrus, with `message`; durations are milliseconds. */
export const zerolog: Dialect = {
  name: "zerolog",
  lines: "zerolog's lines",
  example: '{"level":"info","time":"2026-01-02T03:04:05Z","message":"listening"}',
  recognizes: ({ time, level, message, context }) =>
    time !== undefined && typeof message === "string" && typeof level === "string" && !isObject(context),
  durations: "ms",
};
