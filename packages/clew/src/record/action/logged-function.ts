import { wrapAsyncGenerator, wrapGenerator } from "../current/index.js";
import { adopt, isThenable } from "../thenable.js";
import type { ActionRecord } from "./action-record.js";
import { runBody } from "./with-action.js";

/** A function of which nothing is known. */
export type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

/** Starts the action of one call. */
type Start = (owner: unknown, args: unknown[]) => ActionRecord;

/** A function that does what `fn` does in an action, which ends when the work does, whatever kind `fn` is of. */
export function logged(fn: AnyFunction, start: Start, includeResult: boolean): AnyFunction {
  const succeed = (action: ActionRecord, result: unknown): unknown => {
    if (includeResult && result !== undefined) action.addSuccessFields({ result });
    return result;
  };
  switch (Object.prototype.toString.call(fn).slice(8, -1)) {
    case "GeneratorFunction":
      return loggedGenerator(fn as GeneratorOf<Generator<unknown>>, start, succeed);
    case "AsyncGeneratorFunction":
      return loggedAsyncGenerator(fn as GeneratorOf<AsyncGenerator<unknown>>, start, succeed);
    default:
      return function (this: unknown, ...args: unknown[]) {
        const action = start(this, args);
        return runBody(action, () => {
          const result = fn.apply(this, args);
          return isThenable(result) ? adopt(result).then((value) => succeed(action, value)) : succeed(action, result);
        });
      };
  }
}

type GeneratorOf<G> = (this: unknown, ...args: unknown[]) => G;
type Succeed = (action: ActionRecord, result: unknown) => unknown;

function loggedGenerator(fn: GeneratorOf<Generator<unknown>>, start: Start, succeed: Succeed): AnyFunction {
  return wrapGenerator(function* (this: unknown, ...args: unknown[]) {
    const action = start(this, args);
    using _ = action.context();
    try {
      return succeed(action, yield* fn.apply(this, args));
    } catch (error) {
      action.fail(error);
      throw error;
    } finally {
      // A generator that was closed has done what was wanted of it.
      action.succeed();
    }
  });
}

function loggedAsyncGenerator(fn: GeneratorOf<AsyncGenerator<unknown>>, start: Start, succeed: Succeed): AnyFunction {
  return wrapAsyncGenerator(async function* (this: unknown, ...args: unknown[]) {
    const action = start(this, args);
    using _ = action.context();
    try {
      return succeed(action, yield* fn.apply(this, args));
    } catch (error) {
      action.fail(error);
      throw error;
    } finally {
      action.succeed();
    }
  });
}
