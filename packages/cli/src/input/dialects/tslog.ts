import { isObject } from "../json-object.js";
import { asText, type Dialect, levelOf, momentOf } from "./parts/index.js";

/** https://tslog.js.org: the arguments by their numbers, and what is known of the call apart. */
export const tslog: Dialect = {
  name: "tslog",
  lines: "tslog's lines",
  example: '{"0":"listening","_meta":{"date":"2026-01-02T03:04:05.006Z","logLevelName":"INFO","name":"shop"}}',
  looksInto: ["_meta", "_logMeta"],
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
