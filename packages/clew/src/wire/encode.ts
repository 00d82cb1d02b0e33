/**
 * Values as JSON text. A log call must never throw and never lose a field, so every JavaScript value has a text here:
 * faithful where JSON can say it, marked in square brackets where it cannot. Nothing in this file throws.
 */

import { needsEscape } from "./needs-escape.js";

/** Deeper values are marked: other readers recurse, and Python's stops at 1,000. */
const MAX_DEPTH = 200;
/** A graph that shares its nodes can unfold without end; what exceeds this number of values is marked. */
const MAX_VALUES = 100_000;
/** The same string or list may stand in a value many times; a text that grows longer than this is cut. */
const MAX_TEXT = 32 * 1024 * 1024;
/** Longer strings are cut with a mark. Destinations have their own, lower limit for a whole line. */
const MAX_STRING = 8 * 1024 * 1024;
/** Longer typed arrays are written as Eliot writes NumPy's: the first items, and how many there were. */
const MAX_TYPED_ARRAY = 10_000;

/** Replaces a value by its key before it is encoded; redaction is one. */
export type Replace = (key: string, value: unknown) => unknown;

/** A string as JSON. Lone surrogates become escapes, so the text is always valid UTF-8. */
export function quote(text: string): string {
  if (text.length > MAX_STRING) {
    return JSON.stringify(`${text.slice(0, MAX_STRING)}… [cut, ${text.length} characters]`);
  }
  return needsEscape(text) ? JSON.stringify(text) : `"${text}"`;
}

/** A number as JSON; what JSON has no number for is its name as a string. */
export function encodeNumber(value: number): string {
  if (!Number.isFinite(value)) return `"${value}"`;
  return value === 0 && 1 / value < 0 ? "-0" : `${value}`;
}

/** Any value as JSON. */
export function encodeValue(value: unknown, key = "", replace?: Replace): string {
  const quick = encodePlain(value);
  if (quick !== undefined && replace === undefined) return quick;
  try {
    return new Encoder(replace).property(value, key, 0);
  } catch (error) {
    return quote(`[cannot be written: ${describeThrown(error)}]`);
  }
}

/** A value's text where it is a plain one, without a reason to look closer; else `undefined`. */
function encodePlain(value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
      return quote(value);
    case "number":
      return encodeNumber(value);
    case "boolean":
      return value ? "true" : "false";
    case "bigint":
      return `${value}`;
    case "undefined":
      return '"[undefined]"';
    case "symbol":
      return quote(`[${String(value)}]`);
    case "function":
      return undefined;
    default:
      return value === null ? "null" : undefined;
  }
}

class Encoder {
  readonly #replace: Replace | undefined;
  /** The objects between the root and here, to know a circle from an object that merely stands twice. */
  readonly #open: object[] = [];
  #values = 0;
  #length = 0;

  constructor(replace: Replace | undefined) {
    this.#replace = replace;
  }

  property(value: unknown, key: string, depth: number): string {
    return this.#value(this.#replace === undefined ? value : this.#replace(key, value), key, depth);
  }

  #value(value: unknown, key: string, depth: number): string {
    if (this.#length > MAX_TEXT) return `"[cut: more than ${MAX_TEXT} characters]"`;
    const plain = encodePlain(value);
    if (plain !== undefined) {
      this.#length += plain.length;
      return plain;
    }
    const object = value as object;
    if (++this.#values > MAX_VALUES) return `"[cut: more than ${MAX_VALUES} values]"`;
    if (depth >= MAX_DEPTH) return `"[cut: deeper than ${MAX_DEPTH}]"`;
    const circle = this.#open.indexOf(object);
    if (circle !== -1) return `"[Circular, ${this.#open.length - circle} up]"`;
    this.#open.push(object);
    try {
      return this.#object(object, key, depth);
    } catch (error) {
      return quote(`[threw: ${describeThrown(error)}]`);
    } finally {
      this.#open.pop();
    }
  }

  #object(object: object, key: string, depth: number): string {
    if (typeof object === "function")
      return quote(`[Function: ${String((object as NamedFunction).name) || "anonymous"}]`);
    if (object instanceof Error) return this.#error(object, depth);
    if (object instanceof Date) {
      return Number.isNaN(object.getTime()) ? '"[Invalid Date]"' : `"${object.toISOString()}"`;
    }
    const toJson = (object as { toJSON?: unknown }).toJSON;
    if (typeof toJson === "function" && !isBytes(object)) {
      const replaced: unknown = toJson.call(object, key);
      if (replaced !== object) return this.property(replaced, key, depth + 1);
    }
    if (Array.isArray(object)) return this.#list(object, depth);
    if (object instanceof Map) return this.#map(object, depth);
    if (object instanceof Set) return this.#list([...object], depth);
    if (ArrayBuffer.isView(object) || object instanceof ArrayBuffer) return this.#binary(object);
    if (object instanceof RegExp) return quote(String(object));
    if (object instanceof String || object instanceof Number || object instanceof Boolean) {
      return this.property(object.valueOf(), key, depth);
    }
    const tag = Object.prototype.toString.call(object).slice(8, -1);
    if (OPAQUE.has(tag)) return `"[${tag}]"`;
    return `{${this.#members(object, Object.keys(object), depth)}}`;
  }

