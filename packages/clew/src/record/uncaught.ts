/** What nobody catches: it ends the program, and the log is to say so where it was thrown. */

import { fieldNames, names, quote } from "../wire/index.js";
import type { ActionRecord } from "./action/index.js";
import { currentContext } from "./current/index.js";
import { logAlone } from "./destinations/index.js";
import { encodeFailure, tracebackOf } from "./fields/index.js";
import { hub } from "./hub/index.js";

/**
 * Says whether what nobody catches is logged, which it is from the beginning on Node: an uncaught error or an unhandled
 * rejection is a message `clew:uncaught` in the action in which it was thrown; where it ends the program, that action and
 * those above it fail by it, with `clew_cut`. Nothing about how the program ends is changed. `CLEW_UNCAUGHT=0` is
 * `logUncaught(false)`.
 *
 * @example
 * ```ts
 * import { logUncaught } from "clew";
 *
 * logUncaught(false);
 * ```
 */
export function logUncaught(isLogged: boolean): void {
  hub.logsUncaught = isLogged;
}

/**
 * Logs an error that nobody caught, in the action in which it was thrown: the current one, or else the innermost that it
 * has failed. Gives the function that ends the actions which were open there, for when the process ends by it.
 */
export function reportUncaught(error: unknown, origin: string): () => void {
  const context = currentContext();
  const thrownIn = typeof error === "object" && error !== null ? hub.thrownIn.get(error) : undefined;
  const action = (thrownIn ?? context?.action) as ActionRecord | undefined;
  if (!hub.isListening || !hub.logsUncaught) return () => {};
  const { text } = encodeFailure(error, { origin }, context?.fields);
  const tail = `,"${fieldNames.MESSAGE_TYPE}":"${names.UNCAUGHT}"${text},"${fieldNames.TRACEBACK}":${quote(tracebackOf(error))}`;
  if (action === undefined) logAlone(tail);
  else action.logTail(tail);
  return () => cut(action, error);
}

/** Ends the open actions from one upwards, by the error that ends the process. */
function cut(innermost: ActionRecord | undefined, error: unknown): void {
  for (let action = innermost; action !== undefined; action = action.depth === 0 ? undefined : action.above) {
    action.fail(error, { [fieldNames.CUT]: true });
  }
}
