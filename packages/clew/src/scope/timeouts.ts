import { checkMs } from "./deadline.js";
import type { RunningScope } from "./running-scope.js";
import type { Scope, ScopeBody } from "./scope.js";
import { TimeoutError } from "./scope-errors.js";
import { runScope } from "./with-scope.js";

/** What `moveOnAfter` gives: the body's value, or that it was stopped. */
export type MovedOn<T> =
  | { readonly timedOut: false; readonly value: T }
  | { readonly timedOut: true; readonly value: undefined };

/**
 * Runs `body` in a scope and stops it after so many milliseconds. A body that returned a value all the same has not
 * timed out. A negative time is a `RangeError`. Trio's `move_on_after`.
 *
 * @example
 * ```ts
 * import { moveOnAfter, sleep } from "clew/scope";
 *
 * const { timedOut } = await moveOnAfter(5, () => sleep(1_000));
 * console.log(timedOut);
 * ```
 */
export async function moveOnAfter<R>(ms: number, body: ScopeBody<R>): Promise<MovedOn<Awaited<R>>> {
  const timeoutMs = checkMs(ms, "move on after");
  let isOwnTimeout = (_error: unknown): boolean => false;
  let returned: { readonly value: Awaited<R> } | undefined;
  const run = async (scope: Scope): Promise<void> => {
    // The body's own scopes may time out too; only this scope's time is meant.
    isOwnTimeout = (error) => error === (scope as RunningScope).cancelled?.reason;
    returned = { value: await body(scope) };
  };
  try {
    await runScope({ timeoutMs }, body.name, run);
  } catch (error) {
    if (!isOwnTimeout(error) || !(error instanceof TimeoutError)) throw error;
    if (returned === undefined) return { timedOut: true, value: undefined };
  }
  return { timedOut: false, value: (returned as { readonly value: Awaited<R> } | undefined)?.value as Awaited<R> };
}

/**
 * Runs `body` in a scope and rejects with a `TimeoutError` where it has not ended after so many milliseconds. A negative
 * time is a `RangeError`. Trio's `fail_after`.
 *
 * @example
 * ```ts
 * import { failAfter, sleep } from "clew/scope";
 *
 * console.log(await failAfter(1_000, async () => {
 *   await sleep(1);
 *   return "in time";
 * }));
 * ```
 */
export async function failAfter<R>(ms: number, body: ScopeBody<R>): Promise<Awaited<R>> {
  const timeoutMs = checkMs(ms, "fail after");
  return (await runScope({ timeoutMs }, body.name, body)) as Awaited<R>;
}
