import { isObject, type JsonObject } from "../json-object.js";
import type { Dialect } from "./dialect.js";
import { asText } from "./read-record.js";

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

/** A template of https://messagetemplates.org with its values put in. */
function rendered(template: string, values: JsonObject): string {
  return template.replace(/\{[@$]?(\w+)(?:,-?\d+)?(?::[^{}]*)?\}/g, (hole, name: string) => {
    const value = values[name];
    if (value === undefined) return hole;
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  });
}
