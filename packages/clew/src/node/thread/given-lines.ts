/**
 * How many lines a thread was given through a ring, and how many of them it has written. The thread only says how many
 * bytes it has written: counting lines costs as much as writing them, and is done here, when somebody asks.
 */

import { countLines } from "../write/index.js";
import type { LogRing } from "./log-ring.js";

/** Small amounts are remembered together, up to so many bytes. */
const TOGETHER = 32 * 1024;
/** So much is remembered before it is looked what of it is written. */
const MOST_REMEMBERED = 64;

export class GivenLines {
  readonly #ring: LogRing;
  /** What is not all written, each up to which position of the ring. */
  readonly #left: { end: number; size: number; lines: number }[] = [];
  #given = 0;

  constructor(ring: LogRing) {
    this.#ring = ring;
  }

  /** Lines of so many bytes were put into the ring just now. */
  add(lines: number, size: number): void {
    this.#given += lines;
    const end = this.#ring.head;
    const last = this.#left.at(-1);
    if (last !== undefined && last.size + size <= TOGETHER) {
      last.end = end;
      last.size += size;
      last.lines += lines;
    } else this.#left.push({ end, size, lines });
    if (this.#left.length > MOST_REMEMBERED) this.#forgetWritten(this.#ring.tail);
  }

  /** How many lines of the ring are not written. */
  get pending(): number {
    const { tail } = this.#ring;
    this.#forgetWritten(tail);
    let pending = 0;
    for (const { end, size, lines } of this.#left) {
      const bytes = (end - tail) | 0;
      pending += bytes < size ? countLines(this.#ring.copy(tail, bytes)) : lines;
    }
    return pending;
  }

  get written(): number {
    return this.#given - this.pending;
  }

  /** Of all that were given, so many were not written after all. */
  writtenBut(unwritten: number): number {
    return this.#given - unwritten;
  }

  #forgetWritten(tail: number): void {
    const first = this.#left.findIndex(({ end }) => ((end - tail) | 0) > 0);
    this.#left.splice(0, first === -1 ? this.#left.length : first);
  }
}
