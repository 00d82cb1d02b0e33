// What tells the tasks in which a path is slow from those in which it is not. Durations vary by factors, so logarithms
// are compared: a value is worth what it explains of their variance. Two views are taken, and the one that explains more
// counts: whole tasks, with all that came up in them before the slow part was over, and the single actions, each with
// the fields of its own and of those above it, for what differs within a task.

import type { Feature, FeatureNumbers, SetApart } from "../apart/index.js";
import { logTail, shareOf, splitInTwo, squares } from "../apart/index.js";
import type { SlowFacts } from "./slow-facts.js";
import { slowPair } from "./slow-pair.js";
import { actionUnits, reachingUnits, sumWhere, type TimedUnit, taskUnits } from "./timed-units.js";

interface Explained {
  readonly entries: readonly SetApart[];
  /** The share of the variance that the first entry explains. */
  readonly explained: number;
  /** The numbers of the values that the first entry names. */
  readonly first: readonly number[];
}

const MOST_ENTRIES = 3;
const LEAST_SUPPORT = 3;
/** The chance of naming anything at all where nothing is to be named. */
const LEVEL = Math.log(0.01);
/** A value that explains less of the variance than this is not why the path is slow, however sure it is. */
const LEAST_EXPLAINED = 0.1;

/** Explains how slow a path is by what the tasks, or the actions, have in common. */
export function slowApart(tasks: readonly SlowFacts[], path: number, features: FeatureNumbers): readonly SetApart[] {
  const reached = tasks.filter(({ paths }) => paths.includes(path));
  const whole = explain(taskUnits(reached, path), features);
  const single = explain(actionUnits(reached, path), features);
  if (single.explained > whole.explained + 0.05) return single.entries;
  const alike = tasks.filter(({ paths }) => paths[0] === reached[0]?.paths[0]);
  if (alike.length === reached.length) return whole.entries;
  // The path may be slow wherever it is reached: then what leads there tells more, of all the seconds that went there.
  const reaching = explain(reachingUnits(alike, path), features);
  return secondsExplained(alike, path, reaching.first) > secondsExplained(alike, path, whole.first)
    ? reaching.entries
    : whole.entries;
}

/** The share of the variance of seconds, not of their logarithms, in a path that these values explain. */
function secondsExplained(tasks: readonly SlowFacts[], path: number, numbers: readonly number[]): number {
  if (numbers.length === 0) return 0;
  const seconds = tasks.map(({ paths, critical }) => sumWhere(paths, path, critical));
  return shareOf(seconds, (k) => numbers.every((number) => tasks[k]?.features.includes(number) === true));
}

/** More tell no more. */
const MOST_UNITS = 2500;

function explain(all: readonly TimedUnit[], features: FeatureNumbers): Explained {
  const step = Math.ceil(all.length / MOST_UNITS);
  const units = all.filter((_, i) => i % step === 0);
  const { slow } = splitInTwo(units.map(({ slowness }) => slowness));
  let residuals = units.map(({ slowness }) => slowness);
  const entries: SetApart[] = [];
  let explained = 0;
  let first: readonly number[] = [];
  const variance = squares(residuals);
  for (let round = 0; round < MOST_ENTRIES; round++) {
    const best = mostExplaining(units, residuals, features);
    if (best === undefined || best.share * squares(residuals) < LEAST_EXPLAINED * variance) break;
    const pair = round === 0 ? slowPair(units, residuals, features, best.share) : undefined;
    if (pair !== undefined) {
      entries.push({
        all: pair.features.map(({ field, value }) => ({ field, value })),
        ...sharesOf(units, slow, pair.numbers),
      });
      explained = pair.share;
      first = pair.numbers;
      break;
    }
    if (round === 0) {
      explained = best.share;
      first = [best.number];
    }
    const { field, value } = best.feature;
    entries.push({ field, value, ...sharesOf(units, slow, [best.number]) });
    residuals = residuals.map(
      (residual, i) => residual - (units[i]?.features.has(best.number) ? best.with : best.without),
    );
  }
  return { entries, explained, first };
}

interface Explaining {
  readonly number: number;
  readonly feature: Feature;
  readonly share: number;
  readonly with: number;
  readonly without: number;
}

function mostExplaining(
  units: readonly TimedUnit[],
  values: readonly number[],
  features: FeatureNumbers,
): Explaining | undefined {
  const n = units.length;
  let total = 0;
  const sums = new Map<number, { count: number; sum: number }>();
  units.forEach((unit, i) => {
    const value = values[i] as number;
    total += value;
    for (const feature of unit.features) {
      const sum = sums.get(feature) ?? { count: 0, sum: 0 };
      sum.count++;
      sum.sum += value;
      sums.set(feature, sum);
    }
  });
  const all = squares(values);
  let tried = 0;
  for (const { count } of sums.values()) if (count >= LEAST_SUPPORT && count < n) tried++;
  let best: Explaining | undefined;
  for (const [number, { count, sum }] of sums) {
    if (count < LEAST_SUPPORT || count === n) continue;
    const with_ = sum / count;
    const without = (total - sum) / (n - count);
    if (with_ <= without) continue;
    const share = ((count * (n - count)) / n) * ((with_ - without) ** 2 / all);
    if (logTail(share, n) + Math.log(tried) >= LEVEL) continue;
    const feature = features.feature(number);
    if (
      best === undefined ||
      share > best.share + 1e-9 ||
      (share > best.share - 1e-9 && feature.rank < best.feature.rank)
    ) {
      best = { number, feature, share, with: with_, without };
    }
  }
  return best;
}

function sharesOf(units: readonly TimedUnit[], slow: readonly boolean[], numbers: readonly number[]) {
  const counts = { slow: 0, slowWith: 0, fast: 0, fastWith: 0 };
  units.forEach((unit, i) => {
    const with_ = numbers.every((number) => unit.features.has(number)) ? 1 : 0;
    if (slow[i]) {
      counts.slow++;
      counts.slowWith += with_;
    } else {
      counts.fast++;
      counts.fastWith += with_;
    }
  });
  return {
    inThese: counts.slow === 0 ? 0 : counts.slowWith / counts.slow,
    inOthers: counts.fast === 0 ? 0 : counts.fastWith / counts.fast,
  };
}
