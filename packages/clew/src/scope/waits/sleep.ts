import { currentRegion, regionOf, type SignalOptions } from "../cancel/index.js";
import { checkMs, currentScheduler, type Scheduler } from "../time/index.js";
import { refuseIfCancelled, TimedWait, Wait } from "./wait.js";

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
export function checkpoint(options?: SignalOptions): Promise<void> {
  const refused = refuseIfCancelled(options);
  if (refused !== undefined) return refused;
  const scheduler = currentScheduler();
  return scheduler.isTurnDue() ? afterTurn(scheduler, options) : Promise.resolve();
}

function afterTurn(scheduler: Scheduler, options: SignalOptions | undefined): Promise<void> {
  const region = currentRegion();
  const given = options?.signal && regionOf(options.signal);
  const wait = new Wait();
  scheduler.yieldTurn(() => {
    const cancelled = region?.cancelled ?? given?.cancelled;
    if (cancelled === undefined) wait.fire();
    else wait.hear(cancelled);
  });
  return wait.promise;
}

function wait(options: SignalOptions | undefined, ms: number): Promise<void> {
  const refused = refuseIfCancelled(options);
  if (refused !== undefined) return refused;
  if (ms === Number.POSITIVE_INFINITY) return new Wait().listenHere(options).promise;
  return new TimedWait().listenHere(options).until(ms).promise;
}
