import { asText, type Dialect, errorBeside } from "./parts/index.js";

/** Logback with https://github.com/logfellow/logstash-logback-encoder. */
export const logback: Dialect = {
  name: "logback",
  lines: "Logback's lines",
  example:
    '{"@timestamp":"2026-01-02T03:04:05.006Z","@version":"1","message":"listening","logger_name":"shop.App","thread_name":"main","level":"INFO","level_value":20000}',
  recognizes: (value) =>
    value.logger_name !== undefined || (value["@version"] !== undefined && value.level !== undefined),
  prepare: (reading) => {
    const stack = reading.take(["stack_trace"], asText);
    const error = errorBeside(asText(reading.value.message), stack);
    return error === undefined ? {} : { error };
  },
  durations: "ms",
};
