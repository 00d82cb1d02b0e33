import type { SignalOptions } from "../cancel/index.js";

/** How a limiter stands at a moment. */
export interface LimiterStatistics {
  readonly total: number;
  /** How many places are taken; more than the total where that was lowered. */
  readonly borrowed: number;
  /** How many calls of `acquire` and of `run` wait. */
  readonly waiting: number;
}

/** Options of `createLimiter`. */
export interface LimiterOptions {
  /** How many of one key may have a place at a time: 1 where nothing is said. */
  readonly perKey?: number;
}

/** How a place is asked for. */
export interface PlaceOptions extends SignalOptions {
  /**
   * Of those with the same key only one has a place at a time, or `perKey`; who waits for his key holds up nobody else.
   * Anything but `undefined`. A key that nobody uses is forgotten.
   */
  readonly key?: unknown;
  /** Who has a higher one comes first; of the same, who came first. Default: 0. */
  readonly priority?: number;
}

/** For whom a place is taken. */
export interface AcquireOptions extends PlaceOptions {
  /** Who holds the place: anything but `undefined`. One borrower holds one place at most, and alone can release it. */
  readonly borrower?: unknown;
}

/** By what a place is known that is given back: the key and the borrower with which it was acquired. */
export type PlaceOf = Pick<AcquireOptions, "borrower" | "key">;

/** Lets so many in at a time, by priority, and then in the order in which they came. */
export interface Limiter {
  /**
   * How many places there are: a whole number from 1 up, or `Infinity`. Raising it lets waiting ones in at once; lowering
   * it takes no place away, but gives none until fewer are taken.
   */
  total: number;
  /**
   * Runs `fn` in a place of the limiter, and gives what it gives. Waits for the place until what it stands in, or
   * `options.signal`, is cancelled: then `fn` does not run. The place is free again when `fn` has settled.
   */
  run<R>(fn: () => R, options?: PlaceOptions): Promise<Awaited<R>>;
  /** Takes a place; resolves when it has one. Where it rejects with a `Cancelled`, none is taken. */
  acquire(options?: AcquireOptions): Promise<void>;
  /** Takes a place where one is free and nobody waits for it; says whether it did. */
  tryAcquire(options?: PlaceOf): boolean;
  /** Gives a place back; the first that waits has it at once. */
  release(options?: PlaceOf): void;
  /** Whether `pause()` is in force. */
  readonly isPaused: boolean;
  /** Lets nobody in until `resume()`; what has a place goes on. */
  pause(): void;
  resume(): void;
  /** Resolves when nothing has a place and nobody waits for one. */
  idle(options?: SignalOptions): Promise<void>;
  statistics(): LimiterStatistics;
}
