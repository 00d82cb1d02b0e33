/**
 * Values as JSON text. A log call must never throw and never lose a field, so every JavaScript value has a text here:
 * faithful where JSON can say it, marked in square brackets where it cannot. Nothing in this file throws.
 */

import { base64 } from "./base64.js";
import { needsEscape } from "./needs-escape.js";
import { platformValue } from "./platform-value.js";
import { isBytes, isDate, isError, isMap, isRegExp, isSet, tagOf, unboxed } from "./value-kind.js";

/** Deeper values are marked: other readers recurse, and Python's stops at 1,000. */
const MAX_DEPTH = 200;
/** A graph that shares its nodes can unfold without end; what exceeds this number of values is marked. */
const MAX_VALUES = 25_000;
/** The same string or list may stand in a value many times; a text that grows longer than this is cut. */
const MAX_TEXT = 16 * 1024 * 1024;
/** Longer strings are cut with a mark. Destinations have their own, lower limit for a whole line. */
const MAX_STRING = 8 * 1024 * 1024;
/** More bytes are cut: in base64 they would be longer than a line may be. */
const MAX_BYTES = 768 * 1024;
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
    // What most values are is asked first: what else they may be costs more to find out than to write them.
    if (isCommon(object) && typeof (object as { toJSON?: unknown }).toJSON !== "function") {
      return Array.isArray(object) ? this.#list(object, depth) : this.#plainObject(object, "Object", depth);
    }
    const tag = tagOf(object);
    if (isDate(object, tag)) {
      const time = Date.prototype.getTime.call(object);
      return Number.isNaN(time) ? '"[Invalid Date]"' : `"${new Date(time).toISOString()}"`;
    }
    const toJson = (object as { toJSON?: unknown }).toJSON;
    if (typeof toJson === "function" && !isBytes(object)) {
      const replaced: unknown = toJson.call(object, key);
      if (replaced !== object) return this.property(replaced, key, depth + 1);
    }
    if (isError(object)) return this.#error(object, depth);
    if (Array.isArray(object)) return this.#list(object, depth);
    if (isMap(object, tag)) return this.#map(object, depth);
    if (isSet(object, tag)) return this.#items(Set.prototype.values.call(object), setSize(object), depth);
    if (isBytes(object)) return this.#bytes(object);
    if (ArrayBuffer.isView(object)) return this.#numbers(object as unknown as ArrayLike<number | bigint>);
    if (isRegExp(object, tag)) return quote(String(object));
    const inner = unboxed(object, tag);
    if (inner !== undefined) return this.property(inner, key, depth);
    const told = OPAQUE.has(tag) ? `[${tag}]` : platformValue(object, tag);
    if (told !== undefined) return this.property(told, key, depth);
    return this.#plainObject(object, tag, depth);
  }

  /** An object's members, or a mark where it has none that can be seen and is of a class of its own. */
  #plainObject(object: object, tag: string, depth: number): string {
    const keys = Object.keys(object);
    if (keys.length > 0) return `{${this.#members(object, keys, depth)}}`;
    // Those of a class of the platform are its own affair.
    const symbols = Object.getOwnPropertySymbols(object).filter((symbol) => isOwnEnumerable(object, symbol));
    if (symbols.length > 0 && tag === "Object") return `{${this.#members(object, symbols, depth)}}`;
    const name = tag === "Object" ? classNameOf(object) : tag;
    return name === undefined ? "{}" : quote(`[${name}]`);
  }

  #list(items: readonly unknown[], depth: number): string {
    return this.#items(items, items.length, depth);
  }

  #items(items: Iterable<unknown>, length: number, depth: number): string {
    let text = "[";
    let i = 0;
    for (const item of items) {
      if (i > 0) text += ",";
      if (this.#isSpent()) return `${text}"[cut: ${length - i} more]"]`;
      text += this.property(item, String(i++), depth + 1);
    }
    return `${text}]`;
  }

  #map(map: Map<unknown, unknown>, depth: number): string {
    const size = mapSize(map);
    if (!hasTextKeys(map)) return this.#pairs(map, size, depth);
    let text = "";
    let i = 0;
    for (const [key, value] of Map.prototype.entries.call(map) as Iterable<[string, unknown]>) {
      if (text !== "") text += ",";
      if (this.#isSpent()) return `{${text}"[cut]":"${size - i} more"}`;
      this.#length += key.length;
      text += `${quote(key)}:${this.property(value, key, depth + 1)}`;
      i++;
    }
    return `{${text}}`;
  }

  /** A map as a list of pairs; a value is replaced by its key here too. */
  #pairs(map: Map<unknown, unknown>, size: number, depth: number): string {
    let text = "[";
    let i = 0;
    for (const [key, value] of Map.prototype.entries.call(map)) {
      if (i > 0) text += ",";
      if (this.#isSpent()) return `${text}"[cut: ${size - i} more]"]`;
      const name = typeof key === "string" ? key : "1";
      text += `[${this.property(key, "0", depth + 2)},${this.property(value, name, depth + 2)}]`;
      i++;
    }
    return `${text}]`;
  }

  #members(object: object, keys: readonly PropertyKey[], depth: number): string {
    let text = "";
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as PropertyKey;
      if (i > 0) text += ",";
      if (this.#isSpent()) return `${text}"[cut]":"${keys.length - i} more"`;
      const name = typeof key === "symbol" ? `[${String(key)}]` : String(key);
      this.#length += name.length;
      // What a symbol is called is what a secret under it is known by.
      text += `${quote(name)}:${this.#member(object, key, depth)}`;
    }
    return text;
  }

  /** Whether a value has had all that one may have; asked before each item of whatever holds items. */
  #isSpent(): boolean {
    return ++this.#values > MAX_VALUES || this.#length > MAX_TEXT;
  }

  #member(object: object, key: PropertyKey, depth: number): string {
    let value: unknown;
    try {
      value = (object as Record<PropertyKey, unknown>)[key];
    } catch (error) {
      return quote(`[getter threw: ${describeThrown(error)}]`);
    }
    return this.property(value, typeof key === "symbol" ? (key.description ?? "") : String(key), depth + 1);
  }

  #error(error: Error, depth: number): string {
    const keys = new Set(ERROR_KEYS.filter((key) => key in error));
    for (const key of Object.keys(error)) keys.add(key);
    return `{${this.#members(error, [...keys], depth)}}`;
  }

  #bytes(object: Uint8Array | DataView | ArrayBuffer): string {
    const bytes = ArrayBuffer.isView(object)
      ? new Uint8Array(object.buffer, object.byteOffset, object.byteLength)
      : new Uint8Array(object);
    const text = base64(bytes.length > MAX_BYTES ? bytes.subarray(0, MAX_BYTES) : bytes);
    this.#length += text.length;
    const cut = bytes.length > MAX_BYTES ? `,"[cut]":"of ${bytes.length} bytes"` : "";
    return `{"$base64":"${text}"${cut}}`;
  }

  #numbers(items: ArrayLike<number | bigint>): string {
    const start = Array.prototype.slice.call(items, 0, MAX_TYPED_ARRAY).map((item) => encodePlain(item));
    if (items.length <= MAX_TYPED_ARRAY) return `[${start.join(",")}]`;
    return `{"array_start":[${start.join(",")}],"original_shape":[${items.length}]}`;
  }
}

