// A place in a line where a value stands: what stood there last, and whether it was ever something else.

import type { LineBlock } from "../line-blocks.js";

/** A longer value varies for certain. */
const LONGEST_CONSTANT = 64;

/** A text has no escapes; a number is no long integer. */
type Kind = "text" | "number" | "moment" | "stream";

const PATTERNS: Readonly<Record<Kind, string>> = {
  // A line within a text would have escapes.
  text: '([^"\\\\\\x00-\\x1f]*)',
  number: "(-?(?:0|[1-9]\\d{0,14})(?:\\.\\d+)?)",
  moment: "([\\d:.TZ+-]*)",
  stream: "(stdout|stderr)",
};

export class Place {
  readonly kind: Kind;
  value: string | number = "";
  varies = false;
  /** As it was written in the line that was read by the pattern last. */
  written: string | undefined;
  /** Where it was found in the bytes. */
  #start = 0;
  #end = 0;
  /** The number that was found; NaN where it has too many digits to be read one by one. */
  #number = 0;

  constructor(kind: Kind) {
    this.kind = kind;
  }

  /** A pattern of what may stand here, with one group. */
  get pattern(): string {
    return PATTERNS[this.kind];
  }

  /** Takes what the pattern found here. */
  note(found: string): void {
    if (!this.varies && found === this.written) return;
    this.varies ||= this.written !== undefined || found.length > LONGEST_CONSTANT;
    this.written = found;
    this.value = this.kind === "number" ? Number(found) : found;
  }

  /** Looks for the value that begins here; gives where it ends, or -1. */
  find(bytes: Uint8Array, start: number): number {
    this.#start = start;
    this.#end =
      this.kind === "text"
        ? endOfText(bytes, start)
        : this.kind === "number"
          ? this.#endOfNumber(bytes, start)
          : this.kind === "moment"
            ? endOfMoment(bytes, start)
            : endOfStream(bytes, start);
    return this.#end;
  }

  /** Takes what was found in these bytes. */
  take(block: LineBlock): void {
    if (this.kind !== "number") this.value = this.foundIn(block);
    else this.value = Number.isNaN(this.#number) ? Number(this.foundIn(block)) : this.#number;
  }

  /** What was found, as it is written. */
  foundIn(block: LineBlock): string {
    return block.text(this.#start, this.#end);
  }

  /** The end of a number as JSON has it, of at most 15 digits before the point. */
  #endOfNumber(bytes: Uint8Array, start: number): number {
    let at = start;
    let number = 0;
    const isNegative = bytes[at] === MINUS;
    if (isNegative) at++;
    const first = at;
    for (; isDigit(bytes[at]); at++) number = number * 10 + (bytes[at] as number) - ZERO;
    let digits = at - first;
    if (digits === 0 || digits > MOST_DIGITS || (digits > 1 && bytes[first] === ZERO)) return -1;
    if (bytes[at] === POINT && isDigit(bytes[at + 1])) {
      const point = at++;
      for (; isDigit(bytes[at]); at++) number = number * 10 + (bytes[at] as number) - ZERO;
      digits = at - first - 1;
      // One number that is exact, divided by another one, is as near as a number can be.
      number = digits > MOST_DIGITS ? Number.NaN : number / (POWERS_OF_TEN[at - point - 1] as number);
    }
    this.#number = isNegative ? -number : number;
    return at;
  }
}

function endOfText(bytes: Uint8Array, start: number): number {
  let at = start;
  for (
    let code = bytes[at] as number;
    code >= SPACE && code !== QUOTE && code !== BACKSLASH;
    code = bytes[at] as number
  )
    at++;
  return at;
}

function endOfMoment(bytes: Uint8Array, start: number): number {
  let at = start;
  while (MAY_STAND_IN_MOMENT[bytes[at] as number] === 1) at++;
  return at;
}

function endOfStream(bytes: Uint8Array, start: number): number {
  const isOne = STREAMS.some((stream) => stream.every((code, i) => bytes[start + i] === code));
  return isOne ? start + 6 : -1;
}

function isDigit(code: number | undefined): boolean {
  return code !== undefined && code >= ZERO && code <= NINE;
}

/** Integers of so many digits are exact. */
const MOST_DIGITS = 15;
const POWERS_OF_TEN = Array.from({ length: MOST_DIGITS + 1 }, (_, power) => 10 ** power);
const MAY_STAND_IN_MOMENT = Uint8Array.from({ length: 256 }, (_, code) =>
  /[\d:.TZ+-]/.test(String.fromCharCode(code)) ? 1 : 0,
);
const STREAMS = ["stdout", "stderr"].map((stream) => [...Buffer.from(stream)]);
const SPACE = 32;
const QUOTE = 34;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;
const BACKSLASH = 92;
