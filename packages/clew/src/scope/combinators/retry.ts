// Retry: a function again and again until it succeeds, within attempts, times and what the answers ask for.

import { type Action, currentContext, withAction } from "../../record/index.js";
import { currentSignal } from "../ambient.js";
import type { Signal, SignalOptions } from "../cancel/index.js";
import { checkFunction, promiseOf } from "../child/index.js";
import { runScope } from "../life/index.js";
import { dropError } from "../report/index.js";
import { currentScheduler } from "../time/index.js";
import { checkpoint, quietIfCancelled, sleep } from "../waits/index.js";
import { throwIfCancelled } from "./after-cancel.js";
import { type BackoffOptions, backoffOf, checkBackoff } from "./backoff.js";
import { retryAfterMs } from "./retry-after.js";

/** What each attempt is given. */
export interface Attempt {
  /** 1 for the first. */
  readonly attempt: number;
  /** The action of this attempt. */
  readonly action: Action;
  /**
   * Fires when what the attempt stands in is cancelled, `options.signal` is aborted, or its time is over; never, where
   * there is nothing of these.
   */
  readonly signal: Signal;
}

/** What `onRetry` is told besides the error. */
export interface Retrying {
  /** The attempt that has failed; 1 for the first. */
  readonly attempt: number;
  /** How long is waited before the next, in milliseconds. */
  readonly delayMs: number;
}

/** Options of `retry`. */
export interface RetryOptions extends SignalOptions, BackoffOptions {
  /** How many attempts at most, the first included: 3 where nothing is said. */
  readonly attempts?: number;
  /** How long one attempt may take before it fails with a `TimeoutError`; no limit where nothing is said. */
  readonly attemptTimeoutMs?: number;
  /**
   * How long all attempts and waits may take together. No attempt begins after it, and none is waited for that would: it
   * then rejects with the last error. No limit where nothing is said.
   */
  readonly totalTimeoutMs?: number;
  /** Whether an error is worth another attempt; by default each is. Never asked about a `Cancelled`. */
  readonly shouldRetry?: (error: unknown, attempt: number) => boolean;
  /**
   * How long an error asks to wait, in milliseconds; where it does not, `undefined`, and the wait is computed. By default
   * the `Retry-After` header of `error.headers` or `error.response.headers` counts.
   */
  readonly delayFrom?: (error: unknown, attempt: number) => number | undefined;
  /** Called before each wait. */
  readonly onRetry?: (error: unknown, retrying: Retrying) => void;
  /** The type of the attempts' actions; by default the function's name, or `clew:attempt`. */
  readonly name?: string;
}

/**
 * Calls `fn` until it succeeds, and gives what it gave. Each attempt is an action with its number; between them it
 * waits, longer each time, or as long as the answer asks for. Rejects with the last error, untouched, when no attempt or
 * no time is left or `shouldRetry` says no; a cancel, of what it stands in or by `options.signal`, ends it at once, also
 * within an attempt, and is never retried.
 *
 * @example
 * ```ts
 * import { retry } from "clew/scope";
 *
 * const answer = await retry(
 *   async ({ attempt }) => {
 *     if (attempt < 3) throw new Error("not yet");
 *     return `at attempt ${attempt}`;
 *   },
 *   { name: "ask", delayMs: 1, onRetry: (error, { attempt }) => console.log(attempt, String(error)) },
 * );
 * console.log(answer);
 * ```
 *
 * ```text output
 * 1 Error: not yet
 * 2 Error: not yet
 * at attempt 3
 * ```
 */
export function retry<R>(fn: (attempt: Attempt) => R, options: RetryOptions = {}): Promise<Awaited<R>> {
  return quietIfCancelled(run(fn, options));
}

async function run<R>(fn: (attempt: Attempt) => R, options: RetryOptions): Promise<Awaited<R>> {
  check(options);
  checkFunction("retry", fn);
  const { attempts = 3, totalTimeoutMs = Number.POSITIVE_INFINITY, signal } = options;
  const type = options.name || fn.name || "clew:attempt";
  const scheduler = currentScheduler();
  const until = scheduler.now() + totalTimeoutMs;
  const backoff = backoffOf(options);
  for (let attempt = 1; ; attempt++) {
    await checkpoint({ signal });
    const leftMs = Math.max(until - scheduler.now(), 0);
    try {
      return await withAction(type, { attempt }, (action) => runAttempt(fn, { attempt, action }, options, leftMs));
    } catch (error) {
      throwIfCancelled(error, { signal });
      if (attempt >= attempts) throw error;
      const delayMs = asked(error, attempt, options, () => backoff.next());
      if (delayMs === undefined || scheduler.now() + delayMs >= until) throw error;
      await sleep(delayMs, { signal });
    }
  }
}

/** How long to wait for another attempt, where there is to be one. Where a callback throws, its error is the answer. */
function asked(error: unknown, attempt: number, options: RetryOptions, next: () => number): number | undefined {
  const { shouldRetry, delayFrom = retryAfterMs, onRetry } = options;
  try {
    if (shouldRetry !== undefined && !shouldRetry(error, attempt)) return undefined;
    const computed = next();
    const delayMs = delayFrom(error, attempt) ?? computed;
    if (!(delayMs >= 0))
      throw new RangeError(`Cannot wait ${delayMs} ms for another attempt: give delayFrom a number from 0 up`);
    onRetry?.(error, { attempt, delayMs });
    return delayMs;
  } catch (thrown) {
    dropError(error, undefined, currentContext());
    throw thrown;
  }
}

async function runAttempt<R>(
  fn: (attempt: Attempt) => R,
  attempt: Omit<Attempt, "signal">,
  { attemptTimeoutMs = Number.POSITIVE_INFINITY, signal }: RetryOptions,
  leftMs: number,
): Promise<Awaited<R>> {
  const timeoutMs = Math.min(attemptTimeoutMs, leftMs);
  // A scope only where there is something to be told: it is an action of its own in the log.
  if (timeoutMs === Number.POSITIVE_INFINITY && signal === undefined) {
    const anySignal = currentSignal() ?? new AbortController().signal;
    return (await promiseOf("retry", fn({ ...attempt, signal: anySignal }))) as Awaited<R>;
  }
  const limits = timeoutMs === Number.POSITIVE_INFINITY ? { signal } : { signal, timeoutMs };
  return (await runScope(limits, "", (scope) => fn({ ...attempt, signal: scope.signal }))) as Awaited<R>;
}

function check(options: RetryOptions): void {
  const { attempts = 3, attemptTimeoutMs = 0, totalTimeoutMs = 0 } = options;
  if (!(attempts >= 1) || (attempts !== Number.POSITIVE_INFINITY && !Number.isInteger(attempts))) {
    throw new RangeError(`Cannot retry with attempts: ${attempts}: give a whole number from 1 up, or Infinity`);
  }
  if (!(attemptTimeoutMs >= 0)) {
    throw new RangeError(`Cannot retry with attemptTimeoutMs: ${attemptTimeoutMs}: give a number from 0 up`);
  }
  if (!(totalTimeoutMs >= 0)) {
    throw new RangeError(`Cannot retry with totalTimeoutMs: ${totalTimeoutMs}: give a number from 0 up`);
  }
  checkBackoff(options, "retry");
}
