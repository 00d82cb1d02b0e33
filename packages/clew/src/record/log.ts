import { names, quote } from "../wire/index.js";
import type { FieldsOf } from "./action.js";
import type { ActionRecord } from "./action-record.js";
import { currentContext } from "./current-context.js";
import type { Outlet } from "./destination.js";
import { emit, type Reporter } from "./emit.js";
import { encodeFailure, exceptionName, extractorFailure, isFirstTrace, tracebackOf } from "./failure.js";
import { encodeFields, typeTexts } from "./fields.js";
import { type ErrorClass, hub } from "./hub.js";
import { createTaskUuid } from "./task-uuid.js";

/**
 * Logs a message in the current action; outside of every action, as a task of its own. Never throws.
 *
 * @example
 * ```ts
 * import { logMessage } from "clew";
 *
 * logMessage("cache-miss", { key: "user:17" });
 * ```
 */
export function logMessage<F extends object>(type: string, fields?: F & FieldsOf<F>): void {
  const context = currentContext();
  const action = context?.action as ActionRecord | undefined;
  if (action !== undefined) action.log(type, fields);
  else if (hub.isListening) logAlone(typeTexts(type).message + encodeFields(fields, context?.fields));
}

/**
 * Logs an error as Eliot logs a traceback: its class, its text, its stack with causes and members, and what the
 * extractors give. Usable as `.catch(logError)`. Never throws.
 *
 * @example
 * ```ts
 * import { logError } from "clew";
 *
 * await Promise.reject(new RangeError("too far")).catch(logError);
 * ```
 */
export function logError(error: unknown, fields?: object): void {
  if (!hub.isListening) return;
  const context = currentContext();
  const action = context?.action as ActionRecord | undefined;
  isFirstTrace(error);
  if (hub.validates && error instanceof Error)
    hub.errorClasses.set(exceptionName(error), error.constructor as ErrorClass);
  const { text, extractorError } = encodeFailure(error, fields, context?.fields);
  if (extractorError !== undefined) {
    (action ?? outside).report(names.TRACEBACK, extractorFailure(error, extractorError));
  }
  const tail = `,"message_type":"${names.TRACEBACK}"${text},"traceback":${quote(tracebackOf(error))}`;
  if (action === undefined) logAlone(tail);
  else action.logTail(tail);
}

/** Logs a message that belongs to no action: a task of its own. */
export function logAlone(tail: string): void {
  emit(lineAlone(tail), outside);
}

function lineAlone(tail: string): string {
  return `{"task_uuid":"${createTaskUuid()}","task_level":[1${hub.clock.stamp()}${tail}}\n`;
}

/** Reports about messages that belong to no action. */
export const outside: Reporter = { report: reportAlone };

/** A report about a message that belongs to no action; it has no tree to stand in. */
export function reportAlone(type: string, fields: object, except?: Outlet): void {
  if (hub.isListening) emit(reportLine(type, fields), outside, except);
}

/** Gives a line that was written elsewhere, in another thread, to every destination. */
export function emitLine(line: string): void {
  if (hub.isListening) emit(line, outside);
}

/** The line of such a report, for a destination that is not added any more. */
export function reportLine(type: string, fields: object): string {
  return lineAlone(`,"message_type":${quote(type)}${encodeFields(fields, undefined)}`);
}

hub.clock.onJump ??= ({ from, to }) =>
  reportAlone(names.CLOCK, { from, to, reason: "the wall clock was set by more than a minute" });
