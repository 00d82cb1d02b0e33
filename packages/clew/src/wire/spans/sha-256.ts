// SHA-256 (FIPS 180-4), synchronous and without a platform: ids of spans are hashes, readers in a browser compute them
// too, and what the web offers there is asynchronous.

const encoder = new TextEncoder();

/**
 * The SHA-256 of a text's UTF-8, in lower hex.
 *
 * @example
 * ```ts
 * import { sha256Hex } from "clew/parse";
 *
 * console.log(sha256Hex("").slice(0, 8)); // e3b0c442
 * ```
 */
export function sha256Hex(text: string): string {
  let hex = "";
  for (const word of sha256Words(text)) hex += word.toString(16).padStart(8, "0");
  return hex;
}

/** The same as eight words of 32 bits; they hold until the next call. */
export function sha256Words(text: string): Uint32Array {
  words.set(START);
  if (fillBlock(text)) mixBlock(words, block, 0);
  else mixText(words, text);
  return words;
}

/** One block, used again and again: ids are short. */
const block = new DataView(new ArrayBuffer(64));
/** Behind the text stand a bit and the length. */
const MOST_IN_BLOCK = 55;

/** Fills the block with a text that is short and ASCII. */
function fillBlock(text: string): boolean {
  const { length } = text;
  if (length > MOST_IN_BLOCK) return false;
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code > 127) return false;
    block.setUint8(at, code);
  }
  block.setUint8(length, 0x80);
  for (let at = length + 1; at < 60; at++) block.setUint8(at, 0);
  block.setUint32(60, length << 3);
  return true;
}

function mixText(state: Uint32Array, text: string): void {
  const bytes = encoder.encode(text);
  const blocks = ((bytes.length + 8) >> 6) + 1;
  const padded = new Uint8Array(blocks * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(padded.length - 4, bytes.length << 3);
  for (let at = 0; at < padded.length; at += 64) mixBlock(state, view, at);
}

/** Of the first primes, the first 32 bits of the fractions of their roots: square roots to start, cube roots to mix. */
const PRIMES = firstPrimes(64);
const START = PRIMES.slice(0, 8).map((prime) => fractionBits(Math.sqrt(prime)));
const ROUNDS = Int32Array.from(PRIMES, (prime) => fractionBits(Math.cbrt(prime)));
// Signed, for the bits are the same and a number of 31 bits needs no memory of its own.
const schedule = new Int32Array(64);
const words = new Uint32Array(8);

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let number = 2; primes.length < count; number++) {
    if (primes.every((prime) => number % prime !== 0)) primes.push(number);
  }
  return primes;
}

function fractionBits(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32);
}

function mixBlock(state: Uint32Array, view: DataView, at: number): void {
  const w = schedule;
  for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + i * 4);
  for (let i = 16; i < 64; i++) {
    const early = w[i - 15] as number;
    const late = w[i - 2] as number;
    const s0 = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
    const s1 = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
    w[i] = ((w[i - 16] as number) + s0 + (w[i - 7] as number) + s1) | 0;
  }
  let a = (state[0] as number) | 0;
  let b = (state[1] as number) | 0;
  let c = (state[2] as number) | 0;
  let d = (state[3] as number) | 0;
  let e = (state[4] as number) | 0;
  let f = (state[5] as number) | 0;
  let g = (state[6] as number) | 0;
  let h = (state[7] as number) | 0;
  for (let i = 0; i < 64; i++) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const chosen = (e & f) ^ (~e & g);
    const first = (h + s1 + chosen + (ROUNDS[i] as number) + (w[i] as number)) | 0;
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + s0 + majority) | 0;
  }
  state[0] = (state[0] as number) + a;
  state[1] = (state[1] as number) + b;
  state[2] = (state[2] as number) + c;
  state[3] = (state[3] as number) + d;
  state[4] = (state[4] as number) + e;
  state[5] = (state[5] as number) + f;
  state[6] = (state[6] as number) + g;
  state[7] = (state[7] as number) + h;
}

function turn(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}
