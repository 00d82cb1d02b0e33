/** What a failure's message says of the error: its name, its text, where it came from, and what extractors add. */

import { describeThrown, encodeValue, fieldNames, quote } from "../../wire/index.js";
import { type AddedFields, type Extractor, hub } from "../hub/index.js";
import { encodeFields, FAILURE_KEYS, mergeFields } from "./encode-fields.js";

/** A traceback longer than this is cut: the log is not the place for a program's whole source. */
const MAX_TRACEBACK = 32 * 1024;
/** Causes deeper than this are not followed; chains may be loops. */
const MAX_CAUSES = 8;

/** The error's `name` if it says more than "Error", else the name of its class, else the type of what was thrown. */
export function exceptionName(thrown: unknown): string {
  try {
    if (thrown instanceof Error) {
      if (typeof thrown.name === "string" && thrown.name !== "" && thrown.name !== "Error") return thrown.name;
      return thrown.constructor?.name || "Error";
    }
    if (typeof thrown === "object" && thrown !== null) return thrown.constructor?.name || "Object";
  } catch {
    // A hostile object: its type is all that can be had.
  }
  return thrown === null ? "null" : typeof thrown;
}

/** Whether something is an error; what will not be asked is none. */
function isError(thrown: unknown): thrown is Error {
  try {
    return thrown instanceof Error;
  } catch {
    return false;
  }
}

/** The error's text; never empty. */
function reasonOf(thrown: unknown): string {
  if (isError(thrown)) {
    try {
      const { message } = thrown;
      if (typeof message === "string" && message !== "") return message;
    } catch (error) {
      return `[its message cannot be read: ${describeThrown(error)}]`;
    }
    return exceptionName(thrown);
  }
  const text =
    typeof thrown === "object" && thrown !== null
      ? encodeValue(thrown, "", hub.redaction?.replace)
      : describeThrown(thrown);
  return text === "" ? "an empty string was thrown" : text;
}

/** The stack of an error, and those of its causes and members. */
export function tracebackOf(thrown: unknown): string {
  const parts: string[] = [];
  const seen = new Set<unknown>();
  const visit = (error: unknown, title: string): void => {
    if (seen.size >= MAX_CAUSES || seen.has(error)) return;
    seen.add(error);
    parts.push(title + stackOf(error));
    if (!(error instanceof Error)) return;
    if (error.cause !== undefined) visit(error.cause, "Caused by: ");
    const { errors } = error as { readonly errors?: unknown };
    if (Array.isArray(errors)) for (const [i, member] of errors.entries()) visit(member, `Error ${i + 1}: `);
  };
  try {
    visit(thrown, "");
  } catch (error) {
    parts.push(`[the rest cannot be read: ${describeThrown(error)}]`);
  }
  const text = clean(parts.join("\n"));
  return text.length > MAX_TRACEBACK ? `${text.slice(0, MAX_TRACEBACK)}… [cut, ${text.length} characters]` : text;
}

/** A text in which `redact` has had its way. */
function clean(text: string): string {
  return hub.redaction === undefined ? text : hub.redaction.text(text);
}

function stackOf(error: unknown): string {
  if (error instanceof Error && typeof error.stack === "string" && error.stack !== "") return error.stack;
  return `${exceptionName(error)}: ${reasonOf(error)}`;
}

/** A failure's fields as the tail of its line, and what is to be reported of the extractor that failed. */
export interface FailureText {
  readonly text: string;
  readonly extractorError: unknown;
}

export function encodeFailure(thrown: unknown, own: object | undefined, added: AddedFields | undefined): FailureText {
  let text = `,"${fieldNames.EXCEPTION}":${quote(exceptionName(thrown))},"${fieldNames.REASON}":${quote(clean(reasonOf(thrown)))}`;
  const { fields, extractorError } = extract(thrown);
  const merged = fields === undefined ? own : mergeFields(fields, own);
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
