// Words that are compared with the bytes of a line four bytes at a time, and those that a tree needs of each line.

import { fieldNames } from "../wire/index.js";

/** Some bytes that are looked for, at least four. */
export interface Word {
  readonly length: number;
  /** Its bytes, four each, but for the last ones. */
  readonly fours: readonly number[];
  /** Its last four bytes. */
  readonly last: number;
}

export const TASK_UUID = ascii(fieldNames.TASK_UUID);
export const TASK_LEVEL = ascii(fieldNames.TASK_LEVEL);
export const TIMESTAMP = ascii(fieldNames.TIMESTAMP);
export const ACTION_TYPE = ascii(fieldNames.ACTION_TYPE);
export const ACTION_STATUS = ascii(fieldNames.ACTION_STATUS);
export const MESSAGE_TYPE = ascii(fieldNames.MESSAGE_TYPE);
export const PARENT_SPAN_ID = ascii(fieldNames.PARENT_SPAN_ID);
// How clew itself begins each line.
export const FIRST_UUID = ascii(`"${fieldNames.TASK_UUID}":"`);
export const THEN_LEVEL = ascii(`,"${fieldNames.TASK_LEVEL}":`);
export const THEN_TIME = ascii(`,"${fieldNames.TIMESTAMP}":`);

export const STARTED = ascii('"started"');
export const SUCCEEDED = ascii('"succeeded"');
export const FAILED = ascii('"failed"');
export const TRUE = ascii("true");
export const FALSE = ascii("false");
export const NULL = ascii("null");

/** Whether a word stands there. */
export function standsAt(bytes: DataView, at: number, { length, fours, last }: Word): boolean {
  if (at + length > bytes.byteLength) return false;
  if (bytes.getInt32(at + length - 4, true) !== last) return false;
  for (let i = 0; i < fours.length; i++) if (bytes.getInt32(at + 4 * i, true) !== fours[i]) return false;
  return true;
}

/** The bytes between two places, of which there are at least four. */
export function wordOf(bytes: DataView, start: number, end: number): Word {
  const fours: number[] = [];
  for (let at = start; at < end - 4; at += 4) fours.push(bytes.getInt32(at, true));
  return { length: end - start, fours, last: bytes.getInt32(end - 4, true) };
}

function ascii(text: string): Word {
  const bytes = new DataView(Uint8Array.from(text, (character) => character.charCodeAt(0)).buffer);
  return wordOf(bytes, 0, text.length);
}
