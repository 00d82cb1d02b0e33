// Text is cut by the columns that it takes on a screen, and only between clusters: half an emoji is no emoji.

import { clustersOf } from "./clusters.js";

/** Gives the number of terminal columns that a text takes. */
export type Measure = (text: string) => number;

/** ASCII, Latin, Greek, Cyrillic, common punctuation, and the signs that trees are drawn with; no mark combines. */
const NARROW_RANGES: readonly (readonly [first: number, last: number])[] = [
  [0x20, 0x7e],
  [0xa1, 0xac],
  [0xae, 0x24f],
  [0x391, 0x3a1],
  [0x3a3, 0x3c9],
  [0x400, 0x481],
  [0x2013, 0x2014],
  [0x2018, 0x201d],
  [0x2026, 0x2026],
  [0x2190, 0x2193],
  [0x21bb, 0x21bb],
  [0x2298, 0x2298],
  [0x22ee, 0x22ee],
  [0x2500, 0x257f],
  [0x25cc, 0x25cc],
  [0x2713, 0x2713],
  [0x2717, 0x2717],
];

/** For each code unit below the last of those whether it is one of them. */
const NARROW = new Uint8Array(0x2718);
for (const [first, last] of NARROW_RANGES) NARROW.fill(1, first, last + 1);

/**
 * True for a text whose characters are all known to take one column, so that its length is its width: a quick answer
 * for most texts, before a measure is asked.
 *
 * @example
 * ```ts
 * import { isNarrow } from "clew/render";
 *
 * console.log(isNarrow("naïve"), isNarrow("日本")); // true false
 * ```
 */
export function isNarrow(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (NARROW[text.charCodeAt(i)] !== 1) return false;
  return true;
}

const WIDE =
  /\p{Emoji_Presentation}|\ufe0f|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]/u;

/**
 * Measures without a table: one column a cluster, two for East Asian wide characters and emoji. Good enough where no
 * better measure is at hand.
 *
 * @example
 * ```ts
 * import { measureColumns } from "clew/render";
 *
 * console.log(measureColumns("日本"), measureColumns("naïve")); // 4 5
 * ```
 */
export function measureColumns(text: string): number {
  if (isNarrow(text)) return text.length;
  let columns = 0;
  for (const cluster of clustersOf(text)) columns += WIDE.test(cluster) ? 2 : 1;
  return columns;
}

/** No cluster of an honest text is longer; what is cut off before measuring keeps a huge text from being measured. */
const MOST_UNITS_A_COLUMN = 64;

/**
 * Cuts a text to this number of columns, with a mark at the end where something was cut. Never cuts inside a cluster.
 *
 * @example
 * ```ts
 * import { cutToColumns, measureColumns } from "clew/render";
 *
 * console.log(cutToColumns("a long story", 7, measureColumns)); // a long…
 * ```
 */
export function cutToColumns(text: string, columns: number, measure: Measure = measureColumns, mark = "…"): string {
  if (text.length <= columns && isNarrow(text)) return text;
  const start = text.slice(0, columns * MOST_UNITS_A_COLUMN);
  if (start.length === text.length && measure(text) <= columns) return text;
  const room = columns - measure(mark);
  if (room < 0) return "";
  return takeColumns(start, room, measure) + mark;
}

/** The longest start of a text that takes no more than this number of columns. */
export function takeColumns(text: string, columns: number, measure: Measure): string {
  // No cluster spans what stands before and after the cut: each character is one.
  if (isNarrow(text)) return text.slice(0, Math.max(0, columns));
  let used = 0;
  let end = 0;
  for (const cluster of clustersOf(text)) {
    used += measure(cluster);
    if (used > columns) break;
    end += cluster.length;
  }
  return text.slice(0, end);
}
