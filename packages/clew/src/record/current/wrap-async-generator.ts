import { hub } from "../hub/index.js";
import { createContainer, endContainer } from "./current-context.js";

/**
 * Gives an async generator function whose bodies run in the context of the call that made the generator. Else as
 * `wrapGenerator`.
 *
 * @example
 * ```ts
 * import { logMessage, withAction, wrapAsyncGenerator } from "clew";
 *
 * const pages = wrapAsyncGenerator(async function* (count: number) {
 *   for (let page = 1; page <= count; page++) {
 *     await null;
 *     logMessage("page", { page });
 *     yield page;
 *   }
 * });
 * const generator = withAction("crawl", () => pages(2));
 * for await (const page of generator) console.log(page);
 * ```
 *
 * ```text output
 * 1
 * 2
 * ```
 */
export function wrapAsyncGenerator<This, A extends unknown[], G extends AsyncGenerator>(
  fn: (this: This, ...args: A) => G,
): (this: This, ...args: A) => G {
  return function (this: This, ...args: A) {
    return contain(fn.apply(this, args));
  };
}

function contain<G extends AsyncGenerator>(generator: G): G {
  const container = createContainer();
  const end = () => endContainer(container);
  const step = (resume: () => Promise<IteratorResult<unknown>>): Promise<IteratorResult<unknown>> => {
    if (container.isEnded) return resume();
    const promise = hub.carrier.run(container.current, resume);
    promise.then(({ done }) => {
      if (done) end();
    }, end);
    return promise;
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
