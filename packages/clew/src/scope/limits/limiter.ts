import type { SignalOptions } from "../cancel/index.js";

/** How a limiter stands at a moment. */
export interface LimiterStatistics {
  readonly total: number;
  /** How many places are taken; more than the total where that was lowered. */
  readonly borrowed: number;
  /** How many calls of `acquire` wait. */
  readonly waiting: number;
}

/** For whom a place is taken. */
export interface AcquireOptions extends SignalOptions {
  /** Who holds the place: anything but `undefined`. One borrower holds one place at most, and alone can release it. */
  readonly borrower?: unknown;
}

/** Lets so many in at a time, in the order in which they came. */
export interface Limiter {
  /** How many places there are: a whole number from 1 up, or `Infinity`. Raising it lets waiting ones in at once;
   * lowering it takes no place away, but gives none until fewer are taken. */
  total: number;
  /**
   * Runs `fn` in a place of the limiter, and gives what it gives. Waits for the place until what it stands in, or
   * `options.signal`, is cancelled: then `fn` does not run. The place is free again when `fn` has settled.
   */
  run<R>(fn: () => R, options?: SignalOptions): Promise<Awaited<R>>;
  /** Takes a place; resolves when it has one. Where it rejects with a `Cancelled`, none is taken. */
  acquire(options?: AcquireOptions): Promise<void>;
  /** Takes a place where one is free and nobody waits for it; says whether it did. */
  tryAcquire(options?: Pick<AcquireOptions, "borrower">): boolean;
  /** Gives a place back; the first that waits has it at once. */
  release(options?: Pick<AcquireOptions, "borrower">): void;
  statistics(): LimiterStatistics;
}
