import type { SignalOptions } from "../cancel/index.js";
import { atOnce, Queue, refuseIfCancelled } from "../waits/index.js";
import type { AcquireOptions, Limiter, LimiterStatistics } from "./limiter.js";
import { LimiterError } from "./limiter-error.js";

/**
 * Makes a limiter of `total` places: no more than that many run at a time, those who wait come in the order in which
 * they asked, and waiting ends with the scope. Trio's capacity limiter.
 *
 * @example
 * ```ts
 * import { createLimiter, sleep, withScope } from "clew/scope";
 *
 * const limiter = createLimiter(2);
 * let running = 0;
 * let most = 0;
 * await withScope((scope) => {
 *   for (let n = 0; n < 6; n++) {
 *     scope.spawn(() =>
 *       limiter.run(async () => {
 *         most = Math.max(most, ++running);
 *         await sleep(1);
 *         running--;
 *       }),
 *     );
 *   }
 * });
 * console.log(most);
 * ```
 *
 * ```text output
 * 2
 * ```
 */
export function createLimiter(total: number): Limiter {
  return new PlaceLimiter(checkTotal(total));
}

/** Stands for all who name no borrower. */
const NOBODY = Symbol("nobody");

interface Waiting {
  readonly borrower: unknown;
}

class PlaceLimiter implements Limiter {
  readonly #queue = new Queue<Waiting, void>({ for: "place" });
  /** The borrowers that hold a place or wait for one. */
  readonly #borrowers = new Set<unknown>();
  readonly #holders = new Set<unknown>();
  #total: number;
  #borrowed = 0;
  #anonymous = 0;

  constructor(total: number) {
    this.#total = total;
  }

  get total(): number {
    return this.#total;
  }

  set total(total: number) {
    this.#total = checkTotal(total);
    this.#letIn();
  }

  async run<R>(fn: () => R, options?: SignalOptions): Promise<Awaited<R>> {
    await this.acquire({ signal: options?.signal });
    try {
      return await fn();
    } finally {
      this.release();
    }
  }

  acquire(options?: AcquireOptions): Promise<void> {
    const borrower = borrowerOf(options);
    if (this.#borrowers.has(borrower)) return Promise.reject(new LimiterError("acquire", true));
    const cancelled = refuseIfCancelled(options);
    if (cancelled !== undefined) return cancelled;
    if (this.#isFree) {
      this.#take(borrower);
      return atOnce(undefined);
    }
    if (borrower === NOBODY) return this.#queue.join({ borrower }, options);
    this.#borrowers.add(borrower);
    return this.#queue.join({ borrower }, options).catch((error: unknown) => {
      this.#borrowers.delete(borrower);
      throw error;
    });
  }

  tryAcquire(options?: Pick<AcquireOptions, "borrower">): boolean {
    const borrower = borrowerOf(options);
    if (this.#borrowers.has(borrower)) throw new LimiterError("acquire", true);
    if (!this.#isFree) return false;
    this.#take(borrower);
    return true;
  }

  release(options?: Pick<AcquireOptions, "borrower">): void {
    const borrower = borrowerOf(options);
    if (borrower === NOBODY ? this.#anonymous === 0 : !this.#holders.delete(borrower)) {
      throw new LimiterError("release", borrower !== NOBODY);
    }
    if (borrower === NOBODY) this.#anonymous--;
    else this.#borrowers.delete(borrower);
    this.#borrowed--;
    this.#letIn();
  }

  statistics(): LimiterStatistics {
    return { total: this.#total, borrowed: this.#borrowed, waiting: this.#queue.size };
  }

  /** Where a place is free nobody waits: each that is given back goes to the first in the queue. */
  get #isFree(): boolean {
    return this.#borrowed < this.#total;
  }

  #letIn(): void {
    while (this.#borrowed < this.#total) {
      const next = this.#queue.give();
      if (next === undefined) return;
      this.#take(next.borrower);
    }
  }

  #take(borrower: unknown): void {
    this.#borrowed++;
    if (borrower === NOBODY) {
      this.#anonymous++;
      return;
    }
    this.#borrowers.add(borrower);
    this.#holders.add(borrower);
  }
}

function borrowerOf(options: Pick<AcquireOptions, "borrower"> | undefined): unknown {
  return options?.borrower === undefined ? NOBODY : options.borrower;
}

function checkTotal(total: number): number {
  if (total >= 1 && (total === Number.POSITIVE_INFINITY || Number.isInteger(total))) return total;
  throw new RangeError(`Cannot limit to ${String(total)} at a time: give a whole number from 1 up, or Infinity`);
}
