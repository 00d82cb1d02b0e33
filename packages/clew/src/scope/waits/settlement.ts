/**
 * Listening to a promise so that one can stop. A reaction to a promise can not be taken off: whoever waits for a promise
 * that lives as long as the process, a shutdown for example, and leaves, would leave his closures behind. So there is one
 * reaction for each promise, outside of every context, and who waits stands in a set of ours.
 */

import { adopt, runInContext } from "../../record/index.js";
import { isCancelOrAbort } from "../cancel/index.js";
import { dropError } from "../report/index.js";

/** What is told of a promise's outcome. */
export interface SettlementListener {
  fulfilled(value: never): void;
  rejected(error: unknown): void;
}

const LISTENERS = new WeakMap<object, Set<SettlementListener>>();

/** Tells a listener once what a promise came to. */
export function listenToSettlement(promise: PromiseLike<unknown>, listener: SettlementListener): void {
  const known = LISTENERS.get(promise);
  if (known !== undefined) {
    known.add(listener);
    return;
  }
  const listeners = new Set([listener]);
  LISTENERS.set(promise, listeners);
  const settle = (tell: (each: SettlementListener) => void): void => {
    LISTENERS.delete(promise);
    for (const each of listeners) tell(each);
  };
  // A lazy one begins its work where it was handed over.
  const begun = adopt(promise);
  runInContext(undefined, () => {
    begun.then(
      (value) => settle((each) => each.fulfilled(value as never)),
      (error: unknown) => settle((each) => each.rejected(error)),
    );
  });
}

/** Stops listening. A failure that comes later has been lost by whoever listened, so that it is reported. */
export function leaveSettlement(promise: PromiseLike<unknown>, listener: SettlementListener): void {
  const listeners = LISTENERS.get(promise);
  if (listeners?.delete(listener)) listeners.add(REPORT);
}

/** Has a failure of a promise reported that whoever got it will not wait for. It leaves nothing on the promise but that. */
export function reportSettlement(promise: PromiseLike<unknown>): void {
  listenToSettlement(promise, REPORT);
}

/** Reports a late failure once, however many have left. */
const REPORT: SettlementListener = {
  fulfilled() {},
  rejected(error) {
    if (!isCancelOrAbort(error)) dropError(error, undefined, undefined);
  },
};
