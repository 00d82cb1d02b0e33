import { type Action, withAction } from "../../record/index.js";
import { currentSignal } from "../ambient.js";
import { Cancelled, type Signal, type SignalOptions } from "../cancel/index.js";
import { checkpoint, sleep } from "../waits/index.js";
import { failAfter } from "./timeouts.js";

/** What each attempt is given. */
export interface Attempt {
  /** 1 for the first. */
  readonly attempt: number;
  /** The action of this attempt. */
  readonly action: Action;
  /** Fires when what the attempt stands in is cancelled, or its time is over. */
  readonly signal: Signal | undefined;
}

/** Options of `retry`. */
export interface RetryOptions extends SignalOptions {
  /** How many attempts at most, the first included: 3 where nothing is said. */
  readonly attempts?: number;
  /** How long to wait after the first attempt: 100 ms. */
  readonly delayMs?: number;
  /** By what the wait grows from one attempt to the next: 2. */
  readonly factor?: number;
  /** The longest wait: 30 seconds. */
  readonly maxDelayMs?: number;
  /**
   * Which part of a wait is left to chance, so that many who failed together do not come back together: 1, the whole,
   * where nothing is said; 0 for none.
   */
  readonly jitter?: number;
  /** How long one attempt may take before it fails with a `TimeoutError`; no limit where nothing is said. */
  readonly attemptTimeoutMs?: number;
  /** Whether an error is worth another attempt; by default each is. Never asked about a `Cancelled`. */
  readonly shouldRetry?: (error: unknown, attempt: number) => boolean;
  /** The type of the attempts' actions; by default the function's name, or `clew:attempt`. */
  readonly name?: string;
  /** Gives numbers from 0 up to 1, for the jitter; `Math.random` by default. */
  readonly random?: () => number;
}

/**
 * Calls `fn` until it succeeds, and gives what it gave. Each attempt is an action with its number; between them it
 * waits, longer each time. Rejects with the last error, untouched, when no attempt is left or `shouldRetry` says no; a
 * cancel ends it at once, and is never retried.
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
 *   { name: "ask", delayMs: 1 },
 * );
 * console.log(answer);
 * ```
 *
 * ```text output
 * at attempt 3
 * ```
 */
export async function retry<R>(fn: (attempt: Attempt) => R, options: RetryOptions = {}): Promise<Awaited<R>> {
  check(options);
  const { shouldRetry = () => true, signal } = options;
  const waits = waitsOf(options);
  const type = options.name || fn.name || "clew:attempt";
  for (let attempt = 1; ; attempt++) {
    await checkpoint({ signal });
    try {
      return await withAction(type, { attempt }, (action) => runAttempt(fn, attempt, action, options));
    } catch (error) {
      const wait = waits.next();
      if (wait.done || error instanceof Cancelled || !shouldRetry(error, attempt)) throw error;
      await sleep(wait.value, { signal });
    }
  }
}

async function runAttempt<R>(
  fn: (attempt: Attempt) => R,
  attempt: number,
  action: Action,
  { attemptTimeoutMs, signal }: RetryOptions,
): Promise<Awaited<R>> {
  if (attemptTimeoutMs === undefined) return await fn({ attempt, action, signal: signal ?? currentSignal() });
  return await failAfter(attemptTimeoutMs, (scope) => fn({ attempt, action, signal: scope.signal }));
}

/** The waits between the attempts, in milliseconds. */
function* waitsOf(options: RetryOptions): Generator<number, void> {
  const { attempts = 3, delayMs = 100, factor = 2, maxDelayMs = 30_000, jitter = 1, random = Math.random } = options;
  let longest = delayMs;
  for (let attempt = 1; attempt < attempts; attempt++) {
    const wait = Math.min(longest, maxDelayMs);
    yield wait * (1 - jitter * random());
    longest *= factor;
  }
}

function check({ attempts = 3, delayMs = 100, factor = 2, maxDelayMs = 30_000, jitter = 1 }: RetryOptions): void {
  const refuse = (name: string, value: number, what: string): never => {
    throw new RangeError(`Cannot retry with ${name}: ${value}: give ${what}`);
  };
  if (!(attempts >= 1) || (attempts !== Number.POSITIVE_INFINITY && !Number.isInteger(attempts))) {
    refuse("attempts", attempts, "a whole number from 1 up, or Infinity");
  }
  if (!(delayMs >= 0)) refuse("delayMs", delayMs, "a number from 0 up");
  if (!(maxDelayMs >= 0)) refuse("maxDelayMs", maxDelayMs, "a number from 0 up");
  if (!(factor >= 1)) refuse("factor", factor, "a number from 1 up");
  if (!(jitter >= 0 && jitter <= 1)) refuse("jitter", jitter, "a number from 0 to 1");
}
