/**
 * JSON text to values, as other writers of the format write it: with `NaN` and infinities (Python), and with integers
 * that a JavaScript number cannot hold, which become a `bigint` and so keep their digits. `JSON.parse` does the common
 * lines; the reader below, which does not recurse, does the rest.
 */

import { mayHoldLongInteger } from "./long-integer.js";

/**
 * Gives the value of a JSON text, however deep it nests, or throws a `SyntaxError` that says where the text stops being
 * JSON. Integers that a number cannot hold become a `bigint`; Python's `NaN` and infinities are understood.
 *
 * @example
 * ```ts
 * import { decodeJson } from "clew/parse";
 *
 * console.log(decodeJson('{"nanos": 1767000000000000001}')); // { nanos: 1767000000000000001n }
 * ```
 */
export function decodeJson(text: string): unknown {
  if (!mayHoldLongInteger(text)) {
    try {
      return JSON.parse(text);
    } catch (error) {
      if (!MAY_HOLD_PYTHON_NUMBER.test(text)) throw error;
    }
  }
  return new Decoder(text).document();
}

const MAY_HOLD_PYTHON_NUMBER = /NaN|Infinity/;

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const SPACE = /[ \t\r\n]*/y;

/** Reading digits takes time with the square of their number: 100,000 take 10 ms. */
const MOST_DIGITS = 100_000;

type Container = unknown[] | Record<string, unknown>;

class Decoder {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): unknown {
    // The containers from the root to here, with the key under which each stands in the one before.
    const open: Container[] = [];
    const keys: string[] = [];
    let key = "";
    for (;;) {
      let value = this.#begin();
      if (typeof value === "object" && value !== null) {
        const container = value as Container;
        if (!this.#closes(container)) {
          open.push(container);
          keys.push(key);
          key = Array.isArray(container) ? "" : this.#key();
          continue;
        }
      }
      for (;;) {
        const parent = open.at(-1);
        if (parent === undefined) {
          this.#space();
          if (this.#at < this.#text.length) throw this.#unexpected();
          return value;
        }
        put(parent, key, value);
        this.#space();
        if (this.#text[this.#at] === ",") {
          this.#at++;
          key = Array.isArray(parent) ? "" : this.#key();
          break;
        }
        if (!this.#closes(parent)) throw this.#unexpected();
        value = parent;
        open.pop();
        key = keys.pop() as string;
      }
    }
  }

  /** A scalar whole, or an empty container whose opening bracket was passed. */
  #begin(): unknown {
    this.#space();
    const start = this.#text[this.#at];
    if (start === "{" || start === "[") {
      this.#at++;
      return start === "{" ? {} : [];
    }
    if (start === '"') return this.#string();
    for (const [word, value] of WORDS) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    return this.#number();
  }

  #closes(container: Container): boolean {
    this.#space();
    if (this.#text[this.#at] !== (Array.isArray(container) ? "]" : "}")) return false;
    this.#at++;
    return true;
  }

  #key(): string {
    this.#space();
    const key = this.#string();
    this.#space();
    if (this.#text[this.#at] !== ":") throw this.#unexpected();
    this.#at++;
    return key;
  }

  #space(): void {
    SPACE.lastIndex = this.#at;
    SPACE.test(this.#text);
    this.#at = SPACE.lastIndex;
  }

  /** By searching, not by a pattern: a pattern that repeats a choice runs out of stack in a string of some megabytes. */
  #string(): string {
    const text = this.#text;
    const start = this.#at;
    if (text[start] !== '"') throw this.#unexpected();
    for (let quote = text.indexOf('"', start + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
      let escapes = 0;
      while (text[quote - 1 - escapes] === "\\") escapes++;
      if (escapes % 2 === 1) continue;
      this.#at = quote + 1;
      return JSON.parse(text.slice(start, quote + 1)) as string;
    }
    this.#at = text.length;
    throw this.#unexpected();
  }

  #number(): number | bigint {
    NUMBER.lastIndex = this.#at;
    const digits = NUMBER.exec(this.#text)?.[0];
    if (digits === undefined) throw this.#unexpected();
    if (digits.length > MOST_DIGITS) {
      throw new SyntaxError(`A number of ${digits.length} digits in JSON at position ${this.#at}`);
    }
    this.#at = NUMBER.lastIndex;
    return toNumber(digits);
  }

  #unexpected(): SyntaxError {
    const found = this.#text[this.#at];
    return new SyntaxError(
      found === undefined
        ? `Unexpected end of JSON at position ${this.#at}`
        : `Unexpected ${JSON.stringify(found)} in JSON at position ${this.#at}`,
    );
  }
}

const WORDS: readonly (readonly [string, unknown])[] = [
  ["true", true],
  ["false", false],
  ["null", null],
  ["NaN", Number.NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
];

function toNumber(digits: string): number | bigint {
  const number = Number(digits);
  return Number.isSafeInteger(number) || !/^-?[0-9]+$/.test(digits) ? number : BigInt(digits);
}

function put(container: Container, key: string, value: unknown): void {
  if (Array.isArray(container)) container.push(value);
  else if (key === "__proto__") {
    Object.defineProperty(container, key, { value, writable: true, enumerable: true, configurable: true });
  } else container[key] = value;
}
