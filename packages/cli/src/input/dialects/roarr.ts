import { isObject } from "../json-object.js";
import { asText, type Dialect, errorOf, levelOf } from "./parts/index.js";

/** https://github.com/gajus/roarr: the level and all that a program adds stand in the `context`. */
export const roarr: Dialect = {
  name: "roarr",
  lines: "Roarr's lines",
  example:
    '{"context":{"logLevel":30,"package":"shop"},"message":"listening","sequence":"0","time":1767323045006,"version":"2.0.0"}',
  recognizes: ({ context, message, sequence }) =>
    isObject(context) && typeof message === "string" && (typeof sequence === "string" || typeof sequence === "number"),
  words: { error: [] },
  prepare: (reading) => {
    const level = reading.take(["context.logLevel"], levelOf);
    const logger = reading.take(["context.package", "context.program"], asText);
    const error = reading.take(["context.error"], errorOf);
    return { level, logger, error };
  },
  durations: "ms",
};
