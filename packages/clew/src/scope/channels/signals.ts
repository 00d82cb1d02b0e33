/** What children tell each other without an item: that something has happened, and that all have come. */

import type { SignalOptions } from "../cancel/index.js";
import { atOnce, Queue, refuseIfCancelled } from "../waits/index.js";

/** Something that happens once; Trio's `Event`. */
export interface Occurrence {
  readonly isSet: boolean;
  /** It has happened: all who wait go on, and nobody waits from now on. The second call does nothing. */
  set(): void;
  /** Waits until it has happened. */
  wait(options?: SignalOptions): Promise<void>;
}

/**
 * Makes an event that happens once: whoever waits goes on when somebody sets it, or ends with its scope. It is not reset:
 * make another for the next time, so that nobody misses one. Trio's `Event`; `once` waits for the events of an emitter.
 *
 * @example
 * ```ts
 * import { createEvent, withScope } from "clew/scope";
 *
 * await withScope((scope) => {
 *   const ready = createEvent();
 *   scope.spawn(async () => {
 *     await ready.wait();
 *     console.log("go");
 *   });
 *   ready.set();
 * });
 * ```
 *
 * ```text output
 * go
 * ```
 */
export function createEvent(): Occurrence {
  return new OneEvent();
}

class OneEvent implements Occurrence {
  readonly #waiting = new Queue<object, void>({ for: "event" });
  #isSet = false;

  get isSet(): boolean {
    return this.#isSet;
  }

  set(): void {
    this.#isSet = true;
    while (this.#waiting.give() !== undefined);
  }

  wait(options?: SignalOptions): Promise<void> {
    return refuseIfCancelled(options) ?? (this.#isSet ? atOnce(undefined) : this.#waiting.join({}, options));
  }
}

/** Where a number of parties wait for each other. */
export interface Barrier {
  readonly parties: number;
  /** How many are there now. */
  readonly waiting: number;
  /**
   * Waits until all parties have come; then all go on, each with its number in the order of coming, from 0 up, and the
   * barrier is ready for the next round. Whoever is cancelled has not come: the others go on waiting.
   */
  wait(options?: SignalOptions): Promise<number>;
}

/**
 * Makes a barrier: nobody passes it before `parties` have come to it.
 *
 * @example
 * ```ts
 * import { createBarrier, withScope } from "clew/scope";
 *
 * const barrier = createBarrier(2);
 * await withScope((scope) => {
 *   for (const name of ["ann", "bob"]) {
 *     scope.spawn(async () => {
 *       const place = await barrier.wait();
 *       console.log(name, place);
 *     });
 *   }
 * });
 * ```
 *
 * ```text output
 * ann 0
 * bob 1
 * ```
 */
export function createBarrier(parties: number): Barrier {
  if (!(parties >= 1) || !Number.isInteger(parties)) {
    throw new RangeError(`Cannot make a barrier for ${String(parties)}: give a whole number from 1 up`);
  }
  return new RoundBarrier(parties);
}

class RoundBarrier implements Barrier {
  readonly parties: number;
  readonly #waiting = new Queue<object, number>({ for: "event" });

  constructor(parties: number) {
    this.parties = parties;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  wait(options?: SignalOptions): Promise<number> {
    const refused = refuseIfCancelled(options);
    if (refused !== undefined) return refused;
    if (this.#waiting.size + 1 < this.parties) return this.#waiting.join({}, options);
    const last = this.#waiting.size;
    for (let place = 0; place < last; place++) this.#waiting.give(place);
    return atOnce(last);
  }
}
