// A limiter: so many places, given by priority, key and the order of asking, and never lost to a cancel.

import type { SignalOptions } from "../cancel/index.js";
import { checkFunction } from "../child/index.js";
import { atOnce, Queue, quietIfCancelled, refuseIfCancelled } from "../waits/index.js";
import type { AcquireOptions, Limiter, LimiterOptions, LimiterStatistics, PlaceOf, PlaceOptions } from "./limiter.js";
import { LimiterError } from "./limiter-error.js";
import { type Asked, PlaceQueue, PlaceWait } from "./place-queue.js";
import { PlaceRun } from "./place-run.js";

/**
 * Makes a limiter of `total` places: no more than that many run at a time; those who wait come by `priority`, and then
 * in the order in which they asked; of one `key` one runs at a time. Waiting ends with the scope. Trio's capacity limiter
 * and p-queue in one.
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
export function createLimiter(total: number, options: LimiterOptions = {}): Limiter {
  const { perKey = 1 } = options;
  if (!(perKey >= 1) || (perKey !== Number.POSITIVE_INFINITY && !Number.isInteger(perKey))) {
    throw new RangeError(
      `Cannot limit to ${String(perKey)} at a time of one key: give a whole number from 1 up, or Infinity`,
    );
  }
  return new PlaceLimiter(checkTotal(total), perKey);
}

/** Stands for all who name no borrower. */
const NOBODY = Symbol("nobody");

class PlaceLimiter implements Limiter {
  readonly #queue = new PlaceQueue(
    (key) => (this.#keys.get(key) ?? 0) >= this.#perKey,
    () => this.#tellIdle(),
  );
  readonly #idles = new Queue<object, void>({ for: "place" });
  /** The borrowers that hold a place or wait for one. */
  readonly #borrowers = new Set<unknown>();
  readonly #holders = new Set<unknown>();
  /** How many places each key has that has one. */
  readonly #keys = new Map<unknown, number>();
  readonly #perKey: number;
  #total: number;
  #borrowed = 0;
  #anonymous = 0;
  #isPaused = false;
  #isLettingIn = false;

  constructor(total: number, perKey: number) {
    this.#total = total;
    this.#perKey = perKey;
  }

  get total(): number {
    return this.#total;
  }

  set total(total: number) {
    this.#total = checkTotal(total);
    this.#letIn();
  }

