import { currentScheduler } from "./current-scheduler.js";
import { checkMs } from "./deadline.js";
import type { SignalOptions } from "./signal.js";
import { cancelledHere, listenHere, TimedWait, Wait } from "./wait.js";

/**
 * Waits so many milliseconds. Rejects with the scope's `Cancelled` as soon as the scope or child that it stands in is
 * cancelled, or `options.signal` is aborted. A negative time is a `RangeError`.
 *
 * @example
 * ```ts
 * import { sleep } from "clew/scope";
 *
 * await sleep(5);
 * ```
 */
export function sleep(ms: number, options?: SignalOptions): Promise<void> {
  return wait(options, checkMs(ms, "sleep"));
}

/**
 * Waits until it is cancelled: it only ever rejects.
 *
 * @example
 * ```ts
 * import { sleepForever, withScope } from "clew/scope";
 *
 * await withScope(async (scope) => {
 *   scope.spawn(() => sleepForever(), { awaited: false });
 * });
 * ```
 */
export function sleepForever(options?: SignalOptions): Promise<never> {
  return wait(options, Number.POSITIVE_INFINITY) as Promise<never>;
}

/**
 * Where long computations let others in: rejects if what it stands in was cancelled, and gives timers and input their
 * turn when this stretch has run for some milliseconds. Cheap enough for inner loops.
 *
 * @example
 * ```ts
 * import { checkpoint } from "clew/scope";
 *
 * let sum = 0;
 * for (let i = 0; i < 1_000; i++) {
 *   sum += i;
 *   await checkpoint();
 * }
 * console.log(sum);
 * ```
 */
export async function checkpoint(options?: SignalOptions): Promise<void> {
  throwIfCancelled(options);
  const scheduler = currentScheduler();
  if (!scheduler.isTurnDue()) return;
  await new Promise<void>((resolve) => scheduler.yieldTurn(resolve));
  throwIfCancelled(options);
}

function throwIfCancelled(options: SignalOptions | undefined): void {
  const cancelled = cancelledHere(options);
  if (cancelled !== undefined) throw cancelled;
}

function wait(options: SignalOptions | undefined, ms: number): Promise<void> {
  const cancelled = cancelledHere(options);
  if (cancelled !== undefined) return Promise.reject(cancelled);
  return new Promise((resolve, reject) => {
    if (ms === Number.POSITIVE_INFINITY) return listenHere(new Wait(resolve, reject), options);
    const waiting = new TimedWait(resolve, reject);
    listenHere(waiting, options);
    waiting.until(ms);
  });
}
