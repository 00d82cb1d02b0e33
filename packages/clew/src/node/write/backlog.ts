/**
 * What a file did not take yet: lines in their order, the first of them perhaps written in part. Nothing here writes;
 * `next` gives bytes to write, `took` says how many of them were.
 */

const NEWLINE = 10;
/** Lines are joined into pieces of about this size. */
const PIECE = 64 * 1024;

interface Piece {
  readonly content: string | Uint8Array;
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
  #last = "";
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

  /** Adds whole lines. `size` is how many bytes they have. */
  add(text: string, size: number, lines: number): void {
    this.bytes += size;
    this.lines += lines;
    if (this.#last.length + text.length > PIECE) this.#endPiece();
    this.#last += text;
    this.#lastLines += lines;
  }

  /** Adds whole lines as the bytes that they are; `lines` is 0 where nobody asks how many wait. */
  addBytes(bytes: Uint8Array, lines: number): void {
    if (bytes.length === 0) return;
    this.#endPiece();
    this.bytes += bytes.length;
    this.lines += lines;
    this.#pieces.push({ content: bytes, lines });
  }

  /** The bytes to be written next; `undefined` where nothing waits. */
  next(): Uint8Array | undefined {
    if (this.#head !== undefined) return this.#head;
    if (this.#pieces.length === 0) this.#endPiece();
    const piece = this.#pieces.shift();
    if (piece === undefined) return undefined;
    this.#head = typeof piece.content === "string" ? Buffer.from(piece.content) : piece.content;
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
    this.#last = "";
    this.#lastLines = 0;
    this.#head = undefined;
    return lines;
  }

  #endPiece(): void {
    if (this.#last === "") return;
    this.#pieces.push({ content: this.#last, lines: this.#lastLines });
    this.#last = "";
    this.#lastLines = 0;
  }
}
