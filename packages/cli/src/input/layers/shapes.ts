// What objects of one shape are: the lines of a logger have few shapes, so that the lists of wrappers, documents and
// dialects, and the many keys that loggers use, are gone through once for a shape and not once for a line.

import { type Dialect, JSON_DIALECTS, type Words, wordsWithin } from "../dialects/index.js";
import type { JsonObject } from "../json-object.js";

/** The objects that have the same keys, with values of the same types. */
export interface Shape {
  readonly dialect: Dialect;
  /** Of the dialect's keys those that these objects can have. */
  readonly keys: Words;
  /** Dialects that come before it, and may recognize one of these objects by its values. */
  readonly rivals: readonly Dialect[];
}

/** Whether the value under a key decides to which dialect an object of the shape belongs. */
export function decidesOfDialect(key: string, { dialect, rivals }: Shape): boolean {
  return [dialect, ...rivals].some(({ looksInto }) => looksInto?.includes(key));
}

/** Whether an object of the shape is a line of its dialect, as others of the shape were. */
export function isOfDialect(value: JsonObject, { dialect, rivals }: Shape): boolean {
  for (const rival of rivals) if (rival.recognizes?.(value) === true) return false;
  return dialect.looksInto === undefined || dialect.recognizes?.(value) === true;
}

interface Remembered extends Shape {
  readonly names: readonly string[];
  readonly types: readonly string[];
}

/** A program logs in many shapes, and a few of them most of the time. */
const MOST_REMEMBERED = 16;

export class Shapes {
  /** Those that were seen last stand first. */
  readonly #shapes: Remembered[] = [];

  /** The shape of an object that is no carrier of another; `undefined` where it is not known. */
  of(value: JsonObject): Shape | undefined {
    const keys = Object.keys(value);
    for (let at = 0; at < this.#shapes.length; at++) {
      const shape = this.#shapes[at] as Remembered;
      if (!fits(value, keys, shape)) continue;
      if (!isOfDialect(value, shape) || mayCarry(value, 0)) return undefined;
      if (at > 0) {
        this.#shapes[at] = this.#shapes[at - 1] as Remembered;
        this.#shapes[at - 1] = shape;
      }
      return shape;
    }
    return undefined;
  }

  remember(value: JsonObject, dialect: Dialect): void {
    const names = Object.keys(value);
    const types = names.map((name) => typeOf(value[name]));
    const before = JSON_DIALECTS.slice(0, JSON_DIALECTS.indexOf(dialect));
    const rivals = before.filter(({ looksInto }) => looksInto?.some((name) => Object.hasOwn(value, name)));
    this.#shapes.unshift({ names, types, dialect, keys: wordsWithin(dialect, value), rivals });
    if (this.#shapes.length > MOST_REMEMBERED) this.#shapes.pop();
  }
}

/** Looks at the last keys first: it is the first ones that all lines of a logger have. */
function fits(value: JsonObject, keys: readonly string[], { names, types }: Remembered): boolean {
  if (keys.length !== names.length) return false;
  for (let at = keys.length - 1; at >= 0; at--) {
    const key = keys[at] as string;
    if (names[at] !== key || types[at] !== typeOf(value[key])) return false;
  }
  return true;
}

function typeOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "list" : typeof value;
}

/** Whether an object may be another line's carrier: a text in it begins as an object does. */
function mayCarry(value: object, depth: number): boolean {
  if (depth > MOST_LOOKED_INTO) return true;
  for (const key in value) {
    const inner: unknown = (value as JsonObject)[key];
    if (typeof inner === "string") {
      if (inner.charCodeAt(0) === OPEN_BRACE) return true;
    } else if (typeof inner === "object" && inner !== null && mayCarry(inner, depth + 1)) return true;
  }
  return false;
}

const MOST_LOOKED_INTO = 8;
const OPEN_BRACE = 123;
