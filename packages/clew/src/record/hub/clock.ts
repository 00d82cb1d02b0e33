/**
 * The time of messages: the wall clock at start plus monotonic time, with microseconds. It never goes backwards while
 * the wall clock is within a minute of it, whatever happens to the wall clock; durations do not depend on it at all.
 */

import { fieldNames } from "../../wire/index.js";

const MINUTE_US = 60_000_000;
const CHECK_EVERY_US = 1_000_000;
/** `Date.now` is cut to the millisecond, so less than this is no difference. */
const RESOLUTION_US = 1_000;
/** Where the clock is ahead, it runs slower by one part in this many until the wall clock has caught up. */
const SLOWDOWN = 10;

/** "000" to "999": what follows the millisecond in a timestamp, and it in the second. */
const THREE_DIGITS = Array.from({ length: 1000 }, (_, n) => String(n).padStart(3, "0"));

/** A change of the wall clock by more than a minute: what was shown before, and what is shown now, in seconds. */
export interface ClockJump {
  readonly from: number;
  readonly to: number;
}

/** A millisecond as it stands in a line behind the level's numbers: `],"timestamp":1795385414.527`. */
export interface Millisecond {
  readonly text: string;
}

/** A time other than now: as it stands in a line, and how many microseconds ago it is. */
export interface GivenTime {
  readonly text: string;
  readonly agoUs: number;
}

export class Clock {
  /** Microseconds of the monotonic clock at the last `tick`. */
  monotonicUs = 0;
  /** The time of the last `tick`, up to the millisecond: the same object as long as that is the same. */
  millisecond: Millisecond = { text: "" };
  /** Is told of each jump, before the first message with the new time. */
  onJump: ((jump: ClockJump) => void) | undefined;

  /** Whether both clocks have been read. */
  #isSet = false;
  readonly #wall: () => number;
  readonly #monotonic: () => number;
  #offsetUs = 0;
  #checkAtUs = 0;
  /** By how much the clock is still to fall back, and since when it does. */
  #aheadUs = 0;
  #aheadSinceUs = 0;
  /** The monotonic time at which the current millisecond began. */
  #millisecondUs = Number.NEGATIVE_INFINITY;

  constructor(wall: () => number = () => Date.now(), monotonic: () => number = () => performance.now()) {
    this.#wall = wall;
    this.#monotonic = monotonic;
    this.#set(Math.floor(monotonic() * 1000));
  }

  /** Compares with the wall clock at the next `stamp`, and not only when a second has passed. */
  compareSoon(): void {
    this.#checkAtUs = this.monotonicUs;
  }

  /** The time now as it stands in a line behind the level's numbers: `],"timestamp":1795385414.527422`. */
  stamp(): string {
    const microseconds = this.tick();
    return this.millisecond.text + THREE_DIGITS[microseconds];
  }

