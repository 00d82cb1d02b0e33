// Loggers of Node that keep the arguments of a call as they were given.

import { isObject } from "../json-object.js";
import type { Dialect } from "./dialect.js";
import { levelOf } from "./level.js";
import { errorOf } from "./logged-error.js";
import { asText } from "./read-record.js";
import { momentOf } from "./time.js";

/** https://tslog.js.org: the arguments by their numbers, and what is known of the call apart. */
export const tslog: Dialect = {
  name: "tslog",
  lines: "tslog's lines",
  example: '{"0":"listening","_meta":{"date":"2026-01-02T03:04:05.006Z","logLevelName":"INFO","name":"shop"}}',
  recognizes: ({ _meta, _logMeta }) => isObject(_meta ?? _logMeta) && "logLevelName" in ((_meta ?? _logMeta) as object),
  prepare: (reading) => {
    const meta = reading.value._meta === undefined ? "_logMeta" : "_meta";
    const level = reading.take([`${meta}.logLevelName`], levelOf);
    const time = reading.take([`${meta}.date`], momentOf);
    const logger = reading.take([`${meta}.name`], asText);
    const text = reading.take(["0"], asText);
    const { nativeError, name, message } = reading.value;
    if (nativeError === undefined || typeof name !== "string") return { level, time, logger, text };
    reading.drop("name");
    return { level, time, logger, text, error: { exception: name, reason: asText(message) || name } };
  },
};

/** https://log4js-node.github.io with a layout that writes the whole event. */
export const log4js: Dialect = {
  name: "log4js",
  lines: "log4js's lines",
  example:
    '{"startTime":"2026-01-02T03:04:05.006Z","categoryName":"shop","data":["listening"],"level":{"level":20000,"levelStr":"INFO"}}',
  recognizes: ({ categoryName, data, level }) => categoryName !== undefined && Array.isArray(data) && isObject(level),
  prepare: (reading) => {
    const { data } = reading.value;
    const [text, ...others] = Array.isArray(data) ? data : [];
    const level = reading.take(["level.levelStr"], levelOf);
    reading.drop("level");
    const error = [text, ...others].map((each) => (isObject(each) ? errorOf(each) : undefined)).find(Boolean);
    return { level, text: asText(text) ?? error?.reason, ...(error !== undefined && { error }) };
  },
};
