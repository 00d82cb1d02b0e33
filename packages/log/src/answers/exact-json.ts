import { visibleJson } from "clew/render";

/**
 * A value that was read from a log as JSON, without loss: what JSON has no number for is `{"$float": "NaN"}`, an integer
 * beyond 2^53 `{"$int": "digits"}`. All control characters are escaped, also those that JSON lets through, for a
 * terminal may show it. Does not recurse, for values may be 100,000 deep. `scalar` may write all but lists and objects
 * otherwise.
 */
export function encodeExact(value: unknown, scalar: (value: unknown) => string = encodeScalar): string {
  if (typeof value !== "object" || value === null) return scalar(value);
  let text = "";
  const open: Open[] = [];
  let current: Open | undefined = enter(value);
  text += current.keys === undefined ? "[" : "{";
  while (current !== undefined) {
    if (current.next === current.length) {
      text += current.keys === undefined ? "]" : "}";
      current = open.pop();
      continue;
    }
    if (current.next > 0) text += ",";
    const key: string | number = current.keys?.[current.next] ?? current.next;
    current.next++;
    if (current.keys !== undefined) text += `${visibleJson(String(key))}:`;
    const member: unknown = current.members[key];
    if (typeof member === "object" && member !== null) {
      open.push(current);
      current = enter(member);
      text += current.keys === undefined ? "[" : "{";
    } else text += scalar(member);
  }
  return text;
}

/** A list or object of which some members are written; a list has no keys. */
interface Open {
  readonly members: Readonly<Record<string | number, unknown>>;
  readonly keys: readonly string[] | undefined;
  readonly length: number;
  next: number;
}

function enter(value: object): Open {
  const keys = Array.isArray(value) ? undefined : Object.keys(value);
  const members = value as Readonly<Record<string | number, unknown>>;
  return { members, keys, length: keys?.length ?? (value as readonly unknown[]).length, next: 0 };
}

/** The text of what is neither a list nor an object. */
export function encodeScalar(value: unknown): string {
  switch (typeof value) {
    case "number":
      if (!Number.isFinite(value)) return `{"$float":"${value}"}`;
      return Object.is(value, -0) ? "-0" : `${value}`;
    case "bigint":
      return `{"$int":"${value}"}`;
    case "undefined":
      return "null";
    case "string":
      return visibleJson(value);
    default:
      return JSON.stringify(value) ?? "null";
  }
}

/** Reads what `encodeExact` wrote, with each number as it was. Does not recurse. */
export function decodeExact(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (!/"\$(?:int|float)"/.test(text)) return value;
  const whole = { value };
  const open: Record<string, unknown>[] = [whole];
  for (let container = open.pop(); container !== undefined; container = open.pop()) {
    for (const [key, member] of Object.entries(container)) {
      if (typeof member !== "object" || member === null) continue;
      const exact = exactNumber(member as Readonly<Record<string, unknown>>);
      if (exact === undefined) open.push(member as Record<string, unknown>);
      else container[key] = exact;
    }
  }
  return whole.value;
}

/** The number that an object stands for; `undefined` where it stands for itself. */
function exactNumber(value: Readonly<Record<string, unknown>>): number | bigint | undefined {
  const { $int, $float } = value;
  if (Object.keys(value).length !== 1) return undefined;
  if (typeof $int === "string" && /^-?[0-9]+$/.test($int)) return BigInt($int);
  return typeof $float === "string" && /^(?:NaN|-?Infinity)$/.test($float) ? Number($float) : undefined;
}
