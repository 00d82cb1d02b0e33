// Bytes to blocks of whole lines. Where they are ASCII their strings have one byte a character, and are twice as fast to
// parse.

import { isAscii, isUtf8 } from "node:buffer";
import type { LineBytes } from "clew/parse";

/** What `toString` calls; called at once, a line costs a third less. Node's types do not name them. */
interface SlicingBuffer extends Buffer {
  latin1Slice(start: number, end: number): string;
  utf8Slice(start: number, end: number): string;
}

/** Whole lines of a log: valid UTF-8, with a line end at its end. */
export class LineBlock implements LineBytes {
  readonly bytes: SlicingBuffer;
  readonly firstLine: number;
  readonly #isAscii: boolean;

  constructor(bytes: Buffer, firstLine: number, isAscii: boolean) {
    this.bytes = bytes as SlicingBuffer;
    this.firstLine = firstLine;
    this.#isAscii = isAscii;
  }

  text(start = 0, end = this.bytes.length): string {
    return this.#isAscii ? this.bytes.latin1Slice(start, end) : this.bytes.utf8Slice(start, end);
  }
}

/** A longer line is skipped and counted, so that one line cannot take all memory. */
export const MAX_LINE_BYTES = 64 * 1024 * 1024;
const NEWLINE = 10;
const LINE_END = Buffer.from("\n");

/** Cuts chunks of bytes into blocks of whole lines, and says which lines are no text. */
export async function* lineBlocks(
  chunks: AsyncIterable<Buffer>,
  onUnused: (line: number, reason: string) => void,
): AsyncGenerator<LineBlock, void, undefined> {
  let line = 1;
  let begun: Buffer[] = [];
  let begunBytes = 0;
  let skipping = false;
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end > 0) {
      let whole = chunk.subarray(0, end);
      if (skipping) {
        whole = whole.subarray(whole.indexOf(NEWLINE) + 1);
        line++;
        skipping = false;
      } else if (begunBytes > 0) {
        whole = Buffer.concat([...begun, whole]);
      }
      begun = [];
      begunBytes = 0;
      if (whole.length > 0) {
        yield* textBlocks(whole, line, onUnused);
        line += countLines(whole);
      }
    }
    if (skipping || end === chunk.length) continue;
    begun.push(Buffer.from(chunk.subarray(end)));
    begunBytes += chunk.length - end;
    if (begunBytes <= MAX_LINE_BYTES) continue;
    onUnused(line, `longer than ${MAX_LINE_BYTES / 1024 / 1024} MiB`);
    skipping = true;
    begun = [];
    begunBytes = 0;
  }
  if (begunBytes > 0) yield* textBlocks(Buffer.concat([...begun, LINE_END]), line, onUnused);
}

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return count;
}

function* textBlocks(
  bytes: Buffer,
  firstLine: number,
  onUnused: (line: number, reason: string) => void,
): Generator<LineBlock, void, undefined> {
  if (isAscii(bytes)) yield new LineBlock(bytes, firstLine, true);
  else if (isUtf8(bytes)) yield new LineBlock(bytes, firstLine, false);
  else yield* textLines(bytes, firstLine, onUnused);
}

/** One block a line, of bytes that are not UTF-8 throughout. */
function* textLines(
  bytes: Buffer,
  firstLine: number,
  onUnused: (line: number, reason: string) => void,
): Generator<LineBlock, void, undefined> {
  let line = firstLine;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(NEWLINE, start) + 1;
    const one = bytes.subarray(start, end);
    if (isUtf8(one)) yield new LineBlock(one, line, false);
    else onUnused(line, "not UTF-8");
    start = end;
  }
}
