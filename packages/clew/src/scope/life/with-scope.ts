// Opening a scope: with a body, which ends with it, or without.

import { Cancelled } from "../cancel/index.js";
import type { Scope, ScopeBody } from "../scope.js";
import type { ScopeOptions, WithScopeOptions } from "../scope-options.js";
import { RunningScope } from "./running-scope.js";

/** How deep bodies may begin inside each other before one begins on a fresh stack: a scope takes some ten frames. */
const MAX_DEPTH = 100;
let depth = 0;

/**
 * Opens a scope, runs `body` in it, and ends when the body and every awaited child have ended, or when it is cancelled
 * or its time is up. Gives the body's value whenever the body returned one; where a quiet end stopped it first,
 * `options.ifCancelled`, or `undefined`. Rejects with the first error in it, after everything else in it was cancelled
 * and has ended. Trio calls this a nursery.
 *
 * @example
 * ```ts
 * import { sleep, withScope } from "clew/scope";
 *
 * const sum = await withScope({ name: "add", timeoutMs: 1_000 }, async (scope) => {
 *   const one = scope.spawn(async () => {
 *     await sleep(1);
 *     return 1;
 *   });
 *   const two = scope.spawn(async () => 2);
 *   return (await one) + (await two);
 * });
 * console.log(sum);
 * ```
 */
export function withScope<R>(body: ScopeBody<R>): Promise<Awaited<R> | undefined>;
export function withScope<R, C = undefined>(options: WithScopeOptions<C>, body: ScopeBody<R>): Promise<Awaited<R> | C>;
export function withScope(...given: unknown[]): Promise<unknown> {
  const body = given.pop();
  if (typeof body !== "function") {
    const error = `Cannot run withScope: its last argument must be the function to run, and is ${typeof body}; to open a scope without one use startScope`;
    return Promise.reject(new TypeError(error));
  }
  return runScope(given[0] as ScopeOptions | undefined, body.name, body as (scope: Scope) => unknown);
}

/** The same for what opens scopes under other names. */
export function runScope(
  options: ScopeOptions | undefined,
  name: string,
  body: (scope: Scope) => unknown,
): Promise<unknown> {
  const promise = new Promise((resolve, reject) => {
    const scope = RunningScope.open(options, name, (conclusion) => {
      if (!conclusion.isError) {
        resolve(conclusion.value);
        return;
      }
      reject(conclusion.error);
      // Whoever awaits it late, or never, has lost nothing by a cancel.
      if (conclusion.error instanceof Cancelled) promise.then(undefined, () => {});
    });
    if (depth >= MAX_DEPTH) queueMicrotask(() => begin(scope, body));
    else begin(scope, body);
  });
  return promise;
}

function begin(scope: RunningScope, body: (scope: Scope) => unknown): void {
  depth++;
  try {
    scope.runBody(body);
  } finally {
    depth--;
  }
}

/**
 * Opens a scope that the caller ends. It is not current; `scope.run(fn)` makes it so. Unless it is finalized it ends
 * only by a cancel, its time, a failing child, or the end of a master child. This is traio's scope without a block.
 *
 * @example
 * ```ts
 * import { sleep, startScope } from "clew/scope";
 *
 * const scope = startScope({ name: "background" });
 * scope.spawn(() => sleep(1));
 * scope.finalize();
 * await scope.join();
 * ```
 */
export function startScope(options?: ScopeOptions): Scope {
  return RunningScope.open(options, "", undefined);
}
