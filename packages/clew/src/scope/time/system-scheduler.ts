/**
 * The platform's time. Fake timers put another clock in the place of the platform's, and put it away again: so each
 * `setTimeout` that a timer was set under has timers and an alarm of its own, and none waits for a clock that is gone.
 */

import { runInContext } from "../../record/index.js";
import type { Scheduler } from "./scheduler.js";
import { type Timer, TimerHeap } from "./timer-heap.js";

/** `setTimeout` takes no more; a longer wait is taken in parts. */
const LONGEST_MS = 2 ** 31 - 1;
/** The sum and difference of two times may be more than a whole number by their rounding; that is no further millisecond. */
const ROUNDING_MS = 1e-6;
/** How long code may run from checkpoint to checkpoint before it lets others have a turn. */
const TURN_MS = 5;

type SetTimeout = (callback: () => void, ms: number) => unknown;

/** Turns are no matter of time: fake timers must not stop a computation that lets others in. */
const nativeSetTimeout = setTimeout as SetTimeout;
const nextTurn: (resume: () => void) => unknown =
  typeof setImmediate === "function" ? setImmediate : (resume) => nativeSetTimeout(resume, 0);

/** One heap of timers, and one timeout for the first of them. */
class AlarmClock {
  readonly setTimeout = setTimeout as SetTimeout;
  readonly #clearTimeout = clearTimeout as (alarm: unknown) => void;
  readonly isNative = this.setTimeout === nativeSetTimeout;
  readonly #timers = new TimerHeap();
  readonly #rang: () => void;
  /** How far the alarms of a fake clock have run ahead of `performance.now()`, which fake clocks may leave alone. */
  #skew = 0;
  #alarm: unknown;
  /** Names the alarm that is set: another that rings was set before it. */
  #current: object | undefined;
  #alarmAt = Number.POSITIVE_INFINITY;
  #isPartial = false;

  constructor(rang: () => void) {
    this.#rang = rang;
  }

  get isIdle(): boolean {
    return this.#timers.size === 0;
  }

  now(): number {
    return performance.now() + this.#skew;
  }

  add(timer: Timer): void {
    this.#timers.add(timer);
    // A fake clock may have been put away and back since, and have forgotten the alarm.
    if (timer.at < this.#alarmAt || !this.isNative) this.#arm();
  }

  /** Takes a timer out; says whether it was here. */
  remove(timer: Timer): boolean {
    if (!this.#timers.holds(timer)) return false;
    this.#timers.remove(timer);
    // An alarm that comes too early does no harm; one that nobody waits for would hold the process.
    if (this.#timers.size === 0) this.#disarm();
    return true;
  }

  #ring(alarm: object): void {
    if (alarm !== this.#current) return;
    let now = this.now();
    if (!this.isNative && !this.#isPartial && now < this.#alarmAt) {
      this.#skew += this.#alarmAt - now;
      now = this.#alarmAt;
    }
    this.#alarm = undefined;
    this.#alarmAt = Number.POSITIVE_INFINITY;
    this.#rang();
    try {
      for (let first = this.#timers.first; first !== undefined && first.at <= now; first = this.#timers.first) {
        this.#timers.remove(first);
        first.fire();
      }
    } finally {
      this.#arm();
    }
  }

  #arm(): void {
    this.#disarm();
    const { first } = this.#timers;
    if (first === undefined) return;
    this.#alarmAt = first.at;
    const leftMs = Math.max(first.at - this.now(), 0);
    this.#isPartial = leftMs > LONGEST_MS;
    const ms = Math.ceil(Math.min(leftMs, LONGEST_MS) - ROUNDING_MS);
    // The alarm belongs to no action: it must not keep alive the context of whoever happened to set it.
    const current = {};
    this.#current = current;
    this.#alarm = runInContext(undefined, this.setTimeout, () => this.#ring(current), ms);
  }

  #disarm(): void {
    if (this.#alarm === undefined) return;
    // A fake clock that was put away would take the handle for one of its own; its alarm is let ring, and not heard.
    // A browser's takes no `this` but its window.
    const clear = this.#clearTimeout;
    if (this.isNative) clear(this.#alarm);
    this.#current = undefined;
    this.#alarm = undefined;
    this.#alarmAt = Number.POSITIVE_INFINITY;
  }
}

/** The scheduler of a process: the clock that is in force, and those that were and still hold timers. */
export class SystemScheduler implements Scheduler {
  #clock = this.#createClock();
  #others: AlarmClock[] = [];
  #order = 0;
  #turnBegan = 0;

  now(): number {
    return this.#inForce().now();
  }

  wallNow(): number {
    return Date.now();
  }

  set(timer: Timer, at: number): void {
    this.clear(timer);
    timer.at = at;
    timer.order = this.#order++;
    this.#inForce().add(timer);
  }

  clear(timer: Timer): void {
    if (timer.slot === -1 || this.#clock.remove(timer)) return;
    for (const clock of this.#others) if (clock.remove(timer)) return;
  }

  isTurnDue(): boolean {
    return performance.now() - this.#turnBegan > TURN_MS;
  }

  yieldTurn(resume: () => void): void {
    nextTurn(() => {
      this.#turnBegan = performance.now();
      resume();
    });
  }

  #inForce(): AlarmClock {
    if (this.#clock.setTimeout === setTimeout) return this.#clock;
    // A fake clock that comes back begins anew: what was set before it was put away is gone.
    const known = this.#others.find((clock) => clock.isNative && clock.setTimeout === setTimeout);
    this.#others = [this.#clock, ...this.#others].filter((clock) => clock !== known && !clock.isIdle);
    this.#clock = known ?? this.#createClock();
    return this.#clock;
  }

  #createClock(): AlarmClock {
    return new AlarmClock(() => {
      this.#turnBegan = performance.now();
    });
  }
}
