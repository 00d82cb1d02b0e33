import { fieldNames } from "../../wire/index.js";
import { type ActionPath, isSpan, type Span, type SpanItem, valueKey } from "../task/index.js";

/**
 * What came of trying again: the later attempts at an action that failed, and what was said between two of them. They
 * tell how something came to fail or to be slow, never why.
 */
export function repeatedAttempts(parent: Span): ReadonlySet<SpanItem> | undefined {
  let repeated: Set<SpanItem> | undefined;
  const { items } = parent;
  let alike: ReadonlyMap<ActionPath, readonly number[]> | undefined;
  for (let i = 0; i < items.length; i++) {
    const failed = items[i] as SpanItem;
    if (!isSpan(failed) || failed.action.status !== "failed" || failed.end === undefined) continue;
    alike ??= byPath(items);
    const next = nextAttempt(items, alike.get(failed.path) ?? [], i, failed);
    if (next === undefined) continue;
    repeated ??= new Set();
    const again = items[next] as Span;
    repeated.add(again);
    for (let j = i + 1; j < next; j++) {
      const between = items[j] as SpanItem;
      if (!isSpan(between) && between.time >= failed.end && between.time <= again.start) repeated.add(between);
    }
  }
  return repeated;
}

/** Actions of the same path that are looked at for the next attempt: others may run beside it, in whatever number. */
const MOST_BESIDE = 50;

function nextAttempt(
  items: readonly SpanItem[],
  places: readonly number[],
  after: number,
  failed: Span,
): number | undefined {
  let low = 0;
  for (let high = places.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((places[middle] as number) <= after) low = middle + 1;
    else high = middle;
  }
  for (let k = low; k < Math.min(places.length, low + MOST_BESIDE); k++) {
    const place = places[k] as number;
    if (isSameAgain(failed, items[place] as Span)) return place;
  }
  return undefined;
}

/** The places of actions among items, by path. */
function byPath(items: readonly SpanItem[]): ReadonlyMap<ActionPath, readonly number[]> {
  const places = new Map<ActionPath, number[]>();
  items.forEach((item, i) => {
    if (!isSpan(item)) return;
    const known = places.get(item.path);
    if (known === undefined) places.set(item.path, [i]);
    else known.push(i);
  });
  return places;
}

/** Whether an action does once more what one that failed was to do: the same fields, but for a counter and ids. */
function isSameAgain(failed: Span, again: Span): boolean {
  if (again.path !== failed.path || again.start < (failed.end ?? Infinity)) return false;
  const before = failed.action.startFields ?? {};
  const after = again.action.startFields ?? {};
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  let counters = 0;
  for (const key of keys) {
    if (key.startsWith(fieldNames.OWN)) continue;
    const old = before[key];
    const now = after[key];
    if (typeof old === "number" && typeof now === "number" && now !== old) {
      if (now < old || ++counters > 1) return false;
    } else if (old !== now && !(isId(old) && isId(now)) && valueKey(old) !== valueKey(now)) return false;
  }
  return true;
}

/** Long, in one word, and with digits: made for this one attempt. */
function isId(value: unknown): boolean {
  return typeof value === "string" && /^(?=.*[0-9])[\w.:@-]{8,}$/.test(value);
}
