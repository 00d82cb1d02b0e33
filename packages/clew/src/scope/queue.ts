import { currentScheduler } from "./current-scheduler.js";
import type { SignalOptions } from "./signal.js";
import { cancelledHere, listenHere, Wait } from "./wait.js";
import type { Waiting } from "./waiting.js";

/**
 * Those who wait for their turn, in the order in which they came; whoever is cancelled leaves it. A turn that was given
 * is had: a cancel that comes afterwards does not take it back, so nothing that is handed over is lost.
 */
export class Queue<W extends object, T> {
  /** What they wait for. */
  readonly waitsFor: Waiting;
  readonly #waiting = new Set<Turn<W, T>>();

  constructor(waitsFor: Waiting) {
    this.waitsFor = waitsFor;
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** Waits for `give`. `what` is what the others are to know of this one. */
  join(what: W, options: SignalOptions | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const turn = new Turn<W, T>(this, what, resolve, reject);
      this.#waiting.add(turn);
      listenHere(turn, options);
    });
  }

  left(turn: object): void {
    this.#waiting.delete(turn as Turn<W, T>);
  }

  /** Gives the first its turn, and what it said of itself to the caller; `undefined` where nobody waits. */
  give(value: T): W | undefined {
    for (const turn of this.#waiting) {
      turn.fire(value);
      return turn.what;
    }
    return undefined;
  }

  /** Lets the first fail; says whether there was one. */
  failFirst(error: unknown): boolean {
    for (const turn of this.#waiting) {
      turn.fail(error);
      return true;
    }
    return false;
  }

  /** Lets all of those fail that are concerned. */
  fail(error: unknown, concerns: (what: W) => boolean = () => true): void {
    for (const turn of [...this.#waiting]) if (concerns(turn.what)) turn.fail(error);
  }
}

class Turn<W extends object, T> extends Wait<T> {
  readonly what: W;
  readonly #queue: Queue<W, T>;

  constructor(queue: Queue<W, T>, what: W, resolve: (value: T) => void, reject: (error: unknown) => void) {
    super(resolve, reject);
    this.#queue = queue;
    this.what = what;
  }

  override get waitsFor(): Waiting {
    return this.#queue.waitsFor;
  }

  protected override leave(): void {
    super.leave();
    this.#queue.left(this);
  }
}

/** Rejects where whoever is here was cancelled; what would be done is then not done. */
export function refuseIfCancelled(options: SignalOptions | undefined): Promise<never> | undefined {
  const cancelled = cancelledHere(options);
  return cancelled === undefined ? undefined : Promise.reject(cancelled);
}

/**
 * What came without waiting. It is given at once, or, where this stretch of the program has run for long, after timers
 * and input had their turn: a sender and a receiver that always find each other ready must not starve the rest.
 */
export function atOnce<T>(value: T): Promise<T> {
  const scheduler = currentScheduler();
  if (!scheduler.isTurnDue()) return Promise.resolve(value);
  return new Promise((resolve) => scheduler.yieldTurn(() => resolve(value)));
}
