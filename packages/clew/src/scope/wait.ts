import type { Cancelled } from "./cancelled.js";
import { currentScheduler } from "./current-scheduler.js";
import type { CancelListener, Region } from "./region.js";
import type { Scheduler } from "./scheduler.js";
import type { Timer } from "./timer-heap.js";

/** Settles a promise when its region is cancelled, or when it is told to. */
export class Wait implements CancelListener {
  nextListener: CancelListener | undefined = undefined;
  previousListener: CancelListener | undefined = undefined;
  listensTo: Region | undefined = undefined;
  readonly #resolve: () => void;
  readonly #reject: (cancelled: Cancelled) => void;

  constructor(resolve: () => void, reject: (cancelled: Cancelled) => void) {
    this.#resolve = resolve;
    this.#reject = reject;
  }

  fire(): void {
    this.leave();
    this.#resolve();
  }

  hear(cancelled: Cancelled): void {
    this.leave();
    this.#reject(cancelled);
  }

  protected leave(): void {
    this.listensTo?.unlisten(this);
  }
}

/** A wait that ends when its time has come, and that two regions may cancel: the one in force, and a signal's. */
export class TimedWait extends Wait implements Timer {
  at = 0;
  order = 0;
  slot = -1;
  readonly #scheduler: Scheduler = currentScheduler();
  #other: OtherListener | undefined = undefined;

  until(ms: number): void {
    this.#scheduler.set(this, this.#scheduler.now() + ms);
  }

  alsoListenTo(region: Region): void {
    this.#other = new OtherListener(this);
    region.listen(this.#other);
  }

  protected override leave(): void {
    super.leave();
    this.#scheduler.clear(this);
    this.#other?.listensTo?.unlisten(this.#other);
  }
}

class OtherListener implements CancelListener {
  nextListener: CancelListener | undefined = undefined;
  previousListener: CancelListener | undefined = undefined;
  listensTo: Region | undefined = undefined;
  readonly #wait: Wait;

  constructor(wait: Wait) {
    this.#wait = wait;
  }

  hear(cancelled: Cancelled): void {
    this.#wait.hear(cancelled);
  }
}
