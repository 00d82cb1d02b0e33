// What lines that are alike have in common, byte by byte, with places between where they differ.

import type { LineBlock } from "../line-blocks.js";
import type { Place } from "./place.js";

export class Stencil {
  /** Before each place, and behind the last one. */
  readonly #literals: readonly Literal[];
  readonly #places: readonly Place[];

  /** Cuts places out of a line, each from where it begins to where it ends. */
  constructor(line: string, places: readonly Place[], ends: readonly (readonly [start: number, end: number])[]) {
    const literals: Literal[] = [];
    let from = 0;
    for (const [start, end] of ends) {
      literals.push(new Literal(line.slice(from, start)));
      from = end;
    }
    literals.push(new Literal(`${line.slice(from)}\n`));
    this.#literals = literals;
    this.#places = places;
  }

  get holes(): number {
    return this.#places.length;
  }

  /** Lays it on the line that begins here. Gives where the line ends if it fits, else -1. */
  fit(block: LineBlock, start: number): number {
    const { bytes, words } = block;
    let at = start;
    for (let i = 0; i < this.#places.length; i++) {
      const literal = this.#literals[i] as Literal;
      if (!literal.standsAt(words, at)) return -1;
      at = (this.#places[i] as Place).find(bytes, at + literal.length);
      if (at === -1) return -1;
    }
    const last = this.#literals[this.#places.length] as Literal;
    return last.standsAt(words, at) ? at + last.length - 1 : -1;
  }
}

/** Bytes that are compared four at once; the last four may overlap those before. */
class Literal {
  readonly length: number;
  readonly #bytes: Uint8Array;
  readonly #words: readonly number[];
  /** The places of the words. */
  readonly #last: number;

  constructor(text: string) {
    const bytes = Buffer.from(text);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.length = bytes.length;
    this.#bytes = bytes;
    this.#last = bytes.length - 4;
    const words: number[] = [];
    for (let at = 0; at < this.#last; at += 4) words.push(view.getInt32(at, true));
    if (this.#last >= 0) words.push(view.getInt32(this.#last, true));
    this.#words = words;
  }

  standsAt(words: DataView, at: number): boolean {
    if (at + this.length > words.byteLength) return false;
    const last = this.#words.length - 1;
    if (last < 0) {
      for (let i = 0; i < this.length; i++) if (words.getUint8(at + i) !== this.#bytes[i]) return false;
      return true;
    }
    if (words.getInt32(at + this.#last, true) !== this.#words[last]) return false;
    for (let i = 0; i < last; i++) if (words.getInt32(at + 4 * i, true) !== this.#words[i]) return false;
    return true;
  }
}
