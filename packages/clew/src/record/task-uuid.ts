/**
 * Task ids: valid random UUIDs (version 4) at a tenth of the price of `crypto.randomUUID`. A process draws 90 random
 * bits once; a counter makes the first eight digits. Its low half comes first, multiplied so that neighbours look unlike
 * each other, for people tell tasks apart by the beginning. Two processes collide only where their 90 bits do.
 */

import { uuidOfTest } from "./current/index.js";
import { toFlat } from "./fields/index.js";
import { hub } from "./hub/index.js";

/** Two digits at a time: a table of four is 2 MB, which no cache keeps. */
const HEX = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, "0"));
/** Odd, so that adding it visits every 16-bit number once; from the golden ratio, so that steps spread. */
const STEP = 0x9e37;
const HALF = 0x10000;

/** What one process makes its ids of. */
export class UuidSource {
  #low = 0;
  /** How many ids are left before the high half of the counter moves on. */
  #left = 0;
  #high = 0;
  /** How many high halves are left before new bits are drawn. */
  #halvesLeft = 0;
  #random = "";
  #rest = "";

  /** A new UUID. */
  next(): string {
    if (this.#left === 0) this.#nextHalf();
    this.#left--;
    this.#low = (this.#low + STEP) & 0xffff;
    return (HEX[this.#low >>> 8] as string) + HEX[this.#low & 0xff] + this.#rest;
  }

  /** Whether a UUID was made here. Strangers cannot guess one: 90 of its bits are random. */
  made(uuid: string): boolean {
    return this.#random !== "" && uuid.endsWith(this.#random);
  }

  #nextHalf(): void {
    if (this.#halvesLeft === 0) this.#draw();
    this.#halvesLeft--;
    this.#left = HALF;
    this.#high = (this.#high + STEP) & 0xffff;
    this.#rest = toFlat(fourDigits(this.#high) + this.#random);
  }

  #draw(): void {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, low = 0, high = 0] = crypto.getRandomValues(new Uint16Array(8));
    this.#low = low;
    this.#high = high;
    this.#halvesLeft = HALF;
    const [version, variant] = [(b & 0x0fff) | 0x4000, (c & 0x3fff) | 0x8000];
    const last = fourDigits(d) + fourDigits(e) + fourDigits(f);
    this.#random = `-${fourDigits(a)}-${fourDigits(version)}-${fourDigits(variant)}-${last}`;
  }
}

function fourDigits(n: number): string {
  return n.toString(16).padStart(4, "0");
}

const source = new UuidSource();

/** A new task's UUID; a test may give them. */
export function createTaskUuid(): string {
  return (hub.tests > 0 ? uuidOfTest() : undefined) ?? source.next();
}

/** Whether a task began in this process. */
export function isOwnTaskUuid(taskUuid: string): boolean {
  return source.made(taskUuid);
}
