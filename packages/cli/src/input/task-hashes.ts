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
  const last = KEY.length - 1;
  let keys = 0;
  let lineEnd = -1;
  for (let at = last; at < bytes.length; ) {
    const code = bytes[at] as number;
    if (code !== QUOTE || !endsKey(bytes, at)) {
      at += SKIPS[code] as number;
      continue;
    }
    // One key to a line, of the line's own object, and as many as there are lines: none is in another form.
    const start = at - last;
    if (start < lineEnd || !isOfLine(bytes, lineEnd + 1, start)) return false;
    at++;
    if (bytes[at] === SPACE) at++;
    if (bytes[at++] !== COLON) return false;
    if (bytes[at] === SPACE) at++;
    if (bytes[at++] !== QUOTE) return false;
    let hash = 0x811c9dc5;
    for (let byte = bytes[at] as number; byte !== QUOTE; byte = bytes[++at] as number) {
      if (byte > 127 || byte === BACKSLASH || byte < SPACE) return false;
      hash = Math.imul(hash ^ byte, 0x01000193);
    }
    lineEnd = bytes.indexOf(NEWLINE, at);
    keys++;
    note(hash);
    at += KEY.length;
  }
  return keys === block.lines;
}

/** Whether a key stands in no object but that of its line. */
function isOfLine(bytes: Uint8Array, lineStart: number, key: number): boolean {
  if (key === lineStart + 1) return true;
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
  for (let at = bytes.indexOf(TRACE_ID); at !== -1; at = bytes.indexOf(TRACE_ID, at)) {
    const start = bytes.lastIndexOf(NEWLINE, at) + 1;
    const end = bytes.indexOf(NEWLINE, at);
    at = end === -1 ? bytes.length : end;
    yield block.text(start, at);
  }
}

const TRACE_ID = Buffer.from('"clew_trace_id"');
const KEY = Buffer.from('"task_uuid"');
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

/** How far the next place is at which the key can end, if it does not end at this byte: Horspool's search. */
const SKIPS = new Uint8Array(256).fill(KEY.length);
for (let i = 0; i < KEY.length - 1; i++) SKIPS[KEY[i] as number] = KEY.length - 1 - i;

function endsKey(bytes: Uint8Array, end: number): boolean {
  const start = end - KEY.length + 1;
  for (let i = KEY.length - 2; i >= 0; i--) if (bytes[start + i] !== KEY[i]) return false;
  return true;
}
