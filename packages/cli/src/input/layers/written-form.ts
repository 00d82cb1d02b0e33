// How an object is written, as a pattern for others that are written in the same way: the same keys in the same order, and
// values of the same types. Of a text that fits only the values are read; what they make is what a parser of JSON makes of
// it. Of a text that does not fit nothing is said.

import type { JsonObject } from "../json-object.js";
import { copyOf } from "./copy-of.js";

/** Objects within objects are followed to here. */
const MOST_DEEP = 4;
/** An object with more than this is data, of which the next one has other keys. */
const MOST_PIECES = 200;
/** A pattern of more characters costs more than it saves. */
const MOST_CHARACTERS = 8192;
/** A value without escapes; a line within it would have some. */
const TEXT = '([^"\\\\\\x00-\\x1f]*)';
/** A number that is no long integer. */
const NUMBER = "(-?(?:0|[1-9]\\d{0,14})(?:\\.\\d+)?)";

type Value = string | number | boolean | null | undefined | JsonObject;

/** An object, and what was read last. */
interface ObjectForm {
  readonly parts: readonly Part[];
  last: JsonObject | undefined;
}

/** A part of an object. */
interface Part {
  readonly key: string;
  /** `constant` is the same in all of them. */
  readonly kind: "text" | "number" | "object" | "constant";
  /** The group of the pattern in which its value is found. */
  readonly group: number;
  /** The form of an object within. */
  readonly form: ObjectForm;
  /** The value that was read last, for many are alike; the one value where it is the same in all. */
  last: Value;
}

const NO_OBJECT: ObjectForm = { parts: [], last: undefined };

export class WrittenForm {
  /** The source of a pattern whose groups are the values. */
  readonly pattern: string;
  /** How many groups it has. */
  readonly groups: number;
  /** The keys under which objects differed from the ones before, until nobody needs them any more. */
  readonly varying = new Set<string>();
  readonly #form: ObjectForm;

  private constructor(parts: readonly Part[], pattern: string, groups: number) {
    this.#form = { parts, last: undefined };
    this.pattern = pattern;
    this.groups = groups;
  }

  /**
   * The form in which loggers write an object, in a line or, `isQuoted`, within a text of JSON; `undefined` where it has
   * what no form is kept of.
   */
  static of(value: JsonObject, isQuoted: boolean): WrittenForm | undefined {
    const quote = isQuoted ? '\\\\"' : '"';
    const groups = { count: 0 };
    const pattern: string[] = [];
    const parts = partsOf(value, quote, pattern, groups, 0);
    const source = pattern.join("");
    if (parts === undefined || source.length > MOST_CHARACTERS) return undefined;
    return new WrittenForm(parts, source, groups.count);
  }

  /** The object whose values these groups are. */
  read(found: RegExpExecArray): JsonObject {
    return objectOf(this.#form, found, this.varying);
  }
}

function partsOf(
  value: JsonObject,
  quote: string,
  pattern: string[],
  groups: { count: number },
  depth: number,
): readonly Part[] | undefined {
  if (depth > MOST_DEEP) return undefined;
  const parts: Part[] = [];
  for (const key of Object.keys(value)) {
    if (pattern.length > MOST_PIECES || key.length > MOST_CHARACTERS) return undefined;
    // An escape within a key would be another one within a text.
    if (key === "__proto__" || JSON.stringify(key) !== `"${key}"`) return undefined;
    const inner = value[key];
    pattern.push(`${parts.length === 0 ? "\\{" : ", ?"}${quote}${literal(key)}${quote}: ?`);
    if (typeof inner === "string" || typeof inner === "number") {
      const kind = typeof inner === "string" ? "text" : "number";
      pattern.push(kind === "text" ? `${quote}${TEXT}${quote}` : NUMBER);
      parts.push({ key, kind, group: ++groups.count, form: NO_OBJECT, last: undefined });
    } else if (typeof inner === "boolean" || inner === null) {
      pattern.push(String(inner));
      parts.push({ key, kind: "constant", group: 0, form: NO_OBJECT, last: inner });
    } else {
      if (typeof inner !== "object" || Array.isArray(inner)) return undefined;
      const below = partsOf(inner as JsonObject, quote, pattern, groups, depth + 1);
      if (below === undefined) return undefined;
      parts.push({ key, kind: "object", group: 0, form: { parts: below, last: undefined }, last: undefined });
    }
  }
  pattern.push(parts.length === 0 ? "\\{\\}" : "\\}");
  return parts;
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

/** The object that these groups say: that of the time before where nothing differs. Notes each key that differs. */
function objectOf(form: ObjectForm, found: RegExpExecArray, varying?: Set<string>): JsonObject {
  let object: Record<string, unknown> | undefined = form.last === undefined ? {} : undefined;
  for (const part of form.parts) {
    const value = valueIn(part, found);
    if (form.last !== undefined && Object.is(value, part.last)) continue;
    object ??= copyOf(form.last);
    object[part.key] = value;
    part.last = value;
    varying?.add(part.key);
  }
  if (object !== undefined) form.last = object;
  return form.last as JsonObject;
}

function valueIn(part: Part, found: RegExpExecArray): Value {
  if (part.kind === "constant") return part.last;
  if (part.kind === "object") return objectOf(part.form, found);
  const written = found[part.group] as string;
  return part.kind === "number" ? numberOf(written) : textOf(part.last, written);
}

/** The text, without keeping in memory what it was found in. */
function textOf(last: Value, found: string): string {
  if (found === last) return last;
  return found.length < LONG ? found : (JSON.parse(`"${found}"`) as string);
}

/** A number as JSON has it. Integers need no further look: their digits are exact. */
function numberOf(written: string): number {
  if (written.length > MOST_DIGITS) return Number(written);
  let number = 0;
  for (let at = 0; at < written.length; at++) {
    const digit = written.charCodeAt(at) - ZERO;
    if (digit < 0) return Number(written);
    number = number * 10 + digit;
  }
  return number;
}

const MOST_DIGITS = 15;
/** Shorter parts of a text are copied by the engine. */
const LONG = 13;
const ZERO = 48;
