/**
 * What a file did not take yet: lines in their order, the first of them perhaps written in part. Nothing here writes;
 * `next` gives bytes to write, `took` says how many of them were.
 */

const NEWLINE = 10;
/** Lines are joined into pieces of about this size. */
const PIECE = 64 * 1024;

interface Piece {
  readonly bytes: Uint8Array;
  readonly lines: number;
}

/** By hand: a search for each newline would cost more than the walk. */
export function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === NEWLINE) lines++;
  return lines;
}

export class Backlog {
  /** How many bytes wait. */
  bytes = 0;
  /** How many lines wait, a partly written one included. */
  lines = 0;
  readonly #pieces: Piece[] = [];
  /** The piece that lines are added to. */
  #last: Uint8Array | undefined;
  #lastBytes = 0;
  #lastLines = 0;
  #head: Uint8Array | undefined;
  /** How many lines end in the head. */
  #headLines = 0;
  #written = 0;

  /** Whether the file ends in the middle of the first line. */
  get isPartlyWritten(): boolean {
    return this.#written > 0;
  }

  /** How many bytes of the first line are written. */
  get part(): number {
    return this.#written;
  }

  /** Adds a copy of whole lines. */
  add(bytes: Uint8Array, lines: number): void {
    const size = bytes.length;
    this.bytes += size;
    this.lines += lines;
    if (this.#last !== undefined && this.#lastBytes + size > this.#last.length) this.#endPiece();
    this.#last ??= new Uint8Array(Math.max(size, PIECE));
    this.#last.set(bytes, this.#lastBytes);
    this.#lastBytes += size;
    this.#lastLines += lines;
  }

  /** Adds whole lines, which stay where they are; `lines` is 0 where nobody asks how many wait. */
  addBytes(bytes: Uint8Array, lines: number): void {
    if (bytes.length === 0) return;
    this.#endPiece();
    this.bytes += bytes.length;
    this.lines += lines;
    this.#pieces.push({ bytes, lines });
  }

  /** The bytes to be written next; `undefined` where nothing waits. */
  next(): Uint8Array | undefined {
    if (this.#head !== undefined) return this.#head;
    if (this.#pieces.length === 0) this.#endPiece();
    const piece = this.#pieces.shift();
    if (piece === undefined) return undefined;
    this.#head = piece.bytes;
    this.#headLines = piece.lines;
    return this.#head;
  }

  /** Says that so many of the bytes that `next` gave are written; gives how many lines have become whole by that. */
  took(count: number): number {
    const head = this.#head as Uint8Array;
    const taken = head.subarray(0, count);
    const isCounted = count === head.length || this.#headLines === 0;
    const lines = isCounted ? this.#headLines : countLines(taken);
    this.#headLines -= lines;
    const begun = taken.lastIndexOf(NEWLINE) + 1;
    this.#written = begun === 0 ? this.#written + count : count - begun;
    this.#head = count < head.length ? head.subarray(count) : undefined;
    this.bytes -= count;
    this.lines -= lines;
    return lines;
  }

  /** The first line is to be written anew from its beginning, for it goes to another file. */
  rewind(): void {
    const head = this.#head;
    if (head === undefined || this.#written === 0) return;
    // Before the bytes that wait stand those that were written, in the same memory.
    this.#head = new Uint8Array(head.buffer, head.byteOffset - this.#written, head.length + this.#written);
    this.bytes += this.#written;
    this.#written = 0;
  }

  /** Forgets everything; gives how many lines that were. */
  clear(): number {
    const { lines } = this;
    this.bytes = 0;
    this.lines = 0;
    this.#written = 0;
    this.#pieces.length = 0;
    this.#last = undefined;
    this.#lastBytes = 0;
    this.#lastLines = 0;
    this.#head = undefined;
    return lines;
  }

  #endPiece(): void {
    if (this.#last === undefined) return;
    this.#pieces.push({ bytes: this.#last.subarray(0, this.#lastBytes), lines: this.#lastLines });
    this.#last = undefined;
    this.#lastBytes = 0;
    this.#lastLines = 0;
  }
}
