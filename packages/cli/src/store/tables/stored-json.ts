import { encodeExact } from "@clew/log";

/**
 * A value as JSON that the database can read: integers keep their digits, and what JSON has no number for is a text.
 * Does not recurse.
 */
export function storedJson(value: unknown): string {
  return withoutHalves(encodeExact(value, storedScalar));
}

function storedScalar(value: unknown): string {
  if (typeof value === "bigint") return `${value}`;
  if (typeof value === "number" && !Number.isFinite(value)) return `"${value}"`;
  if (typeof value === "string") return JSON.stringify(wellFormed(value));
  return JSON.stringify(value) ?? "null";
}

/** Halves of surrogate pairs are no text. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}

/** Halves that stand in names of fields, where they were written as escapes; a whole pair of escapes is a character. */
function withoutHalves(json: string): string {
  return json.replace(ESCAPES, (found, half?: string) => (half === undefined ? found : "\ufffd"));
}

const ESCAPES = /\\(?:\\|ud[89ab][\da-f]{2}\\ud[c-f][\da-f]{2}|(ud[89a-f][\da-f]{2}))/g;
