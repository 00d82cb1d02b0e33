// Rows in ClickHouse's binary form, the cheapest for both sides: values one behind the other, without names.

import type { ShippedRow } from "./shipped-row.js";

/** A number of bytes that holds all of a row but its texts and lists. */
const FIXED_BYTES = 64;
const MOST_COUNT_BYTES = 5;
const LEVEL_BYTES = 8;
const TWO_32 = 0x1_0000_0000;

export class RowBinary {
  #bytes: Buffer;
  #length = 0;

  constructor(bytes = 1 << 20) {
    this.#bytes = Buffer.allocUnsafe(bytes);
  }

  /** The number of bytes so far. */
  get length(): number {
    return this.#length;
  }

  /** Adds a row, in the order of `INGEST_COLUMNS`; `sealed` is in whole seconds. */
  add(row: ShippedRow, host: string, sealed: number): void {
    this.#room(FIXED_BYTES + LEVEL_BYTES * row.level.length);
    this.#double(row.time);
    this.#text(row.taskUuid);
    this.#room(FIXED_BYTES + LEVEL_BYTES * row.level.length);
    this.#count(row.level.length);
    for (const number of row.level) {
      this.#bytes.writeUInt32LE(number % TWO_32, this.#length);
      this.#bytes.writeUInt32LE(Math.floor(number / TWO_32), this.#length + 4);
      this.#length += LEVEL_BYTES;
    }
    this.#bytes[this.#length++] = row.kind;
    this.#text(row.type);
    this.#room(FIXED_BYTES);
    this.#bytes[this.#length++] = row.status;
    this.#double(row.duration);
    for (const text of [row.exception, row.reason, host]) this.#text(text);
    this.#texts(row.fieldNames);
    this.#texts(row.fieldValues);
    this.#text(row.line);
    this.#room(4);
    this.#length = this.#bytes.writeUInt32LE(sealed, this.#length);
  }

  /** The bytes of all rows. They are good until the next row is added. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #double(value: number): void {
    this.#length = this.#bytes.writeDoubleLE(value, this.#length);
  }

  #texts(texts: readonly string[]): void {
    this.#room(MOST_COUNT_BYTES);
    this.#count(texts.length);
    for (const text of texts) this.#text(text);
  }

  #text(text: string): void {
    this.#room(3 * text.length + MOST_COUNT_BYTES);
    const isShort = text.length <= 42;
    if (!isShort) this.#count(Buffer.byteLength(text));
    // A short text's length takes one byte, whatever its characters are.
    const at = isShort ? this.#length + 1 : this.#length;
    const written = this.#bytes.write(text, at);
    if (isShort) this.#bytes[this.#length] = written;
    this.#length = at + written;
  }

  /** A number in groups of seven bits, the lowest first. */
  #count(value: number): void {
    let rest = value;
    for (; rest > 127; rest >>>= 7) this.#bytes[this.#length++] = (rest & 127) | 128;
    this.#bytes[this.#length++] = rest;
  }

  #room(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(2 * this.#bytes.length, this.#length + bytes));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
