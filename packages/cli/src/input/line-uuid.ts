import type { LineBlock } from "./line-blocks.js";

/** A text as it stands in a block; `isQuoted` where that is a text of JSON, in which nothing is escaped but quotes. */
export interface TextInBlock {
  readonly block: LineBlock;
  readonly start: number;
  readonly end: number;
  readonly isQuoted: boolean;
}

export type LineText = string | TextInBlock;

/**
 * A uuid that is made of a line and its number: read again, a log gives the same tasks again. Two lanes of 32 bits each,
 * mixed at the end; it protects against chance and nothing else.
 */
export function lineUuid(text: LineText, line: number): string {
  if (typeof text === "string") return uuidOfText(text, line);
  const { block, start, end, isQuoted } = text;
  if (block.isAscii) return uuidOfBytes(block.bytes, start, end, isQuoted, line);
  const found = block.text(start, end);
  return uuidOfText(isQuoted ? found.replaceAll('\\"', '"') : found, line);
}

function uuidOfText(text: string, line: number): string {
  let a = FIRST_LANE ^ line;
  let b = SECOND_LANE ^ Math.imul(line, 0x9e3779b1);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  return uuidOf(a, b, line, text.length);
}

/** The same of characters that are bytes. */
function uuidOfBytes(bytes: Uint8Array, start: number, end: number, isQuoted: boolean, line: number): string {
  let a = FIRST_LANE ^ line;
  let b = SECOND_LANE ^ Math.imul(line, 0x9e3779b1);
  let length = end - start;
  for (let i = start; i < end; i++) {
    const code = bytes[i] as number;
    if (isQuoted && code === BACKSLASH) {
      length--;
      continue;
    }
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  return uuidOf(a, b, line, length);
}

function uuidOf(a: number, b: number, line: number, length: number): string {
  const first = mixed(a ^ (b >>> 15));
  const second = mixed(b ^ (a >>> 13));
  const third = mixed(first ^ Math.imul(second, 0x85ebca6b));
  put(0, first >>> 16);
  put(4, first);
  put(9, second >>> 16);
  put(14, second);
  put(19, third >>> 16);
  put(24, third);
  put(28, mixed(third ^ line ^ length) >>> 16);
  put(32, mixed(third ^ line ^ length));
  // Version 8: made in a way of one's own (RFC 9562).
  written[14] = DIGITS[8] as number;
  written[19] = DIGITS[10] as number;
  return written.latin1Slice(0, 36);
}

const FIRST_LANE = 0xdeadbeef;
const SECOND_LANE = 0x41c6ce57;
const BACKSLASH = 92;

/** One uuid, written again and again: a text that is made of pieces keeps them all in memory. */
const written = Buffer.from("00000000-0000-0000-0000-000000000000") as Buffer & {
  latin1Slice(start: number, end: number): string;
};
const DIGITS = Buffer.from("0123456789abcdef");

/** Writes the lower 16 bits. */
function put(at: number, bits: number): void {
  for (let i = 0; i < 4; i++) written[at + i] = DIGITS[(bits >>> (12 - 4 * i)) & 15] as number;
}

function mixed(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 16), 2246822507);
  x = Math.imul(x ^ (x >>> 13), 3266489909);
  return (x ^ (x >>> 16)) >>> 0;
}
