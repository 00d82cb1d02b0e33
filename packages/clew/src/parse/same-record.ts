// Whether two records are one, and which of two different ones at one place comes first. Both must give the same
// answer in whatever order a log's lines arrive, and neither may recurse on the depth of a field.

import { encodeValue, type Message, quote } from "../wire/index.js";

/** Whether two values read from JSON are the same; the order of an object's keys does not matter. */
export function sameValue(left: unknown, right: unknown): boolean {
  const pairs: unknown[] = [left, right];
  while (pairs.length > 0) {
    const b = pairs.pop();
    const a = pairs.pop();
    if (a === b || (Number.isNaN(a) && Number.isNaN(b))) continue;
    if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
    if (Array.isArray(a) !== Array.isArray(b)) return false;
    const keys = Object.keys(a);
    if (keys.length !== Object.keys(b).length) return false;
    for (const key of keys) {
      if (!Object.hasOwn(b, key)) return false;
      pairs.push((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]);
    }
  }
  return true;
}

/** Orders records that claim one place: by time, then by their text. */
export function compareRecords(a: Message, b: Message): number {
  if (a.timestamp !== b.timestamp) return a.timestamp < b.timestamp ? -1 : 1;
  const left = textOfRecord(a);
  const right = textOfRecord(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

function textOfRecord(record: Message): string {
  return Object.keys(record)
    .sort()
    .map((key) => `${quote(key)}:${encodeValue(record[key])}`)
    .join();
}
