// Which tasks have a line in a block, at a tenth of what it costs to read the lines. It may name a task too many, one
// that a field only mentions; it never leaves one out.

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
  for (let at = last; at < bytes.length; ) {
    const code = bytes[at] as number;
    if (code !== QUOTE || !endsKey(bytes, at)) {
      at += SKIPS[code] as number;
      continue;
    }
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
    note(hash);
    at += KEY.length;
  }
  return true;
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
const NEWLINE = 10;
const KEY = Buffer.from('"task_uuid"');
const ESCAPED_ASCII = Buffer.from("\\u00");
const SPACE = 32;
const QUOTE = 34;
const COLON = 58;
const BACKSLASH = 92;

/** How far the next place is at which the key can end, if it does not end at this byte: Horspool's search. */
const SKIPS = new Uint8Array(256).fill(KEY.length);
for (let i = 0; i < KEY.length - 1; i++) SKIPS[KEY[i] as number] = KEY.length - 1 - i;

function endsKey(bytes: Uint8Array, end: number): boolean {
  const start = end - KEY.length + 1;
  for (let i = KEY.length - 2; i >= 0; i--) if (bytes[start + i] !== KEY[i]) return false;
  return true;
}
