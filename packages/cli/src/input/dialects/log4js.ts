import { isObject } from "../json-object.js";
import { asText, type Dialect, errorOf, levelOf } from "./parts/index.js";

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
