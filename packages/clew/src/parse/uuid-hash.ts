// The hash by which a reader knows a task's uuid, whether it stands in the bytes of a line or is a text: four characters
// at a time, which is twice as fast as one by one.

/** Where the hash of a uuid is written to. */
export interface UuidHash {
  uuidHash: number;
}

/** Of a text: where it is plain ASCII, the same as of its bytes. */
export function hashOfUuid(text: string): number {
  let hash = SEED;
  for (let at = 0; at < text.length; at += 4) {
    let word = 0;
    for (let i = at; i < at + 4 && i < text.length; i++) word |= text.charCodeAt(i) << (8 * (i - at));
    hash = mixed(hash, word);
  }
  return finished(hash);
}

/**
 * Reads a uuid in plain ASCII whose first byte stands here, up to the quotation mark behind it. Gives the mark's place, and
 * -1 where something comes before that is not plain. The bytes end with a line end.
 */
export function scanUuid(bytes: DataView, start: number, into: UuidHash): number {
  const lastWord = bytes.byteLength - 4;
  let hash = SEED;
  let at = start;
  for (; at <= lastWord; at += 4) {
    const word = bytes.getInt32(at, true);
    if (!isPlain(word)) break;
    hash = mixed(hash, word);
  }
  let rest = 0;
  let code = bytes.getUint8(at);
  for (let shift = 0; code >= SPACE && code < 128 && code !== QUOTE && code !== BACKSLASH; shift += 8) {
    rest |= code << shift;
    code = bytes.getUint8(++at);
  }
  into.uuidHash = finished(rest === 0 ? hash : mixed(hash, rest));
  return code === QUOTE ? at : -1;
}

// A product's low bits know nothing of a factor's high ones: they are brought down after each.

function mixed(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0x9e3779b1);
  return product ^ (product >>> 15);
}

/** Lets the last characters count in each bit, too. */
function finished(hash: number): number {
  const product = Math.imul(hash, 0x85ebca6b);
  return product ^ (product >>> 16);
}

/** Whether each of four bytes is ASCII and no control, no quotation mark and no backslash; a borrow shows in the high bits. */
function isPlain(word: number): boolean {
  const quoted = (word ^ QUOTES) - ONES;
  const escaped = (word ^ BACKSLASHES) - ONES;
  return ((word | quoted | escaped | (word - SPACES)) & HIGH_BITS) === 0;
}

const SEED = 0x811c9dc5 | 0;
const QUOTE = 34;
const SPACE = 32;
const BACKSLASH = 92;
const ONES = 0x01010101;
const HIGH_BITS = 0x80808080 | 0;
const QUOTES = QUOTE * ONES;
const SPACES = SPACE * ONES;
const BACKSLASHES = BACKSLASH * ONES;
