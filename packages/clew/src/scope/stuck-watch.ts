import { currentScheduler } from "./current-scheduler.js";
import type { Scheduler } from "./scheduler.js";
import type { Timer } from "./timer-heap.js";

/**
 * Waits for what was cancelled to end. Scopes that are open in it have watches, shields and finalizers with limits of
 * their own: what is sheltered by one of them is not stuck, and its time begins anew when that one has ended.
 */
export class StuckWatch implements Timer {
  at = 0;
  order = 0;
  slot = -1;
  readonly #scheduler: Scheduler = currentScheduler();
  readonly #ms: number;
  readonly #expired: () => boolean;
  #isWaiting = false;

  /** `expired` lets go of what is stuck, and gives whether anything is left that is sheltered. */
  constructor(ms: number, expired: () => boolean) {
    this.#ms = ms;
    this.#expired = expired;
    this.#arm();
  }

  fire(): void {
    this.#isWaiting = this.#expired();
  }

  /** A scope has ended that sheltered something. */
  shelterEnded(): void {
    if (!this.#isWaiting) return;
    this.#isWaiting = false;
    this.#arm();
  }

  stop(): void {
    this.#isWaiting = false;
    this.#scheduler.clear(this);
  }

  #arm(): void {
    if (this.#ms !== Number.POSITIVE_INFINITY) this.#scheduler.set(this, this.#scheduler.now() + this.#ms);
  }
}
