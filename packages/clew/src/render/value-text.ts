// A field's value on one line. Values come from strangers: they may be very long, or nested without end, so the text
// is made with a list of what is still to be written, never by recursion, and stops once it is long enough.

import { visible } from "./visible.js";
import { cutToColumns } from "./width.js";

/** Strings that read as one word need no quotes. */
const WORD = /^[^\s"'`=,;\\{}[\]()]+$/;
/** Texts that another type would have without quotes. */
const LOOKS_TYPED = /^(?:null|true|false|NaN|-?Infinity|[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)$/;

/**
 * Writes a value on one safe line, at most a little longer than `limit` characters: words bare, other strings in
 * quotes, lists and objects much as JSON has them.
 *
 * @example
 * ```ts
 * import { formatValue } from "clew/render";
 *
 * console.log(formatValue({ path: "/orders", tags: ["new", "two words"] })); // {path: /orders, tags: [new, "two words"]}
 * ```
 */
export function formatValue(value: unknown, limit = Number.POSITIVE_INFINITY): string {
  if (typeof value !== "object" || value === null) return formatScalar(value, limit);
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
    write(member.before);
    if (typeof member.value === "object" && member.value !== null) {
      const inner = new Frame(member.value);
      write(inner.opening);
      open.push(inner);
    } else write(formatScalar(member.value, limit));
  }
  return parts.join("");
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

  next(): { readonly before: string; readonly value: unknown } | undefined {
    const at = this.#at++;
    if (at >= this.#size) return undefined;
    const comma = at === 0 ? "" : ", ";
    const key = this.#keys?.[at];
    if (key === undefined) return { before: comma, value: (this.#values as readonly unknown[])[at] };
    return { before: `${comma}${formatKey(key)}: `, value: (this.#values as Record<string, unknown>)[key] };
  }
}

/** A field's name, quoted where it could be taken for more than a name. */
export function formatKey(key: string): string {
  const shown = cutToColumns(startOf(key, KEY_COLUMNS), KEY_COLUMNS);
  return WORD.test(shown) && !shown.includes(":") && visible(shown) === shown ? shown : quoted(shown);
}

const KEY_COLUMNS = 60;

function formatScalar(value: unknown, limit: number): string {
  if (typeof value !== "string") return typeof value === "number" ? formatNumber(value) : String(value);
  const text = startOf(value, limit);
  return WORD.test(text) && !LOOKS_TYPED.test(text) && visible(text) === text ? text : quoted(text);
}

/** Enough of a text to fill so many columns, however its characters are made up; never half a surrogate pair. */
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
  return `"${visible(text.replace(/["\\]/g, "\\$&"))}"`;
}
