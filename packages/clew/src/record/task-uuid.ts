/**
 * Task ids: valid random UUIDs (version 4) at a fifth of the price of `crypto.randomUUID`. A process draws 90 random
 * bits once; a counter, multiplied so that neighbours look unlike each other, makes the first eight digits, by which
 * people tell tasks apart. Two processes collide only where their 90 bits do.
 */

import { hub } from "./hub.js";
import { uuidOfTest } from "./in-test.js";

const HEX = Array.from({ length: 65_536 }, (_, n) => n.toString(16).padStart(4, "0"));
/** Odd, so that multiplying by it visits every 32-bit number once; from the golden ratio, so that steps spread. */
const STEP = 0x9e3779b1;
const ALL = 2 ** 32;

/** What one process makes its ids of. */
export class UuidSource {
  #first = 0;
  #left = 0;
  #rest = "";

  /** A new UUID. */
  next(): string {
    if (this.#left === 0) this.#draw();
    this.#left--;
    this.#first = (this.#first + STEP) >>> 0;
    return (HEX[this.#first >>> 16] as string) + HEX[this.#first & 0xffff] + this.#rest;
  }

  /** Whether a UUID was made here. Strangers cannot guess one: 90 of its bits are random. */
  made(uuid: string): boolean {
    return this.#rest !== "" && uuid.endsWith(this.#rest);
  }

  #draw(): void {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = crypto.getRandomValues(new Uint16Array(8));
    this.#first = ((g << 16) | h) >>> 0;
    this.#left = ALL - 1;
    this.#rest = `-${HEX[a]}-${HEX[(b & 0x0fff) | 0x4000]}-${HEX[(c & 0x3fff) | 0x8000]}-${HEX[d]}${HEX[e]}${HEX[f]}`;
  }
}

const source = new UuidSource();

/** A new task's UUID. */
export function createTaskUuid(): string {
  return (hub.tests > 0 ? uuidOfTest() : undefined) ?? source.next();
}

/** Whether a task began in this process. */
export function isOwnTaskUuid(taskUuid: string): boolean {
  return source.made(taskUuid);
}
