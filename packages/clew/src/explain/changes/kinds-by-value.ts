// One type of action that several services run is several kinds: `attempt` of the mailer and `attempt` of the ledger have
// nothing in common but a name, and a change of one would be told of the other that is seen more often.

import type { Kinds } from "./kinds.js";
import type { Population } from "./population.js";

/**
 * The part of a kind's actions whose value both populations have, below which values come and go with each deployment: a
 * version or a machine is compared with those before it, not with itself.
 */
const SHARED = 0.9;

/** Parts the kinds of two populations by the values of the field that evidence is summed by. */
export function partByValue(a: Population, b: Population, kinds: Kinds): void {
  for (const kind of [...kinds.all()]) {
    const inA = countsOf(a, kind.number);
    const inB = countsOf(b, kind.number);
    const shared = [...inB.keys()].filter((key) => key >= 0 && inA.has(key));
    if (shared.length === 0 || inA.size + inB.size === 2) continue;
    if (partOf(inA, shared) < SHARED || partOf(inB, shared) < SHARED) continue;
    const depths = b.depthsOf(kind.number);
    const parts = new Map<number, number>();
    for (const key of shared) {
      const part = kinds.partOf(kind, key, depths.get(key) ?? kind.depth);
      if (part !== undefined) parts.set(key, part.number);
    }
    a.part(kind.number, parts);
    b.part(kind.number, parts);
  }
}

function countsOf(population: Population, kind: number): Map<number, number> {
  const counts = new Map<number, number>();
  for (const row of population.rowsOf(kind)) {
    const key = population.keyOf(row);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function partOf(counts: ReadonlyMap<number, number>, keys: readonly number[]): number {
  let all = 0;
  for (const count of counts.values()) all += count;
  return keys.reduce((sum, key) => sum + (counts.get(key) ?? 0), 0) / all;
}
