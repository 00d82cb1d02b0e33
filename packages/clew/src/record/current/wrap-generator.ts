import { hub } from "../hub/index.js";
import { createContainer, endContainer } from "./current-context.js";

/**
 * Gives a generator function whose bodies run in the context of the call that made the generator: the current action
 * is the same after each `yield`, whoever calls `next`. What the body enters with `action.context()` stays in the
 * body: it holds across its `yield`s, and is closed when the generator ends. Return values pass, and closing the
 * generator runs its `finally` in the context.
 *
 * @example
 * ```ts
 * import { logMessage, withAction, wrapGenerator } from "clew";
 *
 * const rows = wrapGenerator(function* (count: number) {
 *   for (let i = 0; i < count; i++) {
 *     logMessage("row", { i });
 *     yield i;
 *   }
 * });
 * const generator = withAction("query", () => rows(3));
 * console.log([...generator]);
 * ```
 *
 * ```text output
 * [ 0, 1, 2 ]
 * ```
 */
export function wrapGenerator<This, A extends unknown[], G extends Generator>(
  fn: (this: This, ...args: A) => G,
): (this: This, ...args: A) => G {
  return function (this: This, ...args: A) {
    return contain(fn.apply(this, args));
  };
}

/** Replaces the generator's methods, so that it stays what it is: its helpers and its iteration go through them. */
function contain<G extends Generator>(generator: G): G {
  const container = createContainer();
  const step = (resume: () => IteratorResult<unknown>): IteratorResult<unknown> => {
    if (container.isEnded) return resume();
    let isDone: boolean | undefined = true;
    try {
      const result = hub.carrier.run(container.current, resume);
      isDone = result.done;
      return result;
    } finally {
      if (isDone) endContainer(container);
    }
  };
  const original = {
    next: generator.next.bind(generator),
    return: generator.return.bind(generator),
    throw: generator.throw.bind(generator),
  };
  generator.next = (...args) => step(() => original.next(...args));
  generator.return = (value) => step(() => original.return(value));
  generator.throw = (error) => step(() => original.throw(error));
  return generator;
}
