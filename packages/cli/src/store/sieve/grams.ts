// Five and three characters in a row, as numbers: what a text must have in common with a line in which it stands. Letters
// are taken in any case, and signs that are rare in logs are taken for one another.

/** Places of five characters, and of three. */
export const FIVES = 2 ** 19;
export const THREES = 2 ** 15;

const FIVE_BITS = 30;
const FIVE_MASK = 2 ** FIVE_BITS - 1;
const THREE_MASK = 2 ** 18 - 1;
const MIX = 0x9e3779b1;

/** Six bits for each byte. */
const CODES = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  const isLetter = (byte | 32) >= 97 && (byte | 32) <= 122 && byte >= 65 && byte < 128;
  if (isLetter) CODES[byte] = (byte | 32) - 97 + 1;
  else if (byte >= 48 && byte <= 57) CODES[byte] = byte - 48 + 27;
  else CODES[byte] = 37 + (byte % 27);
}

/** Sets a bit at each place that some bytes have. */
export function markGrams(
  bytes: Uint8Array,
  start: number,
  end: number,
  bit: number,
  fives: Uint32Array,
  threes: Uint32Array,
): void {
  let roll = 0;
  for (let at = start; at < end; at++) {
    roll = ((roll << 6) | (CODES[bytes[at] as number] as number)) & FIVE_MASK;
    const seen = at - start;
    if (seen >= 2) {
      const three = threeOf(roll);
      threes[three] = (threes[three] as number) | bit;
    }
    if (seen >= 4) {
      const five = fiveOf(roll);
      fives[five] = (fives[five] as number) | bit;
    }
  }
}

function fiveOf(roll: number): number {
  return Math.imul(roll, MIX) >>> 13;
}

function threeOf(roll: number): number {
  return Math.imul(roll & THREE_MASK, MIX) >>> 17;
}

/** The places that every line has in which this text stands: of fives where it is long enough, else of threes. */
export function gramsOf(text: string): { readonly fives: readonly number[]; readonly threes: readonly number[] } {
  const bytes = Buffer.from(text);
  const fives = new Set<number>();
  const threes = new Set<number>();
  let roll = 0;
  let plain = 0;
  for (const byte of bytes) {
    roll = ((roll << 6) | (CODES[byte] as number)) & FIVE_MASK;
    // Characters beyond ASCII may stand in the line in another case, and so in other bytes.
    plain = byte < 128 ? plain + 1 : 0;
    if (plain >= 5) fives.add(fiveOf(roll));
    if (plain >= 3) threes.add(threeOf(roll));
  }
  return { fives: spread([...fives]), threes: fives.size > 0 ? [] : spread([...threes]) };
}

const MOST_PLACES = 12;

/** No more of them than are useful, from everywhere in the text. */
function spread(places: readonly number[]): number[] {
  const step = Math.max(1, places.length / MOST_PLACES);
  const some: number[] = [];
  for (let i = 0; i < places.length && some.length < MOST_PLACES; i += step) some.push(places[Math.floor(i)] as number);
  return some;
}
