/**
 * Cuts a line that is too long for its destination. The format's own fields stay, every field keeps its beginning, and
 * what was cut says so and how long it was; the line is valid JSON like any other.
 */

import { decodeJson, encodeValue, isReserved, type Message, quote } from "../../wire/index.js";

/** What the mark of a cut and a field's punctuation may need. */
const MARK_BYTES = 80;
/** A field is not cut to less than this; where there are too many fields for that, the last ones go. */
const LEAST_FIELD = 16;
/** A type is a name; one that is longer than this was meant as a value. */
const LONGEST_TYPE = 200;

/** Gives the line itself where it is short enough, and else one of at most `maxBytes` bytes with its newline. */
export function cutLine(line: string, maxBytes: number): string {
  if (Buffer.byteLength(line) <= maxBytes) return line;
  const own: string[] = [];
  const given: string[] = [];
  for (const [key, value] of Object.entries(decodeJson(line) as Message)) {
    if (!isReserved(key)) given.push(`${quote(cutText(key, LONGEST_TYPE))}:`, encodeValue(value));
    else if (typeof value === "string") own.push(`${quote(key)}:${quote(cutText(value, LONGEST_TYPE))}`);
    else own.push(`${quote(key)}:${encodeValue(value)}`);
  }
  const head = `{${own.join(",")}`;
  const room = maxBytes - Buffer.byteLength(head) - MARK_BYTES;
  return `${head}${fit(given, room)}}\n`;
}

/** Keys and values in turn, as the tail of an object of at most `room` bytes. */
function fit(members: readonly string[], room: number): string {
  const sizes = members.map((member) => Buffer.byteLength(member));
  const limit = commonLimit(sizes, room);
  let text = "";
  let left = room;
  for (let i = 0; i < members.length; i += 2) {
    const key = members[i] as string;
    const value = members[i + 1] as string;
    const cut = (sizes[i + 1] as number) <= limit ? value : cutValue(value, sizes[i + 1] as number, limit);
    const member = `,${key}${cut}`;
    left -= Buffer.byteLength(member);
    if (left < 0) return `${text},"[cut]":"${(members.length - i) / 2} more fields"`;
    text += member;
  }
  return text;
}

/** The most bytes that a value may have so that all together have room. */
function commonLimit(sizes: readonly number[], room: number): number {
  let left = room;
  const values: number[] = [];
  for (let i = 0; i < sizes.length; i += 2) {
    left -= (sizes[i] as number) + 1;
    values.push(sizes[i + 1] as number);
  }
  values.sort((a, b) => a - b);
  for (const [i, size] of values.entries()) {
    const share = Math.floor(left / (values.length - i));
    if (size > share) return Math.max(share, LEAST_FIELD + MARK_BYTES);
    left -= size;
  }
  return Infinity;
}

/** The beginning of a value, given as JSON, as a string that says what is missing. */
function cutValue(json: string, size: number, limit: number): string {
  const text = json.startsWith('"') ? (JSON.parse(json) as string) : json;
  const mark = json.startsWith('"') ? `… [cut, ${text.length} characters]` : `… [cut, ${size} bytes of JSON]`;
  let kept = Math.min(text.length, limit);
  // Quoting and bytes make a text longer than its characters are many; by how much, only its end knows.
  for (;;) {
    const cut = quote(cutText(text, kept, mark));
    const over = Buffer.byteLength(cut) - limit;
    if (over <= 0 || kept === 0) return cut;
    kept = Math.max(0, Math.min(kept - 1, kept - Math.ceil(over / 6)));
  }
}

function cutText(text: string, length: number, mark = "… [cut]"): string {
  return text.length <= length ? text : text.slice(0, length) + mark;
}
