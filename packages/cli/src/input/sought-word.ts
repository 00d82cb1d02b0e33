// Words and texts that are looked for in the bytes of lines, without reading the lines.

/**
 * A word that is looked for in bytes by Horspool's search: most bytes are never looked at. `Buffer.indexOf` stops at each
 * byte that the word begins with, which is the quotation mark here, and takes ten times as long.
 */
export class SoughtWord {
  readonly length: number;
  readonly #word: Uint8Array;
  /** How far the next place is at which the word can end, if it does not end at this byte. */
  readonly #skips: Uint8Array;

  constructor(word: string) {
    this.#word = Buffer.from(word);
    this.length = word.length;
    this.#skips = new Uint8Array(256).fill(this.length);
    for (const [i, byte] of this.#word.subarray(0, -1).entries()) this.#skips[byte] = this.length - 1 - i;
  }

  /** Where it begins first between two places; -1 if it does not. */
  find(bytes: Uint8Array, from: number, to: number): number {
    const word = this.#word;
    const skips = this.#skips;
    const last = word.length - 1;
    const end = word[last];
    for (let at = from + last; at < to; ) {
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

/**
 * A text of ASCII that is looked for in the bytes of lines, in whatever capitals. It finds each line of which the values
 * have the text, by `toLowerCase`, and perhaps others; but for bytes that `mayHideText`.
 */
export class SoughtText {
  readonly #text: Uint8Array;
  /** As above, of each letter in both its forms. */
  readonly #skips: Uint8Array;

  constructor(text: string) {
    // Its beginning is as good, and a longer way is not worth a longer table.
    this.#text = Buffer.from(text.slice(0, 64).toLowerCase());
    const last = this.#text.length - 1;
    this.#skips = new Uint8Array(256).fill(last + 1);
    for (const [i, byte] of this.#text.subarray(0, -1).entries()) this.#skips[byte] = last - i;
  }

  /** Where it begins first from a place on; -1 if it does not. */
  find(bytes: Uint8Array, from: number): number {
    const text = this.#text;
    const skips = this.#skips;
    const last = text.length - 1;
    const end = text[last];
    for (let at = from + last; at < bytes.length; ) {
      const code = SMALL[bytes[at] as number] as number;
      if (code === end && this.#isAt(bytes, at - last)) return at - last;
      at += skips[code] as number;
    }
    return -1;
  }

  #isAt(bytes: Uint8Array, start: number): boolean {
    const text = this.#text;
    for (let i = text.length - 2; i >= 0; i--) if (SMALL[bytes[start + i] as number] !== text[i]) return false;
    return true;
  }
}

/** Whether letters of ASCII may stand in JSON in another form than their own: escaped, or as a sign that they are the small letters of. */
export function mayHideText(bytes: Buffer): boolean {
  return HIDING.some((form) => bytes.includes(form));
}

/** Each byte, and of a capital letter the small one. */
const SMALL = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte));
/** The dotted I and the sign of Kelvin are the only ones: their small letters are i, with a dot, and k. */
const HIDING = ["\\u00", "\\u0130", "\\u212a", "\\u212A", "\u0130", "\u212a"].map((form) => Buffer.from(form));
