import { runInContext } from "../record/index.js";
import type { Scheduler } from "./scheduler.js";
import { type Timer, TimerHeap } from "./timer-heap.js";

/** `setTimeout` takes no more; a longer wait is taken in parts. */
const LONGEST_MS = 2 ** 31 - 1;
/** How long code may run from checkpoint to checkpoint before it lets others have a turn. */
const TURN_MS = 5;

type SetTimeout = (callback: () => void, ms: number) => unknown;

/** The platform's time: one heap of timers, and one timeout for the first of them. */
export class SystemScheduler implements Scheduler {
  readonly #timers = new TimerHeap();
  #order = 0;
  #alarm: unknown;
  #alarmAt = Number.POSITIVE_INFINITY;
  #turnBegan = 0;

  now(): number {
    return performance.now();
  }

  wallNow(): number {
    return Date.now();
  }

  set(timer: Timer, at: number): void {
    this.#timers.remove(timer);
    timer.at = at;
    timer.order = this.#order++;
    this.#timers.add(timer);
    if (at < this.#alarmAt) this.#arm();
  }

  clear(timer: Timer): void {
    this.#timers.remove(timer);
    // An alarm that comes too early does no harm; one that nobody waits for would hold the process.
    if (this.#timers.size === 0) this.#disarm();
  }

  isTurnDue(): boolean {
    return performance.now() - this.#turnBegan > TURN_MS;
  }

  yieldTurn(resume: () => void): void {
    const begin = () => {
      this.#turnBegan = performance.now();
      resume();
    };
    if (typeof setImmediate === "function") setImmediate(begin);
    else setTimeout(begin, 0);
  }

  readonly #ring = (): void => {
    this.#alarm = undefined;
    this.#alarmAt = Number.POSITIVE_INFINITY;
    const now = performance.now();
    this.#turnBegan = now;
    try {
      for (let first = this.#timers.first; first !== undefined && first.at <= now; first = this.#timers.first) {
        this.#timers.remove(first);
        first.fire();
      }
    } finally {
      this.#arm();
    }
  };

  #arm(): void {
    this.#disarm();
    const first = this.#timers.first;
    if (first === undefined) return;
    this.#alarmAt = first.at;
    const ms = Math.ceil(Math.min(Math.max(first.at - performance.now(), 0), LONGEST_MS));
    // The alarm belongs to no action: it must not keep alive the context of whoever happened to set it.
    this.#alarm = runInContext(undefined, setTimeout as SetTimeout, this.#ring, ms);
  }

  #disarm(): void {
    if (this.#alarm === undefined) return;
    clearTimeout(this.#alarm as never);
    this.#alarm = undefined;
    this.#alarmAt = Number.POSITIVE_INFINITY;
  }
}
