import { encodeValue, fieldNames } from "../../wire/index.js";

/** The single values in a record's fields, by dotted name; what clew adds to a record is left out. */
export function fieldValues(fields: Readonly<Record<string, unknown>> | undefined, type: string): Map<string, unknown> {
  const values = new Map<string, unknown>();
  if (fields !== undefined) collect(fields, type, 0, values);
  return values;
}

const DEEPEST = 5;

function collect(fields: object, name: string, depth: number, values: Map<string, unknown>): void {
  for (const [key, value] of Object.entries(fields)) {
    if (key.startsWith(fieldNames.OWN) || (depth === 0 && key === fieldNames.TRACEBACK)) continue;
    const inner = `${name}.${key}`;
    if (typeof value === "object" && value !== null && !Array.isArray(value) && depth < DEEPEST) {
      collect(value, inner, depth + 1, values);
    } else values.set(inner, value);
  }
}

/** A value as a key: two that are written the same are the same. Lists and objects may be nested without end. */
export function valueKey(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`;
  return typeof value === "object" && value !== null ? encodeValue(value) : (JSON.stringify(value) ?? "");
}
