/** Backoff: waits that grow, with a part left to chance. */

export interface BackoffOptions {
  /** How long to wait at first: 100 ms. */
  readonly delayMs?: number;
  /** By what the wait grows from one to the next: 2. */
  readonly factor?: number;
  /** The longest wait: 30 seconds. */
  readonly maxDelayMs?: number;
  /**
   * Which part of a wait is left to chance, so that many who failed together do not come back together: 1, the whole,
   * where nothing is said; 0 for none.
   */
  readonly jitter?: number;
  /** Gives numbers from 0 up to 1, for the jitter; `Math.random` by default. */
  readonly random?: () => number;
}

/** The waits, one after another, in milliseconds. */
export interface Backoff {
  next(): number;
  /** Begins anew with the first. */
  reset(): void;
}

export function backoffOf(options: BackoffOptions): Backoff {
  const { delayMs = 100, factor = 2, maxDelayMs = 30_000, jitter = 1, random = Math.random } = options;
  let longest = delayMs;
  return {
    next() {
      const wait = Math.min(longest, maxDelayMs);
      longest = wait * factor;
      return wait * (1 - jitter * random());
    },
    reset() {
      longest = delayMs;
    },
  };
}

/** Refuses numbers that make no sense. */
export function checkBackoff(
  { delayMs = 100, factor = 2, maxDelayMs = 30_000, jitter = 1 }: BackoffOptions,
  act: string,
): void {
  const refuse = (name: string, value: number, what: string): never => {
    throw new RangeError(`Cannot ${act} with ${name}: ${value}: give ${what}`);
  };
  if (!(delayMs >= 0)) refuse("delayMs", delayMs, "a number from 0 up");
  if (!(maxDelayMs >= 0)) refuse("maxDelayMs", maxDelayMs, "a number from 0 up");
  if (!(factor >= 1)) refuse("factor", factor, "a number from 1 up");
  if (!(jitter >= 0 && jitter <= 1)) refuse("jitter", jitter, "a number from 0 to 1");
}