  #list(items: readonly unknown[], depth: number): string {
    let text = "[";
    for (let i = 0; i < items.length; i++) {
      if (i > 0) text += ",";
      if (this.#values + i > MAX_VALUES) {
        this.#values += i;
        return `${text}"[cut: ${items.length - i} more]"]`;
      }
      text += this.property(items[i], String(i), depth + 1);
    }
    this.#values += items.length;
    return `${text}]`;
  }

  #map(map: Map<unknown, unknown>, depth: number): string {
    const entries = [...map];
    if (!entries.every(([key]) => typeof key === "string")) return this.#list(entries, depth);
    const members = entries.map(
      ([key, value]) => `${quote(key as string)}:${this.property(value, key as string, depth + 1)}`,
    );
    return `{${members.join(",")}}`;
  }

  #members(object: object, keys: readonly string[], depth: number): string {
    let text = "";
    for (const key of keys) {
      if (text !== "") text += ",";
      if (++this.#values > MAX_VALUES) return `${text}"[cut]":"more than ${MAX_VALUES} values"`;
      text += `${quote(key)}:${this.#member(object, key, depth)}`;
    }
    return text;
  }

  #member(object: object, key: string, depth: number): string {
    let value: unknown;
    try {
      value = (object as Record<string, unknown>)[key];
    } catch (error) {
      return quote(`[getter threw: ${describeThrown(error)}]`);
    }
    return this.property(value, key, depth + 1);
  }

  #error(error: Error, depth: number): string {
    const keys = ["name", "message", "stack", "cause", "errors"].filter((key) => key in error);
    for (const key of Object.keys(error)) if (!keys.includes(key)) keys.push(key);
    return `{${this.#members(error, keys, depth)}}`;
  }

  #binary(object: ArrayBufferView | ArrayBuffer): string {
    if (isBytes(object)) {
      const bytes =
        object instanceof ArrayBuffer
          ? new Uint8Array(object)
          : new Uint8Array(object.buffer, object.byteOffset, object.byteLength);
      return `{"$base64":"${base64(bytes.subarray(0, MAX_STRING))}"}`;
    }
    const items = object as unknown as ArrayLike<number | bigint>;
    const start = Array.prototype.slice.call(items, 0, MAX_TYPED_ARRAY).map((item) => encodePlain(item));
    if (items.length <= MAX_TYPED_ARRAY) return `[${start.join(",")}]`;
    return `{"array_start":[${start.join(",")}],"original_shape":[${items.length}]}`;
  }
}

interface NamedFunction {
  readonly name: unknown;
}

/** Objects whose contents a program cannot see. */
const OPAQUE = new Set(["Promise", "WeakMap", "WeakSet", "WeakRef", "Generator", "AsyncGenerator"]);

function isBytes(object: object): object is Uint8Array | ArrayBuffer | DataView {
  return object instanceof Uint8Array || object instanceof ArrayBuffer || object instanceof DataView;
}

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(i, i + 3);
    const digits = [a >> 2, ((a & 3) << 4) | (b >> 4), ((b & 15) << 2) | (c >> 6), c & 63];
    const used = Math.min(bytes.length - i, 3) + 1;
    text += digits.map((digit, place) => (place < used ? BASE64[digit] : "=")).join("");
  }
  return text;
}

/** What was thrown, in a few words; the thrown thing itself may be hostile. */
export function describeThrown(thrown: unknown): string {
  try {
    return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  } catch {
    return "something whose text cannot be had";
  }
}