  /** Reads the clock: sets `millisecond`, and gives the microseconds in it. May tell of a jump, which logs. */
  tick(): number {
    const now = Math.floor(this.#monotonic() * 1000);
    const sinceMillisecond = now - this.#millisecondUs;
    if (sinceMillisecond < 1000 && now >= this.monotonicUs && now < this.#checkAtUs) {
      this.monotonicUs = now;
      return sinceMillisecond;
    }
    return this.#readAnew(now);
  }

  /** The monotonic clock now. */
  read(): number {
    this.tick();
    return this.monotonicUs;
  }

  /** A time that was given, in milliseconds since the epoch, as `stamp` gives the time now. */
  stampAt(epochMs: number): GivenTime {
    const now = this.stamp();
    const nowUs = Math.round(1e6 * Number(now.slice(now.indexOf(":") + 1)));
    const us = Math.round(1000 * epochMs);
    return { text: `],"${fieldNames.TIMESTAMP}":${(us / 1e6).toFixed(6)}`, agoUs: nowUs - us };
  }

  #readAnew(now: number): number {
    if (!this.#isSet) this.#set(now);
    // The monotonic clock of a test's fake timers may begin again; what was shown goes on from there.
    if (now < this.monotonicUs) {
      this.#offsetUs += this.monotonicUs - now;
      this.#aheadSinceUs -= this.monotonicUs - now;
      this.#checkAtUs = now;
    }
    this.monotonicUs = now;
    // What was told of a jump has logged, and so has read a later time than this.
    if (now >= this.#checkAtUs && this.#compare(now)) return this.tick();
    const isAhead = this.#aheadUs > 0;
    // Falling back may end here, and then moves the offset: it comes before the offset is read.
    const fallenUs = isAhead ? this.#fallenBackUs(now) : 0;
    const wallUs = now + this.#offsetUs - fallenUs;
    const millisecond = Math.floor(wallUs / 1000);
    const second = Math.floor(millisecond / 1000);
    const microseconds = wallUs - millisecond * 1000;
    const text = `],"${fieldNames.TIMESTAMP}":${second}.${THREE_DIGITS[millisecond - second * 1000]}`;
    // Reading a character makes one piece of it, for all the lines of this millisecond.
    text.charCodeAt(0);
    this.millisecond = { text };
    // While the clock runs slower, no text serves for a whole millisecond.
    this.#millisecondUs = isAhead ? Number.NEGATIVE_INFINITY : now - microseconds;
    return microseconds;
  }

  /** Begins with both clocks as they are. Runtimes at the edge have none while modules are loaded, and give 0. */
  #set(now: number): void {
    const wallUs = Math.floor(this.#wall() * 1000);
    this.#isSet = wallUs > 0 && now > 0;
    this.#offsetUs = wallUs - now;
    this.#checkAtUs = now + CHECK_EVERY_US;
  }

  #fallenBackUs(now: number): number {
    const fallen = Math.floor((now - this.#aheadSinceUs) / SLOWDOWN);
    if (fallen < this.#aheadUs) return fallen;
    this.#offsetUs -= this.#aheadUs;
    this.#aheadUs = 0;
    return 0;
  }

  /** Compares with the wall clock; gives whether a jump was told of. */
  #compare(now: number): boolean {
    this.#checkAtUs = now + CHECK_EVERY_US;
    if (this.#aheadUs > 0) {
      const fallen = this.#fallenBackUs(now);
      this.#offsetUs -= fallen;
      this.#aheadUs = 0;
    }
    const wallUs = Math.floor(this.#wall() * 1000);
    const lagUs = wallUs - (now + this.#offsetUs);
    if (Math.abs(wallUs - now) < MINUTE_US && Math.abs(lagUs) > MINUTE_US) {
      // On workerd the monotonic clock stands at zero while a program loads, and counts from the epoch in a request.
      this.#offsetUs = wallUs - now;
      this.#millisecondUs = Number.NEGATIVE_INFINITY;
      return false;
    }
    if (Math.abs(lagUs) > MINUTE_US) {
      const from = (now + this.#offsetUs) / 1e6;
      this.#offsetUs += lagUs;
      this.#millisecondUs = Number.NEGATIVE_INFINITY;
      this.onJump?.({ from, to: wallUs / 1e6 });
      return true;
    }
    if (lagUs > 0) {
      this.#offsetUs += lagUs;
    } else if (lagUs < -RESOLUTION_US) {
      this.#aheadUs = -lagUs;
      this.#aheadSinceUs = now;
    }
    return false;
  }
}

/** Microseconds as the text of a JSON number of seconds. */
export function secondsText(microseconds: number): string {
  if (microseconds >= 1_000_000) return `${microseconds / 1_000_000}`;
  const milliseconds = Math.floor(microseconds / 1000);
  return `0.${THREE_DIGITS[milliseconds]}${THREE_DIGITS[microseconds - milliseconds * 1000]}`;
}
