// A rate limiter: so many begin in any stretch of time of the given length, in the order in which they asked.

import type { SignalOptions } from "../cancel/index.js";
import { checkFunction } from "../child/index.js";
import { callAfter, currentScheduler } from "../time/index.js";
import { ItemBuffer, Queue, quietIfCancelled, refuseIfCancelled } from "../waits/index.js";

/** Options of `createRateLimiter`. */
export interface RateLimiterOptions {
  /** How many may begin: a whole number from 1 up. */
  readonly limit: number;
  /** In any stretch of this many milliseconds. */
  readonly intervalMs: number;
}

/** How a rate limiter stands at a moment. */
export interface RateLimiterStatistics {
  readonly limit: number;
  readonly intervalMs: number;
  /** How many have begun in the last interval. */
  readonly begun: number;
  readonly waiting: number;
}

/** Lets so many begin per interval. */
export interface RateLimiter {
  /** Calls `fn` when its turn has come, and gives what it gives. Where the wait is cancelled, `fn` does not run. */
  run<R>(fn: () => R, options?: SignalOptions): Promise<Awaited<R>>;
  /** Waits for a turn, and takes it. Where it rejects with a `Cancelled`, none is taken. */
  acquire(options?: SignalOptions): Promise<void>;
  /** Takes a turn where one is free and nobody waits for it; says whether it did. */
  tryAcquire(): boolean;
  statistics(): RateLimiterStatistics;
}

/**
 * Makes a rate limiter: in any stretch of `intervalMs` milliseconds no more than `limit` begin, wherever the stretch is
 * laid. Those who wait come in the order in which they asked, and waiting ends with the scope. How many run at a time is
 * a limiter's matter; the two can stand in each other.
 *
 * @example
 * ```ts
 * import { createRateLimiter } from "clew/scope";
 *
 * const twoIn20 = createRateLimiter({ limit: 2, intervalMs: 20 });
 * const begun = performance.now();
 * await Promise.all([1, 2, 3].map(() => twoIn20.run(() => {})));
 * console.log(performance.now() - begun >= 20);
 * ```
 *
 * ```text output
 * true
 * ```
 */
export function createRateLimiter(options: RateLimiterOptions): RateLimiter {
  const { limit, intervalMs } = options;
  if (!(limit >= 1) || !Number.isInteger(limit)) {
    throw new RangeError(`Cannot limit the rate to ${String(limit)}: give a whole number from 1 up`);
  }
  if (!(intervalMs > 0) || intervalMs === Number.POSITIVE_INFINITY) {
    throw new RangeError(`Cannot limit the rate in ${String(intervalMs)} ms: give a number of milliseconds above 0`);
  }
  return new WindowLimiter(limit, intervalMs);
}

/** One that has its turn; `at` is when it began, or `Infinity` while it has not. */
interface Beginning {
  at: number;
}

class WindowLimiter implements RateLimiter {
  readonly #limit: number;
  readonly #intervalMs: number;
  readonly #queue = new Queue<Asking, Beginning>({ for: "place" }, () => this.#stopTimer());
  /** Those that count: the last interval's, at most as many as the limit. */
  readonly #begun = new ItemBuffer<Beginning>();
  #stopTimer: () => void = () => {};

  constructor(limit: number, intervalMs: number) {
    this.#limit = limit;
    this.#intervalMs = intervalMs;
  }

  run<R>(fn: () => R, options?: SignalOptions): Promise<Awaited<R>> {
    checkFunction("run", fn);
    const turn = this.#turn(RUN, options);
    const run = async (): Promise<Awaited<R>> => {
      const beginning = await turn;
      let result: R;
      try {
        result = fn();
      } finally {
        this.#hasBegun(beginning);
      }
      return await result;
    };
    return quietIfCancelled(run());
  }

  acquire(options?: SignalOptions): Promise<void> {
    return this.#turn(ACQUIRE, options) as Promise<unknown> as Promise<void>;
  }

  tryAcquire(): boolean {
    return this.#take(ACQUIRE) !== undefined;
  }

  statistics(): RateLimiterStatistics {
    this.#forgetOld();
    return { limit: this.#limit, intervalMs: this.#intervalMs, begun: this.#begun.size, waiting: this.#queue.size };
  }

  #turn(asking: Asking, options: SignalOptions | undefined): Promise<Beginning> {
    const refused = refuseIfCancelled(options);
    if (refused !== undefined) return refused;
    // At once, and not after a turn of others: it counts from now.
    const beginning = this.#take(asking);
    if (beginning !== undefined) return Promise.resolve(beginning);
    const turn = this.#queue.join(asking, options);
    if (this.#queue.size === 1) this.#setTimer();
    return turn;
  }

  /** Takes a turn where one is free and nobody waits for it. */
  #take(asking: Asking): Beginning | undefined {
    return this.#queue.size === 0 && this.#hasTurn() ? this.#begin(asking) : undefined;
  }

  #begin({ isRun }: Asking): Beginning {
    const beginning = { at: isRun ? Number.POSITIVE_INFINITY : currentScheduler().now() };
    this.#begun.push(beginning);
    return beginning;
  }

  /** Counts a run from when its function was called, and not from its turn: the loop may be blocked between the two. */
  #hasBegun(beginning: Beginning): void {
    beginning.at = currentScheduler().now();
    if (this.#queue.size > 0 && beginning === this.#begun.first) this.#setTimer();
  }

  #hasTurn(): boolean {
    this.#forgetOld();
    return this.#begun.size < this.#limit;
  }

  #forgetOld(): void {
    const now = currentScheduler().now();
    for (
      let first = this.#begun.first;
      first !== undefined && first.at + this.#intervalMs <= now;
      first = this.#begun.first
    ) {
      this.#begun.shift();
    }
  }

  /** Waits for the first turn that is free again; where the first has not begun, that will set it. */
  #setTimer(): void {
    this.#stopTimer();
    const at = this.#begun.first?.at ?? Number.POSITIVE_INFINITY;
    const leftMs = Math.max(at + this.#intervalMs - currentScheduler().now(), 0);
    this.#stopTimer = callAfter(leftMs, () => {
      while (this.#queue.size > 0 && this.#hasTurn()) this.#letIn();
      if (this.#queue.size > 0) this.#setTimer();
    });
  }

  #letIn(): void {
    const asking = this.#queue.first;
    if (asking !== undefined) this.#queue.give(this.#begin(asking));
  }
}

/** What whoever waits for a turn wants it for. */
interface Asking {
  readonly isRun: boolean;
}

const RUN: Asking = { isRun: true };
const ACQUIRE: Asking = { isRun: false };
