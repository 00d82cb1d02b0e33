/** What can run as a child or as a body, and what only looks like it. */

import { adopt, isPlainPromise, isThenable } from "../../record/index.js";

/** What runs as a child. */
export type Work = ((handle: never) => unknown) | PromiseLike<unknown>;

/**
 * Refuses what cannot run as a child. A generator function is refused when it has been called, by what it gave: to ask
 * each function beforehand would cost every child of a scope that has a hundred thousand.
 */
export function checkWork(work: unknown): Work {
  if (typeof work === "function") return work as Work;
  if (isThenable(work)) return work;
  const got = work === null ? "null" : Array.isArray(work) ? "an array" : typeof work;
  throw new TypeError(`Cannot spawn ${got}: give a function, which is called at once, or a promise`);
}

const GENERATOR: unknown = Object.getPrototypeOf(function* () {});
const ASYNC_GENERATOR: unknown = Object.getPrototypeOf(async function* () {});

/** Refuses generator functions: calling one runs none of its lines. */
export function checkFunction<F>(act: string, fn: F): F {
  const kind: unknown = Object.getPrototypeOf(fn);
  if (kind === GENERATOR || kind === ASYNC_GENERATOR) throw new TypeError(generatorText(act));
  return fn;
}

/**
 * The promise of what a function gave. A generator, which a wrapped generator function gives, is refused: none of its
 * lines has run, and none ever would.
 */
export function promiseOf(act: string, result: unknown): Promise<unknown> {
  if (isPlainPromise(result)) return result;
  if (isThenable(result)) return adopt(result);
  return isGenerator(result) ? Promise.reject(new TypeError(generatorText(act))) : Promise.resolve(result);
}

function isGenerator(result: unknown): boolean {
  if (typeof result !== "object" || result === null) return false;
  const tag: unknown = (result as { readonly [Symbol.toStringTag]?: unknown })[Symbol.toStringTag];
  return tag === "Generator" || tag === "AsyncGenerator";
}

function generatorText(act: string): string {
  return (
    `Cannot ${act} a generator function: calling it runs none of its lines; give a function that goes through it, ` +
    "as in async () => { for await (const item of generate()) … }, or wrap it in coroutine()"
  );
}
