import { parseLine } from "clew/parse";

type Decoded = Readonly<Record<string, unknown>>;

/** Numbers of so many digits may be more than a number can hold. */
const MANY_DIGITS = /\d{16}/;

/** The object that a line is, its integers with all their digits; or the reason why it is none. */
export function decodeLine(line: string): Decoded | string {
  // A byte order mark is white space to `trim`, and none to JSON.
  const text = line.trim();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return `not JSON: ${error instanceof Error ? error.message : error}`;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "not an object";
  return MANY_DIGITS.test(text) ? withAllDigits(text) : (value as Decoded);
}

/** The parser of logs keeps digits; it is shown the line, which is JSON, as a message's only field. */
function withAllDigits(text: string): Decoded | string {
  const parsed = parseLine(`{"task_uuid":"-","task_level":[1],"timestamp":0,"line":${text}}`);
  return parsed.ok ? (parsed.message.line as Decoded) : parsed.reason;
}
