// Which tasks have a line in a block, at a tenth of what it costs to read the lines. It never leaves one out: where a
// line has not exactly one such key, as one of another logger, it gives up.

import type { LineBlock } from "./line-blocks.js";

/**
 * Gives the FNV-1a of each `task_uuid` in the block, and the lines that name a trace: those of tasks that were asked for
 * in it. `false` where that cannot be done without reading the lines, because something in them is written in an unusual
 * way; some were given then, and not all.
 */
export function taskHashes(
  block: LineBlock,
  note: (hash: number) => void,
  namesTrace: (line: string) => void,
): boolean {
  const { bytes } = block;
  // The key itself may be written with escapes.
  if (bytes.includes(ESCAPED_ASCII)) return false;
  let keys = 0;
  let keyBefore = -1;
  for (let start = WORDS.find(bytes, 0); start !== -1; ) {
    if (bytes[start + 1] !== KEY[1]) {
      const newline = bytes.indexOf(NEWLINE, start);
      namesTrace(block.text(bytes.lastIndexOf(NEWLINE, start) + 1, newline === -1 ? bytes.length : newline));
      start = WORDS.find(bytes, start + TRACE_ID.length);
      continue;
    }
    // One key to a line, of the line's own object, and as many as there are lines: none is in another form.
    if (bytes[start - 1] !== OPEN_BRACE || (start > 1 && bytes[start - 2] !== NEWLINE)) {
      const lineStart = bytes.lastIndexOf(NEWLINE, start) + 1;
      if (keyBefore >= lineStart || !isOfLine(bytes, lineStart, start)) return false;
    }
    let at = start + KEY.length;
    if (bytes[at] === SPACE) at++;
    if (bytes[at++] !== COLON) return false;
    if (bytes[at] === SPACE) at++;
    if (bytes[at++] !== QUOTE) return false;
    let hash = 0x811c9dc5;
    for (let byte = bytes[at] as number; byte !== QUOTE; byte = bytes[++at] as number) {
      if (byte > 127 || byte === BACKSLASH || byte < SPACE) return false;
      hash = Math.imul(hash ^ byte, 0x01000193);
    }
    keys++;
    keyBefore = start;
    note(hash);
    start = WORDS.find(bytes, at);
  }
  return keys === block.lines;
}

/** Whether a key stands in no object but that of its line. */
function isOfLine(bytes: Uint8Array, lineStart: number, key: number): boolean {
  let depth = 0;
  let inText = false;
  for (let at = lineStart; at < key; at++) {
    const code = bytes[at] as number;
    if (inText) {
      if (code === BACKSLASH) at++;
      else if (code === QUOTE) inText = false;
    } else if (code === QUOTE) inText = true;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) depth++;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--;
    else if (code === NEWLINE) return false;
  }
  return depth === 1;
}

/**
 * Two words that are looked for in bytes at once, by Horspool's search for sets: most bytes are never looked at.
 * `Buffer.indexOf` stops at each byte that a word begins with, which is the quotation mark here, and takes ten times as
 * long.
 */
class SoughtWords {
  readonly #shorter: Uint8Array;
  readonly #longer: Uint8Array;
  /** How far the next place is at which a word can end, if none ends at this byte. */
  readonly #skips: Uint8Array;

  /** Both end with the same byte. */
  constructor(shorter: Uint8Array, longer: Uint8Array) {
    this.#shorter = shorter;
    this.#longer = longer;
    const reach = shorter.length;
    this.#skips = new Uint8Array(256).fill(reach);
    for (const word of [shorter, longer.subarray(longer.length - reach)]) {
      for (const [i, byte] of word.subarray(0, -1).entries()) {
        this.#skips[byte] = Math.min(this.#skips[byte] as number, reach - 1 - i);
      }
    }
  }

  /** Where the next of them begins, looked for from a place on; -1 if none does. */
  find(bytes: Uint8Array, from: number): number {
    const shorter = this.#shorter;
    const longer = this.#longer;
    const skips = this.#skips;
    const end = shorter.at(-1);
    for (let at = from + shorter.length - 1; at < bytes.length; ) {
      const code = bytes[at] as number;
      if (code === end) {
        const start = at - shorter.length + 1;
        if (isAt(shorter, bytes, start)) return start;
        if (isAt(longer, bytes, at - longer.length + 1)) return at - longer.length + 1;
      }
      at += skips[code] as number;
    }
    return -1;
  }
}

function isAt(word: Uint8Array, bytes: Uint8Array, start: number): boolean {
  for (let i = word.length - 2; i >= 0; i--) if (bytes[start + i] !== word[i]) return false;
  return true;
}

const KEY = Buffer.from('"task_uuid"');
const TRACE_ID = Buffer.from('"clew_trace_id"');
const WORDS = new SoughtWords(KEY, TRACE_ID);
const ESCAPED_ASCII = Buffer.from("\\u00");
const NEWLINE = 10;
const SPACE = 32;
const QUOTE = 34;
const COLON = 58;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
