// Which tasks have a line in a block, at a tenth of what it costs to read the lines. It never leaves one out: where a
// line has not exactly one such key, as one of another logger, it gives up.

import type { LineBlock } from "./line-blocks.js";

/**
 * Gives the FNV-1a of each `task_uuid` in the block. `false` where that cannot be done without reading the lines,
 * because something in them is written in an unusual way; some were given then, and not all.
 */
export function taskHashes(block: LineBlock, note: (hash: number) => void): boolean {
  const { bytes } = block;
  // The key itself may be written with escapes.
  if (bytes.includes(ESCAPED_ASCII)) return false;
  let keys = 0;
  let keyBefore = -1;
  for (let start = KEY.find(bytes, 0); start !== -1; ) {
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
    start = KEY.find(bytes, at);
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

/** The lines that name a trace: those of tasks that were asked for in it. */
export function* askingLines(block: LineBlock): Generator<string> {
  const { bytes } = block;
  for (let at = TRACE_ID.find(bytes, 0); at !== -1; ) {
    const newline = bytes.indexOf(NEWLINE, at);
    const end = newline === -1 ? bytes.length : newline;
    yield block.text(bytes.lastIndexOf(NEWLINE, at) + 1, end);
    at = TRACE_ID.find(bytes, end);
  }
}

/**
 * A word that is looked for in bytes by Horspool's search: most bytes are never looked at. `Buffer.indexOf` stops at each
 * byte that the word begins with, which is the quotation mark here, and takes ten times as long.
 */
class SoughtWord {
  readonly length: number;
  readonly #word: Uint8Array;
  /** How far the next place is at which the word can end, if it does not end at this byte. */
  readonly #skips: Uint8Array;

  constructor(word: string) {
    this.#word = Buffer.from(word);
    this.length = this.#word.length;
    this.#skips = new Uint8Array(256).fill(this.length);
    for (let i = 0; i < this.length - 1; i++) this.#skips[this.#word[i] as number] = this.length - 1 - i;
  }

  /** Where it begins next from a place on; -1 if nowhere. */
  find(bytes: Uint8Array, from: number): number {
    const word = this.#word;
    const skips = this.#skips;
    const last = word.length - 1;
    const end = word[last];
    for (let at = from + last; at < bytes.length; ) {
      const code = bytes[at] as number;
      if (code === end && isAt(word, bytes, at - last)) return at - last;
      at += skips[code] as number;
    }
    return -1;
  }
}

function isAt(word: Uint8Array, bytes: Uint8Array, start: number): boolean {
  for (let i = word.length - 2; i >= 0; i--) if (bytes[start + i] !== word[i]) return false;
  return true;
}

const TRACE_ID = new SoughtWord('"clew_trace_id"');
const KEY = new SoughtWord('"task_uuid"');
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
