// Supervision: a function that is to go on is begun again when it fails, within a budget.

import { type Action, currentContext, withAction } from "../../record/index.js";
import type { Signal, SignalOptions } from "../cancel/index.js";
import { checkFunction } from "../child/index.js";
import { runScope } from "../life/index.js";
import { dropError } from "../report/index.js";
import type { Scope } from "../scope.js";
import { checkMs, currentScheduler } from "../time/index.js";
import { checkpoint, ItemBuffer, quietIfCancelled, sleep } from "../waits/index.js";
import { throwIfCancelled } from "./after-cancel.js";
import { type BackoffOptions, backoffOf, checkBackoff } from "./backoff.js";

/** What each life of a supervised function is given. */
export interface Life {
  /** 1 for the first. */
  readonly life: number;
  /** The action of this life. */
  readonly action: Action;
  /** Its own scope: what is spawned into it ends with this life. */
  readonly scope: Scope;
  readonly signal: Signal;
}

/** What `onRestart` is told besides the error. */
export interface Restarting {
  /** The life that has ended; 1 for the first. */
  readonly life: number;
  /** How long is waited before the next, in milliseconds. */
  readonly delayMs: number;
}

/** Options of `supervise`. */
export interface SuperviseOptions extends SignalOptions {
  /** How many restarts are allowed in any `withinMs`: 3 where nothing is said; `Infinity` for any number. */
  readonly restarts?: number;
  /** The stretch of time in which restarts are counted: 5,000 ms. */
  readonly withinMs?: number;
  /** How long to wait before a restart; it begins anew once a life has lasted for `withinMs`. Default: as `retry`. */
  readonly backoff?: BackoffOptions;
  /** Whether a failure is worth a restart; by default each is. Never asked about a `Cancelled`. */
  readonly shouldRestart?: (error: unknown, life: number) => boolean;
  /** Called before each restart. */
  readonly onRestart?: (error: unknown, restarting: Restarting) => void;
  /** The type of the lives' actions; by default the function's name, or `clew:life`. */
  readonly name?: string;
}

/**
 * Runs `fn`, and again whenever it fails, until it returns, and gives what it returned. Each life is a scope and an action of
 * its own, which follows from the last. Where it fails more often than the budget allows, this rejects with the last
 * error, untouched. A cancel ends it at once, and restarts nothing.
 *
 * @example
 * ```ts
 * import { supervise } from "clew/scope";
 *
 * const answer = await supervise(
 *   async ({ life }) => {
 *     if (life < 3) throw new Error("connection lost");
 *     return `in life ${life}`;
 *   },
 *   { name: "follow", restarts: 5, withinMs: 1_000, backoff: { delayMs: 1 } },
 * );
 * console.log(answer);
 * ```
 *
 * ```text output
 * in life 3
 * ```
 */
export function supervise<R>(fn: (life: Life) => R, options: SuperviseOptions = {}): Promise<Awaited<R>> {
  return quietIfCancelled(run(fn, options));
}

async function run<R>(fn: (life: Life) => R, options: SuperviseOptions): Promise<Awaited<R>> {
  checkFunction("supervise", fn);
  const { restarts = 3, withinMs = 5_000, signal } = options;
  if (!(restarts >= 0)) throw new RangeError(`Cannot supervise with restarts: ${restarts}: give a number from 0 up`);
  checkMs(withinMs, "count restarts within");
  checkBackoff(options.backoff ?? {}, "supervise");
  const scheduler = currentScheduler();
  const budget = new Budget(restarts, withinMs);
  const backoff = backoffOf(options.backoff ?? {});
  const type = options.name || fn.name || "clew:life";
  let last: string | undefined;
  for (let life = 1; ; life++) {
    await checkpoint({ signal });
    const began = scheduler.now();
    try {
      return await withAction(type, { life }, last === undefined ? {} : { followsFrom: last }, (action) => {
        last = action.taskId;
        const body = (scope: Scope): unknown => fn({ life, action, scope, signal: scope.signal });
        return runScope({ signal }, "", body) as Promise<Awaited<R>>;
      });
    } catch (error) {
      throwIfCancelled(error, { signal });
      if (scheduler.now() - began >= withinMs) backoff.reset();
      const delayMs = wanted(error, life, options, () => backoff.next());
      if (delayMs === undefined || !budget.spend(scheduler.now())) throw error;
      await sleep(delayMs, { signal });
    }
  }
}

/** How long to wait before a restart, where there is to be one. Where a callback throws, its error is the answer. */
function wanted(error: unknown, life: number, options: SuperviseOptions, next: () => number): number | undefined {
  try {
    if (options.shouldRestart !== undefined && !options.shouldRestart(error, life)) return undefined;
    const delayMs = next();
    options.onRestart?.(error, { life, delayMs });
    return delayMs;
  } catch (thrown) {
    dropError(error, undefined, currentContext());
    throw thrown;
  }
}

/** So many restarts in any stretch of time of a length. */
class Budget {
  readonly #restarts: number;
  readonly #withinMs: number;
  readonly #spent = new ItemBuffer<number>();

  constructor(restarts: number, withinMs: number) {
    this.#restarts = restarts;
    this.#withinMs = withinMs;
  }

  /** Takes one restart; says whether one was left. */
  spend(now: number): boolean {
    for (
      let first = this.#spent.first;
      first !== undefined && first + this.#withinMs <= now;
      first = this.#spent.first
    ) {
      this.#spent.shift();
    }
    if (this.#spent.size >= this.#restarts) return false;
    if (this.#restarts !== Number.POSITIVE_INFINITY) this.#spent.push(now);
    return true;
  }
}
