// Time limits: a body that is stopped when its time is up, and either is moved on from or has failed.

import type { Region, SignalOptions } from "../cancel/index.js";
import { checkFunction } from "../child/index.js";
import { runScope } from "../life/index.js";
import type { Scope, ScopeBody } from "../scope.js";
import { TimeoutError } from "../scope-errors.js";
import { checkMs } from "../time/index.js";
import { quietIfCancelled } from "../waits/index.js";

/** What `moveOnAfter` gives: the body's value, or that it was stopped. */
export type MovedOn<T> =
  | { readonly timedOut: false; readonly value: T }
  | { readonly timedOut: true; readonly value: undefined };

/**
 * Runs `body` in a scope and stops it after so many milliseconds. A body that returned a value all the same has not
 * timed out; `options.signal` ends it too, with its `Cancelled`. A negative time is a `RangeError`. Trio's `move_on_after`.
 *
 * @example
 * ```ts
 * import { moveOnAfter, sleep } from "clew/scope";
 *
 * const { timedOut } = await moveOnAfter(5, () => sleep(1_000));
 * console.log(timedOut);
 * ```
 */
export function moveOnAfter<R>(ms: number, body: ScopeBody<R>, options?: SignalOptions): Promise<MovedOn<Awaited<R>>> {
  const moved = async (): Promise<MovedOn<Awaited<R>>> => {
    const { error, returned } = await runWithin(checkMs(ms, "move on after"), body, options);
    if (error !== undefined && !error.isOwnTimeout) throw error.thrown;
    if (returned === undefined && error !== undefined) return { timedOut: true, value: undefined };
    return { timedOut: false, value: returned?.value as Awaited<R> };
  };
  return quietIfCancelled(moved());
}

/**
 * Runs `body` in a scope and rejects with a `TimeoutError` where it has not ended after so many milliseconds. A value
 * that came although the time was up is given: it may be a resource, which must not be lost. `options.signal` ends it too,
 * with its `Cancelled`. A negative time is a `RangeError`. Trio's `fail_after`.
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
export function failAfter<R>(ms: number, body: ScopeBody<R>, options?: SignalOptions): Promise<Awaited<R>> {
  const given = async (): Promise<Awaited<R>> => {
    const { error, returned } = await runWithin(checkMs(ms, "fail after"), body, options);
    const isLate = error?.isOwnTimeout && returned?.isLate && returned.value !== undefined;
    if (error !== undefined && !isLate) throw error.thrown;
    return returned?.value as Awaited<R>;
  };
  return quietIfCancelled(given());
}

/** What became of a body with a time limit. */
interface Within<T> {
  /** What the body gave, and whether it did when its time was up. */
  readonly returned: { readonly value: T; readonly isLate: boolean } | undefined;
  /** What its scope rejected with. The body's own scopes may time out too; whether this one's time is meant. */
  readonly error: { readonly thrown: unknown; readonly isOwnTimeout: boolean } | undefined;
}

async function runWithin<R>(
  timeoutMs: number,
  body: ScopeBody<R>,
  options: SignalOptions | undefined,
): Promise<Within<Awaited<R>>> {
  checkFunction("limit the time of", body);
  let returned: Within<Awaited<R>>["returned"];
  let own: Region | undefined;
  const run = async (scope: Scope): Promise<void> => {
    own = scope as Scope & Region;
    const value = await body(scope);
    returned = { value, isLate: own.cancelled !== undefined };
  };
  try {
    await runScope({ timeoutMs, signal: options?.signal }, body.name, run);
    return { returned, error: undefined };
  } catch (thrown) {
    return {
      returned,
      error: { thrown, isOwnTimeout: thrown instanceof TimeoutError && thrown === own?.cancelled?.reason },
    };
  }
}