/** What an error says; of these names, most are no members of its own that are gone through. */
const ERROR_KEYS = ["name", "message", "stack", "cause", "errors", "error", "suppressed"];

function mapSize(map: Map<unknown, unknown>): number {
  return Reflect.get(Map.prototype, "size", map);
}

function setSize(set: Set<unknown>): number {
  return Reflect.get(Set.prototype, "size", set);
}

/** Whether an object is a list or has members and nothing else: it is of none of the other kinds. */
function isCommon(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype === Array.prototype) return Array.isArray(object);
  return prototype === Object.prototype && !(Symbol.toStringTag in object);
}

/** Whether a map can be written as an object. */
function hasTextKeys(map: Map<unknown, unknown>): boolean {
  let looked = 0;
  for (const key of Map.prototype.keys.call(map)) {
    if (typeof key !== "string") return false;
    // What comes behind the last that is written need not be a text.
    if (++looked > MAX_VALUES) return true;
  }
  return true;
}

function isOwnEnumerable(object: object, key: PropertyKey): boolean {
  return Object.prototype.propertyIsEnumerable.call(object, key);
}

/** The class of an object without members; none of one that is merely empty. */
function classNameOf(object: object): string | undefined {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype === null) return undefined;
  const { name } = (prototype as { readonly constructor?: { readonly name?: unknown } }).constructor ?? {};
  return typeof name === "string" && name !== "" && name !== "Object" ? name : undefined;
}

interface NamedFunction {
  readonly name: unknown;
}

/** Objects whose contents a program cannot see. */
const OPAQUE = new Set(["Promise", "WeakMap", "WeakSet", "WeakRef", "Generator", "AsyncGenerator"]);

/** What was thrown, in a few words; the thrown thing itself may be hostile. */
export function describeThrown(thrown: unknown): string {
  try {
    return isError(thrown) ? `${thrown.name}: ${thrown.message}` : String(thrown);
  } catch {
    return "something whose text cannot be had";
  }
}
