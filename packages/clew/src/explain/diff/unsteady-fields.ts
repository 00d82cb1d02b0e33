import { valueKey } from "../task/index.js";
import type { FoundDivergence } from "./compare-tasks.js";

/** Differences in one field from which a rule may be seen. */
const FEWEST = 3;

/**
 * Fields that differ here and there without a rule: the host that happened to be free, a number that happened to be
 * drawn. What changed everywhere in one way (an option, a version) is a difference, however often it shows.
 */
export function unsteadyFields(
  found: readonly FoundDivergence[],
  seen: (field: string) => number,
): ReadonlySet<string> {
  const changes = new Map<string, Map<string, number>>();
  for (const { kind, field, values } of found) {
    if (kind !== "field" || field === undefined || values === undefined) continue;
    const known = changes.get(field) ?? new Map<string, number>();
    const change = `${valueKey(values.a)} ${valueKey(values.b)}`;
    known.set(change, (known.get(change) ?? 0) + 1);
    changes.set(field, known);
  }
  const unsteady = new Set<string>();
  for (const [field, kinds] of changes) {
    let count = 0;
    for (const each of kinds.values()) count += each;
    if (count >= FEWEST && count > 0.3 * seen(field) && kinds.size > count / 3) unsteady.add(field);
  }
  return unsteady;
}
