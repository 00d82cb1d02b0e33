/** How a request or a call failed where no error was thrown that says it. They have no stack: it would be clew's own. */

import { hub } from "../record/index.js";
import { names } from "../wire/index.js";

/** From this status on an answer is a failure of whoever gave it. */
const FIRST_FAILURE = 500;

/** Whether an answer is a failure; below 500 the asker is told what it asked wrong. */
export function isFailure(status: number | undefined): boolean {
  return status !== undefined && status >= FIRST_FAILURE;
}

/** The failure of an answer of 500 or more for which nobody threw. */
export function answered(status: number): Error {
  return withoutStack("HttpError", `answered ${status}`);
}

/** The failure of a request whose asker went away before it was answered. */
export function askerGone(): Error {
  return withoutStack(names.ABORTED, "the client went away before the answer was complete");
}

/** The failure of a request whose answer its own server broke off, without saying why. */
export function serverBroke(): Error {
  return withoutStack(names.ABORTED, "the server broke off its answer before it was complete");
}

/** The failure of a call whose answer broke off, or that was given up. */
export function callGone(what: string): Error {
  return withoutStack(names.ABORTED, what);
}

function withoutStack(name: string, message: string): Error {
  const error = Object.create(Error.prototype, {
    name: { value: name, writable: true, configurable: true },
    message: { value: message, writable: true, configurable: true },
    stack: { value: `${name}: ${message}`, writable: true, configurable: true },
  }) as Error;
  // As if its traceback stood in the log already.
  hub.traced.add(error);
  return error;
}
