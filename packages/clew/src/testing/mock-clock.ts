import { replaceScheduler } from "../scope/internal.js";
import { type MockClock, MockScheduler } from "./mock-scheduler.js";

/** Options of `withMockClock`. */
export interface MockClockOptions {
  /**
   * Shuffles what is free to come in any order: which of the timers that are due at the same time fires first, and at
   * which checkpoints a computation lets others in. The same seed gives the same order. Without one, first come is
   * first served.
   */
  readonly seed?: number | undefined;
}

/**
 * Runs `body` on virtual time: scopes, sleeps and deadlines that begin in it take no real time at all. Time stands still
 * while anything can run, and jumps to the next timer by itself when nothing can; input and output under way is waited
 * for, `setTimeout` and open connections are not. A computation pays one millisecond for each turn that it lets others
 * have. The clock is in force for the whole process until the body has ended.
 *
 * @example
 * ```ts
 * import { sleep } from "clew/scope";
 * import { withMockClock } from "clew/testing";
 *
 * await withMockClock(async (clock) => {
 *   await sleep(60_000);
 *   console.log(clock.now);
 * });
 * ```
 */
export function withMockClock<R>(body: (clock: MockClock) => R): Promise<Awaited<R>>;
export function withMockClock<R>(options: MockClockOptions, body: (clock: MockClock) => R): Promise<Awaited<R>>;
export async function withMockClock(...given: unknown[]): Promise<unknown> {
  const body = given.pop() as (clock: MockClock) => unknown;
  const options = given[0] as MockClockOptions | undefined;
  const mock = new MockScheduler(options?.seed);
  const previous = replaceScheduler(mock);
  try {
    return await body(mock.clock);
  } finally {
    replaceScheduler(previous);
    mock.stop();
  }
}
