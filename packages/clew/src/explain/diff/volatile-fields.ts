// Fields that differ from run to run whatever the program does: ids, times, places where something happened to run. They
// are found in the data, by name of type and field: their values in one log are many and do not come again in the other.

import { fieldValues, isSpan, type Span, type SpanItem, spansOf, valueKey } from "../task/index.js";

interface Use {
  readonly a: Map<string, number>;
  readonly b: Map<string, number>;
}

/** Fewer values than this do not show a rule; what they look like must do. */
const FEWEST = 3;

/** The names of the fields that are no difference, whatever they hold. */
export function volatileFields(a: readonly Span[], b: readonly Span[]): ReadonlySet<string> {
  const uses = new Map<string, Use>();
  for (const root of a) countValues(root, uses, "a");
  for (const root of b) countValues(root, uses, "b");
  const names = new Set<string>();
  for (const [name, { a: inA, b: inB }] of uses) if (isVolatile(name, inA, inB)) names.add(name);
  return names;
}

function countValues(root: Span, uses: Map<string, Use>, side: "a" | "b"): void {
  for (const span of spansOf(root)) {
    for (const item of [span, ...span.items.filter((each) => !isSpan(each))]) {
      for (const [name, value] of valuesOf(item)) {
        let use = uses.get(name);
        if (use === undefined) {
          use = { a: new Map(), b: new Map() };
          uses.set(name, use);
        }
        const key = valueKey(value);
        use[side].set(key, (use[side].get(key) ?? 0) + 1);
      }
    }
  }
}

/** All values of a message, or of an action's start and finish. */
export function valuesOf(item: SpanItem): Map<string, unknown> {
  if (!isSpan(item)) return fieldValues(item.message.fields, item.message.messageType ?? "");
  const { startFields, endFields } = item.action;
  return new Map([...fieldValues(startFields, item.path.type), ...fieldValues(endFields, item.path.type)]);
}

function isVolatile(name: string, a: Map<string, number>, b: Map<string, number>): boolean {
  let common = 0;
  for (const [key, count] of a) common += Math.min(count, b.get(key) ?? 0);
  const size = Math.max(total(a), total(b));
  if (common >= size / 2 || a.size === 0 || b.size === 0) return false;
  if (size >= FEWEST) return a.size >= Math.max(FEWEST, total(a) / 2) || looksVolatile(name, a, b);
  return looksVolatile(name, a, b);
}

function looksVolatile(name: string, a: Map<string, number>, b: Map<string, number>): boolean {
  if (
    /(^|[._])(id|uuid|duration|elapsed|latency|time|timestamp|took|date|pid|port)$|_?(ms|seconds|secs|us|ns)$|_at$|Id$|Ms$|At$/.test(
      name,
    )
  ) {
    return true;
  }
  return [...a.keys(), ...b.keys()].every(
    (key) => /^"?[0-9a-f-]*[0-9][0-9a-f-]{7,}"?$/i.test(key) || /^-?[0-9]+\.[0-9]{3,}$/.test(key),
  );
}

function total(counts: Map<string, number>): number {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}
