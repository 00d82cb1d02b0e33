import type { Action, FieldsOf } from "../action.js";
import { hub } from "../hub/index.js";
import { adopt, type BodyResult, isPlainPromise, isThenable } from "../thenable.js";
import type { ActionRecord } from "./action-record.js";
import { begin, beginTask, type StartActionOptions, type StartTaskOptions } from "./start-action.js";

/** Options of `withAction`. */
export type WithActionOptions = StartActionOptions;
/** Options of `withTask`. */
export type WithTaskOptions = StartTaskOptions;

type Body<R> = (action: Action) => R;

/**
 * Runs `body` as an action: a child of the current one, or a task of its own where there is none. The start is logged
 * before the body runs; `succeeded` or `failed` when it has settled. What the body returns or throws passes through
 * untouched, at once from a synchronous body, as a promise from an asynchronous one.
 *
 * @example
 * ```ts
 * import { logMessage, withAction } from "clew";
 *
 * const total = withAction("add", { a: 1, b: 2 }, () => {
 *   logMessage("adding");
 *   return 1 + 2;
 * });
 * console.log(total);
 * ```
 */
export function withAction<R>(type: string, body: Body<R>): BodyResult<R>;
export function withAction<F extends object, R>(
  type: string,
  fields: (F & FieldsOf<F>) | undefined,
  body: Body<R>,
): BodyResult<R>;
export function withAction<F extends object, R>(
  type: string,
  fields: (F & FieldsOf<F>) | undefined,
  options: WithActionOptions | undefined,
  body: Body<R>,
): BodyResult<R>;
// By hand, not with a rest of arguments: that would be an array at each call.
export function withAction(type: string, a?: unknown, b?: unknown, c?: unknown): unknown {
  const body = bodyOf("withAction", type, a, b, c);
  const fields = a === body ? undefined : (a as object | undefined);
  const options = b === body ? undefined : (b as WithActionOptions | undefined);
  return runBody(begin(type, fields, options), body);
}

/**
 * Runs `body` as a task of its own, whatever is current. Else as `withAction`.
 *
 * @example
 * ```ts
 * import { withTask } from "clew";
 *
 * await withTask("refresh-cache", { reason: "expired" }, async (task) => {
 *   task.addSuccessFields({ entries: 12 });
 * });
 * ```
 */
export function withTask<R>(type: string, body: Body<R>): BodyResult<R>;
export function withTask<F extends object, R>(
  type: string,
  fields: (F & FieldsOf<F>) | undefined,
  body: Body<R>,
): BodyResult<R>;
export function withTask<F extends object, R>(
  type: string,
  fields: (F & FieldsOf<F>) | undefined,
  options: WithTaskOptions | undefined,
  body: Body<R>,
): BodyResult<R>;
export function withTask(type: string, a?: unknown, b?: unknown, c?: unknown): unknown {
  const body = bodyOf("withTask", type, a, b, c);
  const fields = a === body ? undefined : (a as object | undefined);
  const options = b === body ? undefined : (b as WithTaskOptions | undefined);
  return runBody(beginTask(type, fields, options?.followsFrom), body);
}

/** The body is the last of the arguments that were given. */
function bodyOf(name: string, type: string, a: unknown, b: unknown, c: unknown): (action: Action) => unknown {
  const body = c ?? b ?? a;
  if (typeof body === "function") return body as (action: Action) => unknown;
  throw new TypeError(
    `Cannot run ${name}(${JSON.stringify(type)}, …): its last argument must be the function to run, ` +
      `and is ${body === null ? "null" : typeof body}; to end an action by hand use startAction`,
  );
}

/** Runs a body in its action and ends the action with it. */
export function runBody<R>(action: ActionRecord, body: (action: Action) => R): unknown {
  let result: R;
  try {
    result = hub.carrier.run(action, body, action);
  } catch (error) {
    action.fail(error);
    throw error;
  }
  if (!isThenable(result)) {
    action.succeed();
    return result;
  }
  // A lazy thenable begins its work when it is adopted, and that is the action's.
  const promise = isPlainPromise(result) ? result : hub.carrier.run(action, adopt, result);
  if (!action.isWatched) return promise;
  return promise.then(
    (value) => {
      action.succeed();
      return value;
    },
    (error: unknown) => {
      action.fail(error);
      throw error;
    },
  );
}
