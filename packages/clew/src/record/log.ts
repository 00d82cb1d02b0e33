import { fieldNames, isError, names, quote } from "../wire/index.js";
import { type ActionRecord, tellLogged } from "./action/index.js";
import type { FieldsOf } from "./action.js";
import { currentContext } from "./current/index.js";
import { logAlone, logMessageAlone, outside } from "./destinations/index.js";
import {
  encodeFailure,
  exceptionName,
  extractorFailure,
  isFirstTrace,
  tracebackOf,
  typeTexts,
} from "./fields/index.js";
import { type ErrorClass, hub } from "./hub/index.js";

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
  else if (hub.isListening) {
    logMessageAlone(typeTexts(type).message, fields, context?.fields);
    if (hub.hooks.messageLogged !== undefined) tellLogged(undefined, type, fields);
  }
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
  if (hub.validates && isError(error)) hub.errorClasses.set(exceptionName(error), error.constructor as ErrorClass);
  const { text, extractorError } = encodeFailure(error, fields, context?.fields);
  if (extractorError !== undefined) {
    (action ?? outside).report(names.TRACEBACK, extractorFailure(error, extractorError));
  }
  const tail = `,"${fieldNames.MESSAGE_TYPE}":"${names.TRACEBACK}"${text},"${fieldNames.TRACEBACK}":${quote(tracebackOf(error))}`;
  if (action === undefined) logAlone(tail);
  else action.logTail(tail);
  if (hub.hooks.messageLogged !== undefined) tellLogged(action, names.TRACEBACK, { ...fields, error });
}
