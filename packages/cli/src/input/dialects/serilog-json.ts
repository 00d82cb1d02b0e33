import { isObject } from "../json-object.js";
import { asText, type Dialect, rendered } from "./parts/index.js";

/** Serilog's own JSON form: the values stand under `Properties`. */
export const serilogJson: Dialect = {
  name: "serilog",
  lines: "Serilog's lines",
  example:
    '{"Timestamp":"2026-01-02T03:04:05.006Z","Level":"Information","MessageTemplate":"Listening","Properties":{}}',
  recognizes: (value) => value.MessageTemplate !== undefined && value.Level !== undefined,
  prepare: (reading) => {
    const template = reading.take(["MessageTemplate"], asText);
    const values = isObject(reading.value.Properties) ? reading.value.Properties : {};
    const text = reading.take(["RenderedMessage"], asText) ?? (template && rendered(template, values));
    const logger = reading.take(["Properties.SourceContext"], asText);
    return { template, ...(text !== undefined && { text }), ...(logger !== undefined && { logger }) };
  },
  durations: "ms",
};
