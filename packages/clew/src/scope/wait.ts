import type { Cancelled } from "./cancelled.js";
import { currentScheduler } from "./current-scheduler.js";
import type { CancelListener, Region } from "./region.js";
import type { Scheduler } from "./scheduler.js";
import type { Timer } from "./timer-heap.js";

/** A promise that rejects when its region is cancelled, and may resolve when a time has come. */
export class Wait implements CancelListener, Timer {
  at = 0;
  order = 0;
  slot = -1;
  nextListener: CancelListener | undefined = undefined;
  previousListener: CancelListener | undefined = undefined;
  isListening = false;
  readonly #region: Region | undefined;
  readonly #resolve: () => void;
  readonly #reject: (cancelled: Cancelled) => void;
  #scheduler: Scheduler | undefined;
  /** Set where a signal was given that is not the region's own: either of the two ends the wait. */
  #second: SecondListener | undefined;

  constructor(region: Region | undefined, resolve: () => void, reject: (cancelled: Cancelled) => void) {
    this.#region = region;
    this.#resolve = resolve;
    this.#reject = reject;
    region?.listen(this);
  }

  until(at: number): void {
    this.#scheduler = currentScheduler();
    this.#scheduler.set(this, at);
  }

  alsoListenTo(region: Region): void {
    this.#second = new SecondListener(this, region);
  }

  fire(): void {
    this.#leave();
    this.#resolve();
  }

  hear(cancelled: Cancelled): void {
    this.#leave();
    this.#reject(cancelled);
  }

  #leave(): void {
    this.#scheduler?.clear(this);
    this.#region?.unlisten(this);
    this.#second?.leave();
  }
}

class SecondListener implements CancelListener {
  nextListener: CancelListener | undefined = undefined;
  previousListener: CancelListener | undefined = undefined;
  isListening = false;
  readonly #wait: Wait;
  readonly #region: Region;

  constructor(wait: Wait, region: Region) {
    this.#wait = wait;
    this.#region = region;
    region.listen(this);
  }

  leave(): void {
    this.#region.unlisten(this);
  }

  hear(cancelled: Cancelled): void {
    this.#wait.hear(cancelled);
  }
}
