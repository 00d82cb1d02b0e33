import { isObject, type JsonObject } from "../json-object.js";
import type { Wrapper } from "./wrapper.js";

/** The keys under which services give lists of what they recorded. */
const KEYS = ["Records", "records", "items", "value", "entries", "logs", "events", "results", "rows", "data"];

/** An object that is only a list of others: CloudTrail's files, Azure's diagnostic logs, answers of APIs. */
export const list: Wrapper = {
  kind: "list",
  lines: "lists",
  example: '{"records":[{"time":"2026-01-02T03:04:05.006Z","level":"Error","operationName":"…"}]}',
  isCertain: true,
  isGeneral: true,
  ofObject: (value) => {
    const [key, ...others] = Object.keys(value);
    const items = key === undefined || others.length > 0 || !KEYS.includes(key) ? undefined : value[key];
    if (!Array.isArray(items) || items.length === 0 || !items.every(isObject)) return undefined;
    return (items as readonly JsonObject[]).map((inner) => ({ inner, source: { kind: "list" } }));
  },
};
