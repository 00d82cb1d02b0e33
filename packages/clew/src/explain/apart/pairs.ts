// Two values that tell only together. A pair is named where each of its values still tells among the tasks that have
// the other one, and both together explain more than the best single value by more than the number of pairs tried.

import { type Counts, gain, logChance } from "./association.js";
import type { Candidate, Unit } from "./candidate.js";

/** Values of which pairs are tried, the most telling by themselves first. */
const MOST_VALUES = 120;
/** A pair that explains less than this share of the tasks is not what they have in common. */
const LEAST_SHARE = 0.4;

/** The best pair, where one is better than the best single value; `level` is the logarithm of the accepted chance. */
export function bestPair(
  units: readonly Unit[],
  candidates: readonly Candidate[],
  single: number,
  level: number,
): readonly Candidate[] | undefined {
  const these = units.reduce((sum, unit) => sum + (unit.these ? 1 : 0), 0);
  const whole = { these, others: units.length - these };
  const values = candidates
    .filter(({ theseWith, othersWith }) => theseWith >= LEAST_SHARE * whole.these && othersWith < whole.others)
    .sort((a, b) => b.gain - a.gain || a.feature.rank - b.feature.rank)
    .slice(0, MOST_VALUES);
  const tried = Math.log(Math.max(1, (values.length * (values.length - 1)) / 2));
  const bits = toBits(units, values);
  let best: { pair: readonly Candidate[]; gain: number; rank: number } | undefined;
  for (let i = 0; i < values.length; i++) {
    for (let j = i + 1; j < values.length; j++) {
      const pair = [values[i] as Candidate, values[j] as Candidate] as const;
      const both = together(bits, i, j, whole);
      const worth = gain(both);
      if (worth <= single + tried || both.theseWith < LEAST_SHARE * both.these) continue;
      const rank = pair[0].feature.rank + pair[1].feature.rank;
      if (best !== undefined && (worth < best.gain - 1e-9 || (worth <= best.gain + 1e-9 && rank >= best.rank)))
        continue;
      if (pair.every((one) => stillTells(one, both, tried, level))) best = { pair, gain: worth, rank };
    }
  }
  return best && [...best.pair].sort((x, y) => x.feature.rank - y.feature.rank || x.number - y.number);
}

/** Whether the other value still tells among the tasks that have this one. */
function stillTells(one: Candidate, both: Counts, tried: number, level: number): boolean {
  const within = {
    these: one.theseWith,
    theseWith: both.theseWith,
    others: one.othersWith,
    othersWith: both.othersWith,
  };
  return gain(within) > 0 && logChance(within) + tried < level;
}

interface Bits {
  readonly these: readonly Uint32Array[];
  readonly others: readonly Uint32Array[];
}

function toBits(units: readonly Unit[], values: readonly Candidate[]): Bits {
  const places = new Map(values.map(({ number }, place) => [number, place]));
  const words = Math.ceil(units.length / 32);
  const these = values.map(() => new Uint32Array(words));
  const others = values.map(() => new Uint32Array(words));
  units.forEach((unit, index) => {
    const rows = unit.these ? these : others;
    for (let i = 0; i < unit.features.length; i++) {
      const row = rows[places.get(unit.features[i] as number) ?? -1];
      if (row !== undefined) row[index >>> 5] = (row[index >>> 5] as number) | (1 << (index & 31));
    }
  });
  return { these, others };
}

function together(bits: Bits, i: number, j: number, { these, others }: Pick<Counts, "these" | "others">): Counts {
  return {
    these,
    others,
    theseWith: countBoth(bits.these[i] as Uint32Array, bits.these[j] as Uint32Array),
    othersWith: countBoth(bits.others[i] as Uint32Array, bits.others[j] as Uint32Array),
  };
}

function countBoth(a: Uint32Array, b: Uint32Array): number {
  let count = 0;
  for (let i = 0; i < a.length; i++) {
    let word = (a[i] as number) & (b[i] as number);
    word -= (word >>> 1) & 0x55555555;
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
    count += (((word + (word >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
  }
  return count;
}
