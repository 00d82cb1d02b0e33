/** What a failure's message says of the error: its name, its text, where it came from, and what extractors add. */

import { fieldNames, quote } from "../../wire/index.js";
import { type AddedFields, type Extractor, hub } from "../hub/index.js";
import { encodeFields, FAILURE_KEYS, gatherFields } from "./encode-fields.js";
import { clean, exceptionName, reasonOf } from "./error-words.js";
import { tracebackOf } from "./traceback.js";

/** A failure's fields as the tail of its line, and what is to be reported of the extractor that failed. */
export interface FailureText {
  readonly text: string;
  readonly extractorError: unknown;
}

export function encodeFailure(thrown: unknown, own: object | undefined, added: AddedFields | undefined): FailureText {
  let text = `,"${fieldNames.EXCEPTION}":${quote(exceptionName(thrown))},"${fieldNames.REASON}":${quote(clean(reasonOf(thrown)))}`;
  const { fields, extractorError } = extract(thrown);
  const merged = fields === undefined ? own : gatherFields(gatherFields(undefined, fields), own);
  text += encodeFields(merged, added, FAILURE_KEYS);
  return { text, extractorError };
}

/** The fields of a report that an extractor failed at an error. */
export function extractorFailure(error: unknown, extractorError: unknown): object {
  return {
    exception: exceptionName(extractorError),
    reason: reasonOf(extractorError),
    traceback: tracebackOf(extractorError),
    extractor_for: exceptionName(error),
  };
}

/** Whether this is the first message about the error, which is the one that says where it came from. */
export function isFirstTrace(thrown: unknown): boolean {
  if (!hub.tracebacks) return false;
  if (typeof thrown !== "object" || thrown === null) return false;
  if (hub.traced.has(thrown)) return false;
  hub.traced.add(thrown);
  return true;
}

const BUILT_IN = ["code", "errno", "syscall", "status"];

function extract(thrown: unknown): { fields: object | undefined; extractorError: unknown } {
  if (typeof thrown !== "object" || thrown === null) return { fields: undefined, extractorError: undefined };
  const fields = builtInFields(thrown);
  const extractor = extractorFor(thrown);
  if (extractor === undefined) return { fields, extractorError: undefined };
  try {
    const extracted: unknown = extractor(thrown as never);
    if (typeof extracted !== "object" || extracted === null || Array.isArray(extracted)) {
      const got = Array.isArray(extracted) ? "an array" : extracted === null ? "null" : typeof extracted;
      throw new TypeError(`The error extractor for ${exceptionName(thrown)} gave ${got}; give an object of fields`);
    }
    return { fields: { ...fields, ...extracted }, extractorError: undefined };
  } catch (error) {
    return { fields, extractorError: error };
  }
}

function builtInFields(thrown: object): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const key of BUILT_IN) {
    try {
      const value: unknown = (thrown as Record<string, unknown>)[key];
      if (typeof value === "string" || typeof value === "number") fields[key] = value;
    } catch {
      // It has none that can be read.
    }
  }
  return fields;
}

/** That of the nearest registered class; none for what hides its classes. */
function extractorFor(thrown: object): Extractor | undefined {
  try {
    for (let prototype: unknown = thrown; prototype !== null; prototype = Object.getPrototypeOf(prototype)) {
      const extractor = hub.extractors.get(prototype as object);
      if (extractor !== undefined) return extractor;
    }
  } catch {
    // A proxy that throws.
  }
  return undefined;
}
