import { isObject } from "../json-object.js";
import type { Dialect } from "./parts/index.js";

/** Log4j 2's `JsonLayout`. */
export const log4j: Dialect = {
  name: "log4j",
  lines: "Log4j's lines",
  example:
    '{"instant":{"epochSecond":1767323045,"nanoOfSecond":6000000},"level":"INFO","loggerName":"shop.App","message":"listening"}',
  recognizes: ({ loggerName, loggerFqcn, instant, timeMillis }) =>
    loggerFqcn !== undefined || (loggerName !== undefined && (isObject(instant) || timeMillis !== undefined)),
  durations: "ms",
};
