// Rows in which a text may stand, out of the sieves.

import type { Database } from "../database/index.js";
import { gramsOf } from "./grams.js";
import { BLOCK_ROWS, FIRST_THREE_PART, GROUP_BLOCKS, GROUP_ROWS, PART_PLACES } from "./sieve.js";

/** Rows among which a text may stand, both ends included, and when the first of them was logged. */
export interface RowSpan {
  readonly first: number;
  readonly last: number;
  readonly firstTime: number;
}

/** So many blocks are read in one go, where they lie side by side; the first few alone, for they may be enough. */
const mostJoined = (spans: number) => Math.min(64, 4 ** Math.floor(spans / 4));

interface Block {
  readonly b: number;
  readonly first_time: number;
}

/** The spans that may hold a text in one of these spellings, the earliest first. `rows` is how many there are. */
export async function candidateSpans(database: Database, texts: readonly string[], rows: number): Promise<RowSpan[]> {
  const groups = Math.floor(rows / GROUP_ROWS);
  const masks = groups === 0 ? new Uint32Array(0) : await groupMasks(database, texts, groups);
  const blocks = groups === 0 ? [] : await database.rows<Block>("SELECT b, first_time FROM block_rows ORDER BY b");
  const spans: { first: number; last: number; firstTime: number }[] = [];
  let blocksInLast = 0;
  for (const { b, first_time } of blocks) {
    if (((masks[Math.floor(b / GROUP_BLOCKS)] ?? 0) & (1 << (b % GROUP_BLOCKS))) === 0) continue;
    const last = spans.at(-1);
    if (last !== undefined && last.last + 1 === b * BLOCK_ROWS && blocksInLast < mostJoined(spans.length)) {
      last.last += BLOCK_ROWS;
      last.firstTime = Math.min(last.firstTime, first_time);
      blocksInLast++;
      continue;
    }
    spans.push({ first: b * BLOCK_ROWS, last: (b + 1) * BLOCK_ROWS - 1, firstTime: first_time });
    blocksInLast = 1;
  }
  // Rows of no full group have no sieve.
  const first = groups * GROUP_ROWS;
  if (first < rows) spans.push({ first, last: rows - 1, firstTime: await firstTimeFrom(database, first) });
  return spans.sort((x, y) => x.firstTime - y.firstTime);
}

async function firstTimeFrom(database: Database, row: number): Promise<number> {
  const [found] = await database.rows<{ time: number | null }>(
    `SELECT min(timestamp) AS time FROM message_rows WHERE n >= ${row}`,
  );
  return found?.time ?? Number.NEGATIVE_INFINITY;
}

/** For each group the blocks that may hold one of the texts, as bits. */
async function groupMasks(database: Database, texts: readonly string[], groups: number): Promise<Uint32Array> {
  const masks = new Uint32Array(groups);
  const wanted = texts.map((text) => {
    const { fives, threes } = gramsOf(text);
    return [...fives, ...threes.map((place) => FIRST_THREE_PART * PART_PLACES + place)];
  });
  if (wanted.some((places) => places.length === 0)) return masks.fill(0xffffffff);
  const parts = [...new Set(wanted.flat().map((place) => Math.floor(place / PART_PLACES)))];
  // A select for each part: joined by IN, the bits of many others are often read, too.
  const selects = parts.map((part) => `SELECT g, part, bits FROM sieve_rows WHERE part = ${part}`);
  const rows = await database.rows<{ g: number; part: number; bits: Uint8Array }>(selects.join(" UNION ALL "));
  const found = new Map(rows.map(({ g, part, bits }) => [`${g}/${part}`, bits]));
  for (let g = 0; g < groups; g++) {
    for (const places of wanted) {
      let mask = 0xffffffff;
      for (const place of places)
        mask &= bitsAt(found.get(`${g}/${Math.floor(place / PART_PLACES)}`), place % PART_PLACES);
      masks[g] = (masks[g] as number) | mask;
    }
  }
  return masks;
}

function bitsAt(bits: Uint8Array | undefined, place: number): number {
  if (bits === undefined) return 0xffffffff;
  return new DataView(bits.buffer, bits.byteOffset, bits.byteLength).getUint32(4 * place, true);
}
