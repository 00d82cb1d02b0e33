import { decodeJson } from "clew/parse";
import type { JsonObject } from "../json-object.js";
import { logLine } from "../log-line.js";

/** The value of a text of JSON; `undefined` where it is none. */
export function decoded(text: string): unknown {
  try {
    return decodeJson(text);
  } catch {
    return undefined;
  }
}

/** A value as JSON again; integers beyond what a number holds are written as JSON has them. */
export function jsonOf(value: unknown): string {
  return logLine(value as JsonObject);
}
