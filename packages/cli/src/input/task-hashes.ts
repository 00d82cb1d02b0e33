// Which tasks have a line in a block, at a tenth of what it costs to read the lines. It never leaves one out: where a
// line has not exactly one such key, as one of another logger, it gives up.

import { scanUuid } from "clew/parse";
import type { LineBlock } from "./line-blocks.js";
import { mayHideText, type SoughtText, SoughtWord } from "./sought-word.js";

/** A text, and what is told of each task that has a line with it. */
export interface Sought {
  readonly text: SoughtText;
  readonly found: (hash: number) => void;
}

/**
 * Gives the hash of each `task_uuid` in the block, and the lines that name a trace and may be the beginning of a task:
 * those of tasks that were asked for in it. `false` where that cannot be done without reading the lines, because something
 * in them is written in an unusual way; some were given then, and not all. Of a text that is sought it gives the tasks that
 * have a line with it.
 */
export function taskHashes(
  block: LineBlock,
  note: (hash: number) => void,
  namesTrace: (line: string) => void,
  sought?: Sought,
): boolean {
  const { bytes } = block;
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  // The key itself may be written with escapes, and so may the text.
  if (sought === undefined ? bytes.includes(ESCAPED_ASCII) : mayHideText(bytes)) return false;
  let withText = sought === undefined ? -1 : nextLineWith(sought.text, bytes, 0);
  const found = { uuidHash: 0 };
  let keys = 0;
  let keyBefore = -1;
  for (let start = KEY.find(bytes, 0, bytes.length); start !== -1; ) {
    let lineStart = start - 1;
    // One key to a line, of the line's own object, and as many as there are lines: none is in another form.
    if (bytes[lineStart] !== OPEN_BRACE || (start > 1 && bytes[start - 2] !== NEWLINE)) {
      lineStart = bytes.lastIndexOf(NEWLINE, start) + 1;
      if (keyBefore >= lineStart || !isOfLine(bytes, lineStart, start)) return false;
    }
    let at = start + KEY.length;
    if (bytes[at] === SPACE) at++;
    if (bytes[at++] !== COLON) return false;
    if (bytes[at] === SPACE) at++;
    if (bytes[at++] !== QUOTE) return false;
    at = scanUuid(words, at, found);
    if (at === -1) return false;
    keys++;
    keyBefore = start;
    note(found.uuidHash);
    if (withText === lineStart && sought !== undefined) {
      sought.found(found.uuidHash);
      withText = nextLineWith(sought.text, bytes, bytes.indexOf(NEWLINE, start));
    }
    const next = KEY.find(bytes, at, bytes.length);
    if (!isWithinTask(words, at)) {
      const named = TRACE_ID.find(bytes, lineStart, next === -1 ? bytes.length : next);
      if (named !== -1) namesTrace(lineAt(block, named));
    }
    start = next;
  }
  return keys === block.lines;
}

/**
 * Whether what follows the end of a uuid is the level of something that stands in a task, as clew itself writes it. Other
 * lines may be the beginning of one: `[1]`, a span's, whose place is a long number, and all that is written otherwise.
 */
function isWithinTask(words: DataView, uuidEnd: number): boolean {
  const first = uuidEnd + THEN_LEVEL.byteLength;
  // Four bytes at once: for each line but one of a task this is all that is looked at.
  if (first + MOST_DIGITS >= words.byteLength) return false;
  if (words.getUint32(uuidEnd) !== LEVEL_0 || words.getUint32(uuidEnd + 4) !== LEVEL_4) return false;
  if (words.getUint32(uuidEnd + 8) !== LEVEL_8 || words.getUint32(uuidEnd + 12) !== LEVEL_12) return false;
  const digit = words.getUint8(first);
  if (!isDigit(digit) || (digit === ONE && words.getUint8(first + 1) === CLOSE_BRACKET)) return false;
  for (let at = first + MOST_DIGITS; isDigit(words.getUint8(at)); at--) if (at === first) return false;
  return true;
}

/** Where the next line begins that has the text; -1 where none has. */
function nextLineWith(text: SoughtText, bytes: Buffer, from: number): number {
  const at = text.find(bytes, from);
  return at === -1 ? -1 : bytes.lastIndexOf(NEWLINE, at) + 1;
}

function lineAt(block: LineBlock, at: number): string {
  const newline = block.bytes.indexOf(NEWLINE, at);
  return block.text(block.bytes.lastIndexOf(NEWLINE, at) + 1, newline === -1 ? block.bytes.length : newline);
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

function isDigit(code: number): boolean {
  return code >= ZERO && code <= ZERO + 9;
}

const KEY = new SoughtWord('"task_uuid"');
const TRACE_ID = new SoughtWord('"clew_trace_id"');
const THEN_LEVEL = new DataView(Uint8Array.from(Buffer.from('","task_level":[')).buffer);
const [LEVEL_0, LEVEL_4, LEVEL_8, LEVEL_12] = [0, 4, 8, 12].map((at) => THEN_LEVEL.getUint32(at));
/** Of a number that counts what an action logged, and more; a span's place has 16. */
const MOST_DIGITS = 9;
const ESCAPED_ASCII = Buffer.from("\\u00");
const NEWLINE = 10;
const SPACE = 32;
const QUOTE = 34;
const ZERO = 48;
const ONE = 49;
const COLON = 58;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
