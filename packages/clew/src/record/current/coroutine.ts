import { adopted } from "../thenable.js";
import { wrapGenerator } from "./wrap-generator.js";

/**
 * Gives a function that runs the generator as Twisted's `inlineCallbacks` does: the body waits at each `yield` for
 * the promise that it yields and is given its result, or its error where it stands. The context is that of the call,
 * and what the body enters with `action.context()` holds across its `yield`s and stays in the body. The first step
 * runs at once; the result is a promise of what the generator returns. New code has async functions for this.
 *
 * @example
 * ```ts
 * import { coroutine, startAction } from "clew";
 *
 * const double = coroutine(function* (n: number) {
 *   const action = startAction("double", { n });
 *   using _ = action.context();
 *   const value: number = yield Promise.resolve(n);
 *   action.finish();
 *   return value * 2;
 * });
 * console.log(await double(21));
 * ```
 *
 * ```text output
 * 42
 * ```
 */
export function coroutine<This, A extends unknown[], G extends Generator>(
  fn: (this: This, ...args: A) => G,
): (this: This, ...args: A) => Promise<Returned<G>> {
  const make = wrapGenerator(function* (this: This, ...args: A): Generator<unknown, Returned<G>> {
    return yield* adopting(fn.apply(this, args)) as Generator<unknown, Returned<G>>;
  });
  return function (this: This, ...args: A) {
    return drive(make.apply(this, args));
  };
}

/** What a generator returns in the end. */
type Returned<G> = G extends Generator<unknown, infer R> ? R : never;

/** The generator, of which each thenable that it yields or returns is adopted in the context of its body. */
function adopting(generator: Generator): Generator {
  const step = ({ done = false, value }: IteratorResult<unknown>): IteratorResult<unknown> => ({
    done,
    value: adopted(value),
  });
  const steps: Pick<Generator, "next" | "return" | "throw" | typeof Symbol.iterator> = {
    next: (value) => step(generator.next(value)),
    return: (value) => step(generator.return(value)),
    throw: (error) => step(generator.throw(error)),
    [Symbol.iterator]: () => steps as Generator,
  };
  return steps as Generator;
}

function drive<G extends Generator>(generator: G): Promise<Returned<G>> {
  return new Promise((resolve, reject) => {
    const step = (resume: () => IteratorResult<unknown, Returned<G>>): void => {
      try {
        const result = resume();
        if (result.done) {
          resolve(result.value);
          return;
        }
        Promise.resolve(result.value).then(
          (value) => step(() => generator.next(value)),
          (error: unknown) => step(() => generator.throw(error)),
        );
      } catch (error) {
        reject(error);
      }
    };
    step(() => generator.next(undefined));
  });
}
