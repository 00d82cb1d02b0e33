// Values as OTLP has them, and back to JSON's what it has no word for.

import { encodeValue } from "../wire/index.js";

export type AnyValue = Readonly<Record<string, unknown>>;

/** A name and a value. */
export interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}

/** Readers of OTLP recurse; what nests deeper goes as a text of JSON. */
const MOST_DEEP = 16;
const MOST_INTEGER = 2n ** 63n;

/** The fields as attributes; those without a value are left out. */
export function toAttributes(fields: readonly (readonly [string, unknown])[]): KeyValue[] {
  return fields.filter(([, value]) => value !== undefined).map(([key, value]) => ({ key, value: toAnyValue(value) }));
}

function toAnyValue(value: unknown, depth = 0): AnyValue {
  switch (typeof value) {
    case "string":
      return { stringValue: value };
    case "boolean":
      return { boolValue: value };
    case "bigint":
      return value < MOST_INTEGER && value >= -MOST_INTEGER
        ? { intValue: String(value) }
        : { stringValue: String(value) };
    case "number":
      if (Number.isSafeInteger(value) && !Object.is(value, -0)) return { intValue: String(value) };
      return { doubleValue: Number.isFinite(value) ? value : String(value) };
    case "object":
      if (value === null) return {};
      if (depth >= MOST_DEEP) return { stringValue: encodeValue(value) };
      if (Array.isArray(value)) return { arrayValue: { values: value.map((item) => toAnyValue(item, depth + 1)) } };
      return {
        kvlistValue: {
          values: Object.entries(value).map(([key, item]) => ({ key, value: toAnyValue(item, depth + 1) })),
        },
      };
    default:
      return { stringValue: String(value) };
  }
}
