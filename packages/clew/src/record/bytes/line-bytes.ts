/**
 * Lines as the bytes that they are, in the memory of the destination that will write them. Whole lines stand between
 * `from` and `at`, and from there to `end` the one that is being written. What its getters, proxies and `toJSON` log meanwhile is put
 * before it, and it moves up: whatever a program does while a line is half written, the lines before it are whole.
 */

import { encodeNumber, quote } from "../../wire/index.js";
import type { Millisecond } from "../hub/index.js";
import { secondsText } from "../hub/index.js";
import { addOwnBytes } from "./own-bytes.js";
import { type ScannedMemory, scannedMemory } from "./plain-scan.js";
import { toWords, type Words } from "./words.js";

/** Memory that texts can be written to; Node's `Buffer` is. */
export interface TextMemory extends Uint8Array {
  /**
   * Writes as much of a text as there is room for, whole characters; gives how many bytes those are. As `latin1` each
   * character is one byte, at half of the price.
   */
  write(text: string, at: number, room: number, encoding?: "latin1"): number;
  toString(encoding?: "utf8", from?: number, to?: number): string;
}

/** The destination whose memory it is. */
export interface LineOwner {
  /** Called for each line that ends beyond the limit, or is longer than lines may be. */
  took(): void;
}

/** Room for what is gathered, and for a line behind it; longer lines have memory made for them. */
const ROOM = 192 * 1024;
/** When so much is written, what comes begins at the beginning of the memory again. */
const BEGIN_AGAIN = 32 * 1024;
/** Every piece is preceded by the question whether there is room for it and for what has a bounded length. */
const SPARE = 64;
/** Up to here a loop over the characters is the quickest. */
const SHORT = 32;
/** Longer strings are looked at before there is memory for them. */
const LONG = 64 * 1024;

/** What is more than a byte in Latin-1; the engine knows of most texts that there is none, and does not look. */
const WIDE = /[\u0100-\uffff]/;

/** To look through so many characters costs as much as to make the memory in which that is done for half the price. */
const SCAN_AFTER = 8 * 1024 * 1024;

const encoder = new TextEncoder();

const TRUE = toWords("true");
const FALSE = toWords("false");
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ZERO = 0x30;
/** Three digits of each number below 1,000, the first in the lowest byte. */
const DIGITS = Int32Array.from({ length: 1000 }, (_, n) => {
  const tens = Math.floor(n / 10);
  return (ZERO + Math.floor(n / 100)) | ((ZERO + (tens % 10)) << 8) | ((ZERO + (n % 10)) << 16);
});
/** What ten is counted from in hexadecimal. */
const LETTERS = 0x61 - 10;
const ZERO_POINT = toWords("0.");
/** What in four bytes would be a character too small, a quote, a backslash or no ASCII shows in these bits. */
const HIGH_BITS = 0x80808080;

/** A number of its own for each state of each memory in which places stay what they are. */
let generations = 0;

export class LineBytes {
  /** From here on lines are to be written; what stands before them is what others are copied from. */
  from = 0;
  /** Up to here there are whole lines. */
  at = 0;
  /** Up to here the line that is being written; where none is, the same. */
  end = 0;
  /** How many whole lines there are. */
  lines = 0;
  /** Where the last whole line begins. */
  last = 0;
  /** The destination is told of each line that ends beyond this. */
  limit = 0;
  /** Another one as soon as what stood at a place may stand there no more. */
  generation = ++generations;
  memory: TextMemory;
  readonly #memoryOver: (buffer: ArrayBuffer) => TextMemory;
  #usual: TextMemory;
  readonly #longest: number;
  readonly #owner: LineOwner;
  #view: DataView;
  /** The same memory, four bytes at a time. */
  #ints: Int32Array;
  /** How many characters of long strings will be looked at before WebAssembly does it. */
  #scanIn = SCAN_AFTER;
  /** What does it in the usual memory; `undefined` where nothing does. */
  #scan: ScannedMemory["isPlain"] | undefined;
  #millisecond: Millisecond | undefined;
  #millisecondWords: Words = toWords("");

  constructor(memoryOver: (buffer: ArrayBuffer) => TextMemory, longest: number, owner: LineOwner) {
    this.#memoryOver = memoryOver;
    this.#longest = longest;
    this.#owner = owner;
    this.#usual = memoryOver(new ArrayBuffer(ROOM));
    this.memory = this.#usual;
    this.#view = viewOf(this.#usual);
    this.#ints = intsOf(this.#usual);
    addOwnBytes(this);
  }

  /** Whether a line is half written. */
  get isOpen(): boolean {
    return this.end !== this.at;
  }

  /** The length of the line that is being written. */
  get length(): number {
    return this.end - this.at;
  }

