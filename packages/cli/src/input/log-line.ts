import { encodeExact, encodeScalar } from "@clew/log";

/** A message as a line of a log, without its end. Integers keep their digits, as the format allows. */
export function logLine(message: Readonly<Record<string, unknown>>): string {
  return encodeExact(message, (value) => (typeof value === "bigint" ? String(value) : encodeScalar(value)));
}
