import { isObject } from "../json-object.js";
import { type Dialect, errorOf } from "./parts/index.js";

/** PHP's https://github.com/Seldaek/monolog with its JSON formatter. */
export const monolog: Dialect = {
  name: "monolog",
  lines: "Monolog's lines",
  example:
    '{"message":"listening","context":{},"level":200,"level_name":"INFO","channel":"app","datetime":"2026-01-02T03:04:05.006+00:00","extra":{}}',
  recognizes: ({ level_name, channel }) => typeof level_name === "string" && channel !== undefined,
  words: { level: ["level_name"], time: ["datetime"], text: ["message"], logger: ["channel"], error: [] },
  prepare: (reading) => {
    reading.drop("level");
    const { context } = reading.value;
    const error = isObject(context) ? errorOf(context.exception) : undefined;
    if (error !== undefined) reading.drop("context.exception");
    return { error };
  },
};
