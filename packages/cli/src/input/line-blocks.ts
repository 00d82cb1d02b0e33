// Bytes to blocks of whole lines. Strings are made a block at a time, and as one-byte strings where the bytes are
// ASCII, which is twice as fast to parse.

import { isAscii, isUtf8 } from "node:buffer";

/** Whole lines of a log as text. */
export interface LineBlock {
  readonly text: string;
  readonly firstLine: number;
}

/** A longer line is skipped and counted, so that one line cannot take all memory. */
export const MAX_LINE_BYTES = 64 * 1024 * 1024;
const NEWLINE = 10;

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
  if (begunBytes > 0) yield* textBlocks(Buffer.concat(begun), line, onUnused);
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
  if (isAscii(bytes)) yield { text: bytes.toString("latin1"), firstLine };
  else if (isUtf8(bytes)) yield { text: bytes.toString("utf8"), firstLine };
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
    const found = bytes.indexOf(NEWLINE, start);
    const end = found === -1 ? bytes.length : found;
    const one = bytes.subarray(start, end);
    if (isUtf8(one)) yield { text: one.toString("utf8"), firstLine: line };
    else onUnused(line, "not UTF-8");
    start = end + 1;
  }
}