  /** What so many bytes of a line that stands here begin with. */
  copy(from: number, length: number): void {
    if (this.end + length + SPARE > this.memory.length) this.#grow(length);
    const view = this.#view;
    const { end } = this;
    for (let i = 0; i < length; i += 4) view.setInt32(end + i, view.getInt32(from + i, true), true);
    this.end = end + length;
  }

  words({ ints, length }: Words): void {
    if (this.end + length + SPARE > this.memory.length) this.#grow(length);
    const view = this.#view;
    let { end } = this;
    for (let i = 0; i < ints.length; i++, end += 4) view.setInt32(end, ints[i] as number, true);
    this.end += length;
  }

  /** A time as it stands in a line: the millisecond, which is the same for many lines, and the microseconds in it. */
  time(millisecond: Millisecond, microseconds: number): void {
    if (millisecond !== this.#millisecond) {
      this.#millisecond = millisecond;
      this.#millisecondWords = toWords(millisecond.text);
    }
    this.words(this.#millisecondWords);
    this.#threeDigits(microseconds);
  }

  /** Microseconds as a JSON number of seconds. */
  seconds(microseconds: number): void {
    if (microseconds >= 1_000_000) {
      this.text(secondsText(microseconds));
      return;
    }
    this.words(ZERO_POINT);
    const milliseconds = (microseconds / 1000) | 0;
    this.#threeDigits(milliseconds);
    this.#threeDigits(microseconds - 1000 * milliseconds);
  }

  /** Two hexadecimal digits in the place of what stands so many bytes before the end. */
  hexBefore(back: number, n: number): void {
    const { memory } = this;
    const at = this.end - back;
    const [high, low] = [n >> 4, n & 0xf];
    memory[at] = high < 10 ? ZERO + high : LETTERS + high;
    memory[at + 1] = low < 10 ? ZERO + low : LETTERS + low;
  }

  number(value: number): void {
    const integer = value | 0;
    if (integer === value && integer > 0) this.#integer(integer);
    else this.text(encodeNumber(value));
  }

  boolean(value: boolean): void {
    this.words(value ? TRUE : FALSE);
  }

  /** A text as JSON. */
  string(text: string): void {
    const { length } = text;
    if (length <= SHORT ? this.#shortString(text) : length <= LONG && this.#longString(text)) return;
    this.text(quote(text));
  }

  /** A text as it is. */
  text(text: string): void {
    if (text.length <= SHORT && this.#shortText(text)) return;
    const room = 3 * text.length;
    if (room > ROOM) {
      this.#bytes(encoder.encode(text));
      return;
    }
    if (this.end + room + SPARE > this.memory.length) this.#grow(room);
    this.end += this.memory.write(text, this.end, room);
  }

  /** The line that is being written is as long as it was: what came afterwards is taken back. */
  cut(length: number): void {
    this.end = this.at + length;
  }

  /** Takes the line that is being written away, as text. */
  take(): string {
    const text = this.memory.toString("utf8", this.at, this.end);
    this.end = this.at;
    this.generation = ++generations;
    return text;
  }

  /** The line that is being written is whole. */
  close(): void {
    this.last = this.at;
    this.at = this.end;
    this.lines++;
    this.#tellIfDue();
  }

  /** Adds a whole line, before one that is being written. */
  add(line: string): void {
    this.#insert(line);
    this.#tellIfDue();
  }

  /** Puts another text in the place of the last whole line. */
  replaceLast(change: (line: string) => string): void {
    const line = this.memory.toString("utf8", this.last, this.at);
    this.memory.copyWithin(this.last, this.at, this.end);
    this.end -= this.at - this.last;
    this.at = this.last;
    this.lines--;
    this.generation = ++generations;
    this.#insert(change(line));
  }

  /** So many lines of so many bytes are written, or given up: the first ones. */
  forget(bytes: number, lines: number): void {
    this.from += bytes;
    this.lines -= lines;
    if (this.from > BEGIN_AGAIN) this.#beginAgain();
  }

  #beginAgain(): void {
    this.generation = ++generations;
    const { from } = this;
    if (this.end > from) this.memory.copyWithin(0, from, this.end);
    this.from = 0;
    this.at -= from;
    this.end -= from;
    this.last -= from;
    if (this.end === 0 && this.memory !== this.#usual) this.#use(this.#usual);
  }

  #insert(line: string): void {
    const open = this.isOpen ? Uint8Array.from(this.memory.subarray(this.at, this.end)) : undefined;
    this.end = this.at;
    this.text(line);
    this.last = this.at;
    this.at = this.end;
    this.lines++;
    if (open !== undefined) this.#bytes(open);
  }

  #tellIfDue(): void {
    if (this.at > this.limit || this.at - this.last > this.#longest) this.#owner.took();
  }

  #threeDigits(n: number): void {
    this.#view.setInt32(this.end, DIGITS[n] as number, true);
    this.end += 3;
  }

  #integer(n: number): void {
    if (this.end + SPARE > this.memory.length) this.#grow(0);
    if (n < 1000) {
      const digits = n < 10 ? 1 : n < 100 ? 2 : 3;
      this.#view.setInt32(this.end, (DIGITS[n] as number) >> (8 * (3 - digits)), true);
      this.end += digits;
      return;
    }
    const thousands = (n / 1000) | 0;
    this.#integer(thousands);
    this.#threeDigits(n - 1000 * thousands);
  }

