/**
 * Task ids: UUIDs of version 7, which begin with the millisecond in which they were made. Ids of one process sort as they
 * were made, and a bare id tells a store of many days where to look. Behind the time stand a counter of 12 bits, which
 * begins anew with each millisecond, and 62 random bits that a process draws once: two processes make the same id only
 * where these bits are the same.
 */

import { lineStart } from "../wire/index.js";
import { type LineBytes, toWords, type Words } from "./bytes/index.js";
import { uuidOfTest } from "./current/index.js";
import { toFlat } from "./fields/index.js";
import { hub } from "./hub/index.js";

/** Two digits at a time: a table of all counters would cost more memory than it saves time. */
const HEX = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, "0"));
const LAST_COUNT = 0xfff;
/** The wall clock may be set back by this much, and the ids still sort; beyond it they follow the clock. */
const MOST_BACK_MS = 60_000;

/** From the last two digits of the counter on a beginning of a line has so many bytes. */
const FROM_COUNTER = (lineStart("|").split("|").at(-1)?.length as number) + "00-0000-000000000000".length;

/** The clocks that ids are made by: the wall's, and one that is cheap to look at and never goes back. */
export interface UuidClocks {
  milliseconds(): number;
  monotonicUs(): number;
}

const CLOCKS: UuidClocks = {
  milliseconds: () => Date.now(),
  monotonicUs: () => hub.clock.monotonicUs,
};

/** What one process makes its ids of. */
export class UuidSource {
  readonly #clocks: UuidClocks;
  #milliseconds = 0;
  /** The cheap clock at the last look at the wall's: within a millisecond of it there is no other. */
  #lookedUs = Number.NEGATIVE_INFINITY;
  #count = 0;
  /** The id up to the last two digits of its counter. */
  #head = "";
  #random = "";
  /** What the lines of a task begin with, of those whose ids differ in the last two digits of the counter. */
  #start: Words = toWords("");
  #startOf = "";
  /** The last head that a line began with. */
  #seen = "";

  constructor(clocks: UuidClocks = CLOCKS) {
    this.#clocks = clocks;
  }

  /** A new UUID. */
  next(): string {
    this.#step();
    return this.last;
  }

  /** The last one that was made. */
  get last(): string {
    return this.#head + HEX[this.#count & 0xff] + this.#random;
  }

  /** Puts what the lines of a task with a new UUID begin with. */
  putStart(line: LineBytes): void {
    this.#step();
    if (this.#startOf !== this.#head) {
      // Of a single task a millisecond it costs less to write the text.
      if (this.#seen !== this.#head) {
        this.#seen = this.#head;
        line.text(lineStart(this.last));
        return;
      }
      this.#startOf = this.#head;
      this.#start = toWords(lineStart(`${this.#head}00${this.#random}`));
    }
    line.words(this.#start);
    line.hexBefore(FROM_COUNTER, this.#count & 0xff);
  }

  #step(): void {
    const nowUs = this.#clocks.monotonicUs();
    const isSoon = nowUs - this.#lookedUs < 1000 && nowUs >= this.#lookedUs;
    if (isSoon && (this.#count & 0xff) !== 0xff) this.#count++;
    else this.#moveOn(nowUs);
  }

  /** Whether a UUID was made here. Strangers cannot guess one: 62 of its bits are random. */
  made(uuid: string): boolean {
    return this.#random !== "" && uuid.endsWith(this.#random);
  }

  #moveOn(nowUs: number): void {
    if (this.#random === "") this.#random = drawRandom();
    this.#lookedUs = nowUs;
    const now = this.#clocks.milliseconds();
    if (now > this.#milliseconds || now < this.#milliseconds - MOST_BACK_MS) {
      this.#milliseconds = now;
      this.#count = 0;
    } else if (this.#count < LAST_COUNT) this.#count++;
    else {
      this.#milliseconds++;
      this.#count = 0;
    }
    const time = Math.floor(this.#milliseconds).toString(16).padStart(12, "0");
    this.#head = toFlat(`${time.slice(0, 8)}-${time.slice(8)}-7${(this.#count >>> 8).toString(16)}`);
  }
}

function drawRandom(): string {
  const [a = 0, b = 0, c = 0, d = 0] = crypto.getRandomValues(new Uint16Array(4));
  return toFlat(`-${fourDigits((a & 0x3fff) | 0x8000)}-${fourDigits(b)}${fourDigits(c)}${fourDigits(d)}`);
}

function fourDigits(n: number): string {
  return n.toString(16).padStart(4, "0");
}

const source = new UuidSource();

/**
 * A new task's UUID; a test may give them. Who writes a line of the task has read the clock before; where nobody listens,
 * nobody has.
 */
export function createTaskUuid(): string {
  if (!hub.isListening) hub.clock.read();
  return (hub.tests > 0 ? uuidOfTest() : undefined) ?? source.next();
}

/** Puts what the lines of a new task begin with, where no test gives ids; gives its UUID. */
export function putNewTask(line: LineBytes): string {
  source.putStart(line);
  return source.last;
}

/** Whether a task began in this process. */
export function isOwnTaskUuid(taskUuid: string): boolean {
  return source.made(taskUuid);
}
