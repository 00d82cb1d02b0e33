// Two values that make slow only together: each tells among those that have the other one, and both explain more of the
// variance than the best single value by more than the number of pairs tried.

import type { Feature, FeatureNumbers } from "../apart/index.js";
import { logTail, shareOf, squares } from "../apart/index.js";
import type { TimedUnit } from "./timed-units.js";

export interface SlowPair {
  readonly numbers: readonly number[];
  readonly features: readonly Feature[];
  readonly share: number;
}

/** Values of which pairs are tried: those that explain most by themselves. */
const MOST_VALUES = 40;
/** A pair that explains hardly more of the variance than one value does is no pair, however sure it is. */
const LEAST_MORE = 0.1;
const LEAST_SUPPORT = 3;
const LEVEL = Math.log(0.01);

/** The best pair, where one explains more than the best single value, which explains the given share. */
export function slowPair(
  units: readonly TimedUnit[],
  values: readonly number[],
  features: FeatureNumbers,
  single: number,
): SlowPair | undefined {
  const n = units.length;
  const numbers = bestValues(units, values);
  const tried = Math.log(Math.max(1, (numbers.length * (numbers.length - 1)) / 2));
  const all = squares(values);
  const members = numbers.map((number) => units.map((unit) => unit.features.has(number)));
  let best: (SlowPair & { readonly rank: number }) | undefined;
  for (let i = 0; i < numbers.length; i++) {
    for (let j = i + 1; j < numbers.length; j++) {
      const [one, two] = [members[i] as boolean[], members[j] as boolean[]];
      const share = shareOf(values, (k) => one[k] === true && two[k] === true, all);
      if (share < single + LEAST_MORE) continue;
      if (-(n / 2) * Math.log((1 - share) / (1 - single)) <= tried || (best !== undefined && share < best.share - 1e-9))
        continue;
      if (!tellsWithin(values, one, two, tried) || !tellsWithin(values, two, one, tried)) continue;
      const pair = [numbers[i] as number, numbers[j] as number];
      const named = pair.map((number) => features.feature(number));
      const rank = named.reduce((sum, feature) => sum + feature.rank, 0);
      if (best === undefined || share > best.share + 1e-9 || rank < best.rank)
        best = { numbers: pair, features: named, share, rank };
    }
  }
  return best;
}

function tellsWithin(
  values: readonly number[],
  within: readonly boolean[],
  value: readonly boolean[],
  tried: number,
): boolean {
  const inside = values.flatMap((each, k) => (within[k] ? [{ each, has: value[k] === true }] : []));
  const share = shareOf(
    inside.map(({ each }) => each),
    (k) => inside[k]?.has === true,
  );
  return share > 0 && logTail(share, inside.length) + tried < LEVEL;
}

function bestValues(units: readonly TimedUnit[], values: readonly number[]): number[] {
  const sums = new Map<number, { count: number; sum: number }>();
  let total = 0;
  units.forEach(({ features }, k) => {
    const value = values[k] as number;
    total += value;
    for (const feature of features) {
      const sum = sums.get(feature) ?? { count: 0, sum: 0 };
      sum.count++;
      sum.sum += value;
      sums.set(feature, sum);
    }
  });
  const n = units.length;
  const worth = ({ count, sum }: { count: number; sum: number }) =>
    (sum / count - (total - sum) / (n - count)) * Math.sqrt((count * (n - count)) / n);
  return [...sums]
    .filter(([, { count }]) => count >= LEAST_SUPPORT && count < n)
    .sort(([, a], [, b]) => worth(b) - worth(a))
    .slice(0, MOST_VALUES)
    .map(([number]) => number);
}
