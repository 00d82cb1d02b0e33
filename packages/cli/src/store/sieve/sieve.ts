// A sieve makes a search fast: it keeps, for each block of rows, which places of `grams.ts` its lines have. A search reads the places
// of its text for all blocks at once, and then only the blocks that have all of them. So the bits lie by place: a number
// of 32 bits tells of 32 blocks, and those are a group. Groups that are not full yet have no sieve, and are read.

import type { DuckDBAppender, DuckDBConnection } from "@duckdb/node-api";
import { rowsOf } from "../database/index.js";
import { LINE_SQL } from "../tables/index.js";
import { FIVES, markGrams, THREES } from "./grams.js";

/** Large enough that a sieve is a small part of a store, small enough that reading a block takes a millisecond. */
export const BLOCK_ROWS = 4096;
export const GROUP_BLOCKS = 32;
export const GROUP_ROWS = BLOCK_ROWS * GROUP_BLOCKS;
/** Places that lie in one row of the table. Those of threes come after all of fives. */
export const PART_PLACES = 2048;
export const FIRST_THREE_PART = FIVES / PART_PLACES;

/** Fills the sieves of the groups that become full while a log is read. */
export class Sieve {
  readonly #bits: DuckDBAppender;
  readonly #blocks: DuckDBAppender;
  readonly #fives = new Uint32Array(FIVES);
  readonly #threes = new Uint32Array(THREES);
  readonly #times = new Float64Array(2 * GROUP_BLOCKS);
  /** Rows before this one were read another time: the group in which it lies is not filled here. */
  readonly #from: number;

  constructor(bits: DuckDBAppender, blocks: DuckDBAppender, from: number) {
    this.#bits = bits;
    this.#blocks = blocks;
    this.#from = Math.ceil(from / GROUP_ROWS) * GROUP_ROWS;
    this.#clear();
  }

  /** Marks a part of the line of a row. */
  mark(n: number, bytes: Uint8Array, start: number, end: number): void {
    if (n < this.#from || end <= start) return;
    const bit = 1 << (Math.floor(n / BLOCK_ROWS) % GROUP_BLOCKS);
    markGrams(bytes, start, end, bit, this.#fives, this.#threes);
  }

  /** Says that all of a row was marked; rows come in their order. */
  endRow(n: number, timestamp: number): void {
    if (n < this.#from) return;
    const block = Math.floor(n / BLOCK_ROWS) % GROUP_BLOCKS;
    if (timestamp < (this.#times[2 * block] as number)) this.#times[2 * block] = timestamp;
    if (timestamp > (this.#times[2 * block + 1] as number)) this.#times[2 * block + 1] = timestamp;
    if ((n + 1) % GROUP_ROWS === 0) this.#write(Math.floor(n / GROUP_ROWS));
  }

  #write(group: number): void {
    for (const [places, firstPart] of [
      [this.#fives, 0],
      [this.#threes, FIRST_THREE_PART],
    ] as const) {
      for (let part = 0; part * PART_PLACES < places.length; part++) {
        this.#bits.appendUInteger(group);
        this.#bits.appendUInteger(firstPart + part);
        const bits = places.subarray(part * PART_PLACES, (part + 1) * PART_PLACES);
        this.#bits.appendBlob(new Uint8Array(bits.buffer, bits.byteOffset, bits.byteLength));
        this.#bits.endRow();
      }
    }
    for (let block = 0; block < GROUP_BLOCKS; block++) {
      this.#blocks.appendUInteger(group * GROUP_BLOCKS + block);
      this.#blocks.appendDouble(this.#times[2 * block] as number);
      this.#blocks.appendDouble(this.#times[2 * block + 1] as number);
      this.#blocks.endRow();
    }
    this.#clear();
  }

  #clear(): void {
    this.#fives.fill(0);
    this.#threes.fill(0);
    for (let i = 0; i < this.#times.length; i += 2) {
      this.#times[i] = Infinity;
      this.#times[i + 1] = -Infinity;
    }
  }
}

/** Completes the group that an earlier read left unfinished, from its lines, if it has become full. */
export async function fillBegunGroup(
  connection: DuckDBConnection,
  bits: DuckDBAppender,
  blocks: DuckDBAppender,
  before: number,
  after: number,
): Promise<void> {
  const first = Math.floor(before / GROUP_ROWS) * GROUP_ROWS;
  if (first === before || after < first + GROUP_ROWS) return;
  const sieve = new Sieve(bits, blocks, first);
  for (let from = first; from < first + GROUP_ROWS; from += BLOCK_ROWS) {
    const rows = await rowsOf<{ n: number; line: string; timestamp: number }>(
      connection,
      `SELECT n, ${LINE_SQL} AS line, timestamp FROM message_rows WHERE n BETWEEN ${from} AND ${from + BLOCK_ROWS - 1} ORDER BY n`,
    );
    for (const { n, line, timestamp } of rows) {
      const bytes = Buffer.from(line);
      sieve.mark(n, bytes, 0, bytes.length);
      sieve.endRow(n, timestamp);
    }
  }
}
