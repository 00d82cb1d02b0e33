import { isObject } from "../json-object.js";
import { asText, type Dialect, momentOf } from "./parts/index.js";

/** https://loguru.readthedocs.io with `serialize=True`: the record stands beside its text. */
export const loguru: Dialect = {
  name: "loguru",
  lines: "loguru's lines",
  example: '{"text":"…","record":{"level":{"name":"INFO"},"message":"listening","time":{"timestamp":1767323045.006}}}',
  looksInto: ["record"],
  recognizes: ({ record, text }) => typeof text === "string" && isObject(record) && isObject(record.level),
  prepare: (reading) => {
    const level = reading.take(["record.level.name"], asText)?.toLowerCase();
    const time = reading.take(["record.time.timestamp"], momentOf);
    const text = reading.take(["record.message"], asText);
    const logger = reading.take(["record.name"], asText);
    const exception = reading.take(["record.exception.type"], asText);
    const reason = reading.take(["record.exception.value"], asText);
    const traceback = reading.take(["text"], asText);
    for (const path of ["record.level", "record.time", "record.exception"]) reading.drop(path);
    return {
      level: level === "warning" ? "warn" : level === "critical" ? "fatal" : level,
      time,
      text,
      logger,
      ...(exception !== undefined && {
        error: { exception, reason: reason || exception, ...(traceback !== undefined && { traceback }) },
      }),
    };
  },
};
