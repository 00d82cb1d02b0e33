// Bytes to blocks of whole lines. Where they are ASCII their strings have one byte a character, and are twice as fast to
// parse.

import { isAscii, isUtf8 } from "node:buffer";
import type { LineBytes } from "clew/parse";
import { textOfWindows1252 } from "./encodings/index.js";
import { CHUNK_BYTES } from "./source.js";

/** What `toString` calls; called at once, a line costs a third less. Node's types do not name them. */
interface SlicingBuffer extends Buffer {
  latin1Slice(start: number, end: number): string;
  utf8Slice(start: number, end: number): string;
}

/** Whole lines of a log: valid UTF-8, with a line end at its end. */
export class LineBlock implements LineBytes {
  readonly bytes: SlicingBuffer;
  readonly firstLine: number;
  readonly isAscii: boolean;
  #lines: number | undefined;
  #words: DataView | undefined;

  /** `lines` is how many it has, where that is known. */
  constructor(bytes: Buffer, firstLine: number, isAscii: boolean, lines?: number) {
    this.bytes = bytes as SlicingBuffer;
    this.firstLine = firstLine;
    this.isAscii = isAscii;
    this.#lines = lines;
  }

  get lines(): number {
    this.#lines ??= countLines(this.bytes);
    return this.#lines;
  }

  /** The bytes, for who reads four at once. */
  get words(): DataView {
    this.#words ??= new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length);
    return this.#words;
  }

  text(start = 0, end = this.bytes.length): string {
    return this.isAscii ? this.bytes.latin1Slice(start, end) : this.bytes.utf8Slice(start, end);
  }

  /**
   * The text in pieces of whole lines. A text of 128 KiB or more is memory of its own to the engine, which the system has
   * to give and take; smaller ones are put where others were, which is in the processor's cache.
   */
  *pieces(): Generator<string, void, undefined> {
    const { bytes } = this;
    for (let start = 0; start < bytes.length; ) {
      const most = start + PIECE_BYTES;
      const before = most < bytes.length ? bytes.lastIndexOf(NEWLINE, most - 1) + 1 : bytes.length;
      const end = before > start ? before : bytes.indexOf(NEWLINE, most) + 1;
      yield this.text(start, end);
      start = end;
    }
  }
}

/** A longer line is skipped and counted, so that one line cannot take all memory. */
export const MAX_LINE_BYTES = 16 * 1024 * 1024;
const PIECE_BYTES = 32 * 1024;
const NEWLINE = 10;
const LINE_END = Buffer.from("\n");

/** Whole lines of text as a block. */
export function blockOf(text: string, firstLine: number): LineBlock {
  const bytes = Buffer.from(text.endsWith("\n") ? text : `${text}\n`);
  return new LineBlock(bytes, firstLine, isAscii(bytes));
}

/**
 * Cuts chunks of bytes into blocks of whole lines, and says which lines are no text, and which are taken for text in
 * windows-1252. A block holds until the next.
 */
export async function* lineBlocks(
  chunks: AsyncIterable<Buffer>,
  onUnused: (line: number, reason: string) => void,
  firstLine = 1,
  onGuessed: () => void = () => {},
): AsyncGenerator<LineBlock, void, undefined> {
  const gathered = new Gathered();
  let line = firstLine;
  let skipping = false;
  for await (const chunk of chunks) {
    let rest = chunk;
    if (skipping) {
      const end = chunk.indexOf(NEWLINE) + 1;
      if (end === 0) continue;
      rest = chunk.subarray(end);
      skipping = false;
      line++;
    }
    gathered.add(rest);
    const whole = gathered.wholeLines();
    if (whole.length > 0) {
      const lines = countLines(whole);
      yield* textBlocks(whole, line, lines, onUnused, onGuessed);
      line += lines;
      gathered.drop(whole.length);
    }
    if (gathered.length <= MAX_LINE_BYTES) continue;
    onUnused(line, `longer than ${MAX_LINE_BYTES / 1024 / 1024} MiB`);
    skipping = true;
    gathered.drop(gathered.length);
  }
  if (gathered.length === 0) return;
  gathered.add(LINE_END);
  yield* textBlocks(gathered.wholeLines(), line, 1, onUnused, onGuessed);
}

/** What was read and not used yet, in one piece of memory that is used again and again. */
class Gathered {
  #bytes = Buffer.allocUnsafeSlow(2 * CHUNK_BYTES);
  #searched = 0;
  length = 0;

  add(chunk: Buffer): void {
    const needed = this.length + chunk.length;
    if (needed > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(2 * needed);
      this.#bytes.copy(larger, 0, 0, this.length);
      this.#bytes = larger;
    }
    this.#searched = this.length;
    chunk.copy(this.#bytes, this.length);
    this.length = needed;
  }

  /** All up to the last line end, which is among what was added last or nowhere. */
  wholeLines(): Buffer {
    const end = this.#bytes.subarray(this.#searched, this.length).lastIndexOf(NEWLINE);
    return this.#bytes.subarray(0, end === -1 ? 0 : this.#searched + end + 1);
  }

  /** Forgets so many bytes from the beginning. */
  drop(count: number): void {
    this.#bytes.copyWithin(0, count, this.length);
    this.length -= count;
    if (this.length === 0 && this.#bytes.length > MAX_KEPT_BYTES) {
      this.#bytes = Buffer.allocUnsafeSlow(2 * CHUNK_BYTES);
    }
  }
}

/** The reason for which bytes that are no text are of no use. */
export const NOT_UTF8 = "not UTF-8";

/** A long line's memory is given back. */
const MAX_KEPT_BYTES = 4 * 1024 * 1024;

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return count;
}

function* textBlocks(
  bytes: Buffer,
  firstLine: number,
  lines: number,
  onUnused: (line: number, reason: string) => void,
  onGuessed: () => void,
): Generator<LineBlock, void, undefined> {
  if (isAscii(bytes)) yield new LineBlock(bytes, firstLine, true, lines);
  else if (isUtf8(bytes)) yield new LineBlock(bytes, firstLine, false, lines);
  else yield* textLines(bytes, firstLine, onUnused, onGuessed);
}

/** One block a line, of bytes that are not UTF-8 throughout. */
function* textLines(
  bytes: Buffer,
  firstLine: number,
  onUnused: (line: number, reason: string) => void,
  onGuessed: () => void,
): Generator<LineBlock, void, undefined> {
  let line = firstLine;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(NEWLINE, start) + 1;
    const one = bytes.subarray(start, end);
    if (isUtf8(one)) yield new LineBlock(one, line, false);
    else {
      const text = textOfWindows1252(one);
      if (text === undefined) onUnused(line, NOT_UTF8);
      else {
        onGuessed();
        yield new LineBlock(Buffer.from(text), line, false);
      }
    }
    start = end;
  }
}
