// A field's value on one line. Values come from strangers: they may be very long, or nested without end, so the text
// is made with a list of what is still to be written, never by recursion, and stops once it is long enough.

import { visible, visibleJson } from "./visible.js";
import { cutToColumns } from "./width.js";

/**
 * Most values and keys: printable ASCII that stands as it is, whatever else is asked of it. Each is what the looks below find of
 * it too, one after the other.
 */
const PLAIN_VALUE = /^(?!(?:null|true|false|NaN|Infinity)$)[!#-&*/:<>-Z^_a-z|~][!#-&*+\--:<>-Z^_a-z|~]*$/;
const PLAIN_KEY = /^[!#-&*+\--9<>-Z^_a-z|~]+$/;
const PLAIN_QUOTED = /^[ !#-[\]-~]*$/;
/** Strings that read as one word need no quotes. */
const WORD = /^[^\s"'`=,;\\{}[\]()]+$/;
/** Texts that another type would have without quotes. */
const LOOKS_TYPED = /^(?:null|true|false|NaN|-?Infinity|[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)$/;

/**
 * Writes a value on one safe line, which ends a little after `limit` characters: words bare, other strings in quotes,
 * lists and objects much as JSON has them; or, in the form "json", as JSON.
 *
 * @example
 * ```ts
 * import { formatValue } from "clew/render";
 *
 * console.log(formatValue({ path: "/orders", tags: ["new", "two words"] })); // {path: /orders, tags: [new, "two words"]}
 * ```
 */
export function formatValue(
  value: unknown,
  limit = Number.POSITIVE_INFINITY,
  form: "plain" | "json" = "plain",
): string {
  const scalar = form === "json" ? jsonScalar : formatScalar;
  const key = form === "json" ? visibleJson : formatKey;
  if (typeof value !== "object" || value === null) return scalar(value, limit);
  const parts: string[] = [];
  let length = 0;
  const write = (text: string) => {
    parts.push(text);
    length += text.length;
  };
  const open: Frame[] = [new Frame(value)];
  write(open[0]?.opening ?? "");
  while (length <= limit) {
    const frame = open.at(-1);
    if (frame === undefined) break;
    const member = frame.next();
    if (member === undefined) {
      write(frame.closing);
      open.pop();
      continue;
    }
    if (!member.isFirst) write(", ");
    if (member.key !== undefined) write(`${key(member.key)}: `);
    if (typeof member.value === "object" && member.value !== null) {
      const inner = new Frame(member.value);
      write(inner.opening);
      open.push(inner);
    } else write(scalar(member.value, limit));
  }
  return parts.join("");
}

interface Member {
  readonly isFirst: boolean;
  /** `undefined` in a list. */
  readonly key: string | undefined;
  readonly value: unknown;
}

class Frame {
  readonly opening: string;
  readonly closing: string;
  readonly #keys: readonly string[] | undefined;
  readonly #values: object;
  readonly #size: number;
  #at = 0;

  constructor(value: object) {
    this.#values = value;
    const isList = Array.isArray(value);
    this.#keys = isList ? undefined : Object.keys(value);
    this.#size = isList ? value.length : (this.#keys?.length ?? 0);
    this.opening = isList ? "[" : "{";
    this.closing = isList ? "]" : "}";
  }

  next(): Member | undefined {
    const at = this.#at++;
    if (at >= this.#size) return undefined;
    const key = this.#keys?.[at];
    const value = (this.#values as Readonly<Record<string | number, unknown>>)[key ?? at];
    return { isFirst: at === 0, key, value };
  }
}

/** A field's name, quoted where it could be taken for more than a name. */
export function formatKey(key: string): string {
  if (key.length <= KEY_COLUMNS && PLAIN_KEY.test(key)) return key;
  const shown = cutToColumns(startOf(key, KEY_COLUMNS), KEY_COLUMNS);
  return WORD.test(shown) && !shown.includes(":") && visible(shown) === shown ? shown : quoted(shown);
}

const KEY_COLUMNS = 60;

function jsonScalar(value: unknown): string {
  return typeof value === "string" ? visibleJson(value) : formatScalar(value, Number.POSITIVE_INFINITY);
}

function formatScalar(value: unknown, limit: number): string {
  if (typeof value !== "string") return typeof value === "number" ? formatNumber(value) : String(value);
  const text = startOf(value, limit);
  if (PLAIN_VALUE.test(text)) return text;
  return WORD.test(text) && !LOOKS_TYPED.test(text) && visible(text) === text ? text : quoted(text);
}

/** Enough of a text to fill this number of columns, however its characters are made up; never half a surrogate pair. */
export function startOf(text: string, limit: number): string {
  const units = limit * 4 + 64;
  if (text.length <= units) return text;
  const splitsPair = /[\ud800-\udbff]/.test(text[units - 1] as string);
  return text.slice(0, splitsPair ? units - 1 : units);
}

function formatNumber(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

/** A backslash is doubled, so that an escape is never taken for text, nor text for an escape. */
function quoted(text: string): string {
  if (PLAIN_QUOTED.test(text)) return `"${text}"`;
  return `"${visible(text.replace(/["\\]/g, "\\$&"))}"`;
}
