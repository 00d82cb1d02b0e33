/**
 * A call of a library, as an action. What is done here never reaches the program: a call whose action cannot be begun is
 * made all the same, once, and what it gives and throws is what the library gave and threw.
 */

import { type ActionRecord, currentContext, detached, isThenable, runInContext, startAction } from "../record/index.js";
import { describeThrown, isError } from "../wire/index.js";
import { warnOfLeftAlone } from "./part.js";

/** What the action of a call says. */
export interface CallPlan {
  readonly type: string;
  readonly fields: object;
  /** The fields of success, from what the call gave. */
  readonly successFields?: (result: never) => object;
  /** Whether the call runs in no action, since it opens what outlives it. */
  readonly detached?: boolean;
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Ends an action with what became of its call. */
export interface Ending {
  succeed(result?: unknown): void;
  fail(error: unknown): void;
}

/** Begins the action of a call; `undefined` where that fails. */
export function beginCall(
  thing: string,
  planOf: () => CallPlan | undefined,
): (Ending & { readonly action: ActionRecord; readonly plan: CallPlan }) | undefined {
  try {
    const plan = planOf();
    if (plan === undefined) return undefined;
    const action = startAction(plan.type, plan.fields) as ActionRecord;
    return {
      action,
      plan,
      succeed(result) {
        try {
          if (plan.successFields !== undefined) action.addSuccessFields(plan.successFields(result as never));
        } catch (error) {
          warnOfLeftAlone(`the result of ${thing}`, describe(error));
        }
        action.succeed();
      },
      fail: (error) => action.fail(error),
    };
  } catch (error) {
    warnOfLeftAlone(`a call of ${thing}`, describe(error));
    return undefined;
  }
}

/**
 * Makes a call in its action, which ends with its callback, with its promise, or when it returns. A callback runs where
 * the call was made. `callbackAt` is the place of the callback; without one, the last argument is it, if a function.
 */
export function traceCall(
  thing: string,
  planOf: () => CallPlan | undefined,
  call: Method,
  self: unknown,
  args: unknown[],
): unknown {
  const begun = beginCall(thing, planOf);
  if (begun === undefined) return call.apply(self, args);
  const run = begun.plan.detached
    ? () => detached(() => call.apply(self, given))
    : () => begun.action.run(() => call.apply(self, given));
  const given = [...args];
  const last = given.length - 1;
  const callback = given[last];
  const hasCallback = typeof callback === "function";
  if (hasCallback) given[last] = endBefore(callback as Method, begun);
  let result: unknown;
  try {
    result = run();
  } catch (error) {
    begun.fail(error);
    throw error;
  }
  if (hasCallback) return result;
  return endWith(result, begun);
}

/** A callback that ends its call first, and runs where the call was made. */
export function endBefore(callback: Method, ending: Ending): Method {
  const here = currentContext();
  return function (this: unknown, ...answer) {
    const [error, result] = answer;
    if (error !== undefined && error !== null) ending.fail(error);
    else ending.succeed(result);
    return runInContext(here, () => callback.apply(this, answer));
  };
}

/** The result as it is, but for a promise: that ends the call, and is one of the same class that says the same. */
export function endWith(result: unknown, ending: Ending): unknown {
  if (!isThenable(result)) {
    ending.succeed(result);
    return result;
  }
  // The promise that comes of it is given, so that one whose rejection nobody hears of is still told of by the runtime.
  return result.then(
    (value: unknown) => {
      ending.succeed(value);
      return value;
    },
    (error: unknown) => {
      ending.fail(error);
      throw error;
    },
  );
}

/** Puts `make(original)` in the place of a method, with its name, its length and its property's flags. */
export function replaceMethod(target: object, name: string, make: (original: Method) => Method): void {
  const property = Object.getOwnPropertyDescriptor(target, name);
  const original: unknown = property?.value;
  if (typeof original !== "function") throw new TypeError(`it has no method ${name}`);
  const replaced = make(original as Method);
  Object.defineProperties(replaced, {
    name: { value: original.name, configurable: true },
    length: { value: original.length, configurable: true },
  });
  Object.defineProperty(target, name, { ...property, value: replaced });
}

export function describe(error: unknown): string {
  return isError(error) ? error.message : describeThrown(error);
}
