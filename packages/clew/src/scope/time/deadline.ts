import { currentScheduler } from "./current-scheduler.js";
import type { Scheduler } from "./scheduler.js";
import type { Timer } from "./timer-heap.js";

/** The time that a scope was given. It can be moved both ways, and taken away. */
export class Deadline implements Timer {
  at = 0;
  order = 0;
  slot = -1;
  /** The time that was given, in milliseconds, counted from when it was given. */
  ms = 0;
  readonly #scheduler: Scheduler = currentScheduler();
  readonly #expired: (ms: number) => void;

  constructor(expired: (ms: number) => void) {
    this.#expired = expired;
  }

  set(ms: number): void {
    this.ms = ms;
    this.at = this.#scheduler.now() + ms;
    if (ms === Number.POSITIVE_INFINITY) this.stop();
    else if (ms > 0) this.#scheduler.set(this, this.at);
    else {
      this.stop();
      this.#expired(this.ms);
    }
  }

  /** The deadline as a date. */
  get date(): Date {
    return new Date(this.#scheduler.wallNow() + this.at - this.#scheduler.now());
  }

  get leftMs(): number {
    return this.at - this.#scheduler.now();
  }

  /** Sets a date, or a time that is up earlier. */
  setDate(date: Date, ms = Number.POSITIVE_INFINITY): void {
    const time = date.getTime();
    if (Number.isNaN(time)) {
      throw new RangeError("Cannot end at an invalid Date: give one that is a time, or leave it out for no limit");
    }
    this.set(Math.min(Math.max(time - this.#scheduler.wallNow(), 0), ms));
  }

  fire(): void {
    this.#expired(this.ms);
  }

  stop(): void {
    this.#scheduler.clear(this);
  }
}

/** Refuses a time that is none. */
export function checkMs(ms: number, act: string): number {
  if (typeof ms === "number" && ms >= 0) return ms;
  throw new RangeError(
    `Cannot ${act} ${String(ms)} ms: give a number of milliseconds from 0 up, or leave it out for no limit`,
  );
}
