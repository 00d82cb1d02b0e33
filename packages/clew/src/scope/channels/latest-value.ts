import type { SignalOptions } from "../cancel/index.js";
import { Queue, quietSteps, refuseIfCancelled } from "../waits/index.js";

/** A value that changes, of which only the latest counts. */
export interface LatestValue<T> {
  /** The latest; setting it lets all who wait for a change go on. */
  value: T;
  /** Waits for the next change, and gives the value that is the latest then. */
  changed(options?: SignalOptions): Promise<T>;
  /**
   * The value now, and then after each change the latest one: whoever is slow misses those between, and never the last. Ends
   * with the scope, or when it is left.
   */
  values(options?: SignalOptions): AsyncIterableIterator<T>;
}

/**
 * Makes a value that others can follow: settings, a price, a state. Nobody holds up whoever sets it, and nothing piles up.
 *
 * @example
 * ```ts
 * import { checkpoint, createLatestValue, withScope } from "clew/scope";
 *
 * const price = createLatestValue(100);
 * await withScope(async (scope) => {
 *   scope.spawn(async () => {
 *     for await (const now of price.values()) {
 *       console.log(now);
 *       if (now === 98) break;
 *     }
 *   });
 *   price.value = 99;
 *   price.value = 98;
 * });
 * ```
 *
 * ```text output
 * 100
 * 98
 * ```
 */
export function createLatestValue<T>(value: T): LatestValue<T> {
  return new Latest(value);
}

class Latest<T> implements LatestValue<T> {
  readonly #waiting = new Queue<object, T>({ for: "event" });
  #value: T;
  #version = 0;

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set value(value: T) {
    this.#value = value;
    this.#version++;
    while (this.#waiting.give(value) !== undefined);
  }

  changed(options?: SignalOptions): Promise<T> {
    return refuseIfCancelled(options) ?? this.#waiting.join({}, options);
  }

  values(options?: SignalOptions): AsyncIterableIterator<T> {
    return quietSteps(this.#values(options));
  }

  async *#values(options: SignalOptions | undefined): AsyncGenerator<T, void> {
    for (let seen = this.#version - 1; ; ) {
      if (seen === this.#version) await this.changed(options);
      seen = this.#version;
      yield this.#value;
    }
  }
}
