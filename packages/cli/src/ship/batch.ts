// A span of a log's bytes as the rows of a batch. The same span gives the same rows, each time that it is read.

import { isUtf8 } from "node:buffer";
import { parseLine } from "clew/parse";
import { type ShippedRow, shippedRow } from "../clickhouse/index.js";
import { MAX_LINE_BYTES, NOT_UTF8 } from "../input/index.js";

const LINE_END = 10;
const MOST_LINES = 50_000;
export const BATCH_BYTES = 8 * 1024 * 1024;

export interface UnusedLine {
  readonly line: string;
  readonly reason: string;
}

export interface Batch {
  readonly rows: readonly ShippedRow[];
  readonly unused: readonly UnusedLine[];
}

/** The number of bytes that a batch takes from the beginning of these, and whether there is no room for more in it. */
export function cutBatch(bytes: Buffer): { readonly length: number; readonly isFull: boolean } {
  let length = 0;
  for (let lines = 0; lines < MOST_LINES; lines++) {
    const end = bytes.indexOf(LINE_END, length);
    if (end === -1 || end >= BATCH_BYTES)
      return { length: length === 0 && end !== -1 ? end + 1 : length, isFull: bytes.length >= BATCH_BYTES };
    length = end + 1;
  }
  return { length, isFull: true };
}

/** The rows of a batch's bytes, and the lines that are no messages. */
export function readBatch(bytes: Buffer): Batch {
  const [rows, unused]: [ShippedRow[], UnusedLine[]] = [[], []];
  const isText = isUtf8(bytes);
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(LINE_END, start);
    const end = found === -1 ? bytes.length : found;
    const line = bytes.subarray(start, end);
    start = end + 1;
    const text = line.toString();
    const reason = line.length > MAX_LINE_BYTES ? "too long" : isText || isUtf8(line) ? addRow(rows, text) : NOT_UTF8;
    if (reason !== undefined && text.trim() !== "") unused.push({ line: text, reason });
  }
  return { rows, unused };
}

/** Adds the row of a line; gives the reason where it is none. */
function addRow(rows: ShippedRow[], line: string): string | undefined {
  const parsed = parseLine(line);
  if (!parsed.ok) return parsed.reason;
  rows.push(shippedRow(parsed.message, line));
  return undefined;
}