  #shortText(text: string): boolean {
    if (this.end + SPARE > this.memory.length) this.#grow(0);
    const { memory } = this;
    let { end } = this;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7f) return false;
      memory[end++] = code;
    }
    this.end = end;
    return true;
  }

  #shortString(text: string): boolean {
    if (this.end + SPARE > this.memory.length) this.#grow(0);
    const { memory } = this;
    let { end } = this;
    memory[end++] = QUOTE;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code < 0x20 || code === QUOTE || code === BACKSLASH || code > 0x7e) return false;
      memory[end++] = code;
    }
    memory[end++] = QUOTE;
    this.end = end;
    return true;
  }

  /** Writes a text that needs no escape; false where it may need some, and then nothing is written. */
  #longString(text: string): boolean {
    const { length } = text;
    if (this.end + length + SPARE > this.memory.length) this.#grow(length);
    if (this.#scanIn > 0) this.#comeCloserToScan(length);
    if (WIDE.test(text)) return false;
    const { memory, end } = this;
    const to = end + 1 + length;
    memory.write(text, end + 1, length, "latin1");
    const scan = memory === this.#usual ? this.#scan : undefined;
    if (scan === undefined ? !this.#isPlain(text, end + 1, to) : scan(end + 1, to) === 0) return false;
    memory[end] = QUOTE;
    memory[end + 1 + length] = QUOTE;
    this.end = end + length + 2;
    return true;
  }

  #comeCloserToScan(length: number): void {
    // A memory that grew is soon given back.
    if (this.memory !== this.#usual) return;
    this.#scanIn -= length;
    if (this.#scanIn > 0) return;
    const scanned = scannedMemory(ROOM);
    if (scanned === undefined) return;
    const memory = this.#memoryOver(scanned.buffer);
    memory.set(this.#usual.subarray(0, this.end));
    this.#usual = memory;
    this.#scan = scanned.isPlain;
    this.#use(memory);
  }

  /** Whether a text, which stands there, is ASCII without control characters, quotes and backslashes. */
  #isPlain(text: string, from: number, to: number): boolean {
    // The engine finds one character much faster than we find one of many.
    if (text.indexOf('"') !== -1 || text.indexOf("\\") !== -1) return false;
    const { memory } = this;
    const ints = this.#ints;
    let i = from;
    for (; (i & 3) !== 0; i++) if ((memory[i] as number) < 0x20 || (memory[i] as number) > 0x7f) return false;
    // A control character is too small and borrows from the highest bit of its byte, which no ASCII character has set.
    let [a, b, c, d] = [0, 0, 0, 0];
    let word = i >> 2;
    for (const whole = (to >> 2) - 3; word < whole; word += 4) {
      const [w, x, y, z] = [
        ints[word] as number,
        ints[word + 1] as number,
        ints[word + 2] as number,
        ints[word + 3] as number,
      ];
      a |= w | (w - 0x20202020);
      b |= x | (x - 0x20202020);
      c |= y | (y - 0x20202020);
      d |= z | (z - 0x20202020);
    }
    if (((a | b | c | d) & HIGH_BITS) !== 0) return false;
    for (i = word << 2; i < to; i++) if ((memory[i] as number) < 0x20 || (memory[i] as number) > 0x7f) return false;
    return true;
  }

  #bytes(bytes: Uint8Array): void {
    if (this.end + bytes.length + SPARE > this.memory.length) this.#grow(bytes.length);
    this.memory.set(bytes, this.end);
    this.end += bytes.length;
  }

  /** Makes room for so many bytes more. */
  #grow(size: number): void {
    const larger = this.#memoryOver(new ArrayBuffer(Math.max(2 * this.memory.length, this.end + size + SPARE)));
    larger.set(this.memory.subarray(0, this.end));
    this.#use(larger);
  }

  #use(memory: TextMemory): void {
    this.memory = memory;
    this.#view = viewOf(memory);
    this.#ints = intsOf(memory);
  }
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

function intsOf({ buffer, byteOffset, byteLength }: Uint8Array): Int32Array {
  return new Int32Array(buffer, byteOffset, byteLength >> 2);
}