  run<R>(fn: () => R, options?: PlaceOptions): Promise<Awaited<R>> {
    checkFunction("run", fn);
    const refused = refuseIfCancelled(options);
    if (refused !== undefined) return refused;
    const asked = askedFor(NOBODY, options);
    const run = new PlaceRun<Awaited<R>>(asked, fn as () => Awaited<R>, this.#freeRun);
    if (!this.#isFree(asked.key)) {
      this.#queue.join(run);
      return run.listenHere(options).promise;
    }
    this.#take(asked);
    atOnce(undefined).then(() => run.letIn());
    return run.promise;
  }

  acquire(options?: AcquireOptions): Promise<void> {
    const borrower = borrowerOf(options);
    if (this.#borrowers.has(borrower)) return Promise.reject(new LimiterError("acquire", true));
    const place = this.#place(borrower, options);
    if (borrower === NOBODY) return place;
    this.#borrowers.add(borrower);
    const held = place.catch((error: unknown) => {
      this.#borrowers.delete(borrower);
      throw error;
    });
    return quietIfCancelled(held);
  }

  tryAcquire(options?: PlaceOf): boolean {
    const borrower = borrowerOf(options);
    if (this.#borrowers.has(borrower)) throw new LimiterError("acquire", true);
    if (!this.#isFree(options?.key)) return false;
    this.#take({ borrower, key: options?.key });
    return true;
  }

  release(options?: PlaceOf): void {
    const borrower = borrowerOf(options);
    const key = options?.key;
    const isHeld = borrower === NOBODY ? this.#anonymous > 0 : this.#holders.has(borrower);
    if (!isHeld || (key !== undefined && !this.#keys.has(key))) throw new LimiterError("release", borrower !== NOBODY);
    this.#free(borrower, key);
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#letIn();
  }

  idle(options?: SignalOptions): Promise<void> {
    if (this.#borrowed === 0 && this.#queue.size === 0) return atOnce(undefined);
    return refuseIfCancelled(options) ?? this.#idles.join({}, options);
  }

  statistics(): LimiterStatistics {
    return { total: this.#total, borrowed: this.#borrowed, waiting: this.#queue.size };
  }

  #place(borrower: unknown, options: PlaceOptions | undefined): Promise<void> {
    const refused = refuseIfCancelled(options);
    if (refused !== undefined) return refused;
    const asked = askedFor(borrower, options);
    if (this.#isFree(asked.key)) {
      this.#take(asked);
      return atOnce(undefined);
    }
    const wait = new PlaceWait(asked);
    this.#queue.join(wait);
    return wait.listenHere(options).promise;
  }

  /** Where a place is free nobody waits who could have it: each that is given back goes to the first of those. */
  #isFree(key: unknown): boolean {
    if (this.#isPaused || this.#borrowed >= this.#total) return false;
    return key === undefined || (this.#keys.get(key) ?? 0) < this.#perKey;
  }

  #letIn(): void {
    // What is let in may give its place back at once: it goes on here, and not on a stack that grows with the queue.
    if (this.#isLettingIn) return;
    this.#isLettingIn = true;
    while (!this.#isPaused && this.#borrowed < this.#total) {
      const next = this.#queue.first();
      if (next === undefined) break;
      this.#take(next.asked);
      next.letIn();
    }
    this.#isLettingIn = false;
    this.#tellIdle();
  }

  /** Also where those who waited have been cancelled, and nothing has run. */
  #tellIdle(): void {
    if (this.#borrowed === 0 && this.#queue.size === 0) while (this.#idles.give() !== undefined);
  }

  readonly #freeRun = ({ key }: PlaceOf): void => this.#free(NOBODY, key);

  #take({ borrower, key }: PlaceOf): void {
    this.#borrowed++;
    if (key !== undefined) this.#keys.set(key, (this.#keys.get(key) ?? 0) + 1);
    if (borrower === NOBODY) {
      this.#anonymous++;
      return;
    }
    this.#borrowers.add(borrower);
    this.#holders.add(borrower);
  }

  #free(borrower: unknown, key: unknown): void {
    this.#borrowed--;
    if (key !== undefined) {
      const left = (this.#keys.get(key) ?? 1) - 1;
      if (left === 0) this.#keys.delete(key);
      else this.#keys.set(key, left);
      this.#queue.freed(key);
    }
    if (borrower === NOBODY) this.#anonymous--;
    else {
      this.#holders.delete(borrower);
      this.#borrowers.delete(borrower);
    }
    this.#letIn();
  }
}

/** What nearly all ask for. */
const ANY_PLACE: Asked = { borrower: NOBODY, key: undefined, priority: 0 };

function askedFor(borrower: unknown, options: PlaceOptions | undefined): Asked {
  if (options === undefined && borrower === NOBODY) return ANY_PLACE;
  return { borrower, key: options?.key, priority: priorityOf(options) };
}

function priorityOf(options: PlaceOptions | undefined): number {
  const priority = options?.priority ?? 0;
  if (typeof priority === "number" && !Number.isNaN(priority)) return priority;
  throw new RangeError(`Cannot wait for a place with priority ${String(priority)}: give a number`);
}

function borrowerOf(options: PlaceOf | undefined): unknown {
  return options?.borrower === undefined ? NOBODY : options.borrower;
}

function checkTotal(total: number): number {
  if (total >= 1 && (total === Number.POSITIVE_INFINITY || Number.isInteger(total))) return total;
  throw new RangeError(`Cannot limit to ${String(total)} at a time: give a whole number from 1 up, or Infinity`);
}
