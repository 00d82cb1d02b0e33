import { asText, type Dialect, rendered } from "./parts/index.js";

/** Serilog's compact form: https://github.com/serilog/serilog-formatting-compact. No level means information. */
export const serilog: Dialect = {
  name: "serilog",
  lines: "Serilog's compact lines",
  example: '{"@t":"2026-01-02T03:04:05.0060000Z","@mt":"Listening on {Port}","Port":8080}',
  recognizes: (value) => value["@t"] !== undefined && (value["@mt"] !== undefined || value["@m"] !== undefined),
  prepare: (reading) => {
    const template = reading.take(["@mt"], asText);
    const text = reading.take(["@m"], asText) ?? (template && rendered(template, reading.value));
    const logger = reading.take(["SourceContext"], asText);
    const level = reading.at("@l") === undefined ? "info" : undefined;
    reading.drop("@i");
    reading.drop("@r");
    return {
      template,
      ...(text !== undefined && { text }),
      ...(logger !== undefined && { logger }),
      ...(level !== undefined && { level }),
    };
  },
  durations: "ms",
};
