// What tells the tasks in which a path is slow from those in which it is not. Durations vary by factors, so logarithms
// are compared: a value is worth what it explains of their variance. Two views are taken, and the one that explains more
// counts: whole tasks, with all that came up in them before the slow part was over, and the single actions, each with
// the fields of its own and of those above it, for what differs within a task.

import type { Feature, FeatureNumbers } from "./feature.js";
import type { SetApart } from "./set-apart.js";
import type { SlowFacts } from "./slow-facts.js";
import { slowPair } from "./slow-pair.js";
import { splitInTwo } from "./split.js";
import { logTail, squares } from "./variance.js";

/** A task or an action, with how slow it is and its features, each once. */
export interface TimedUnit {
  /** Logarithm of seconds. */
  readonly slowness: number;
  readonly features: ReadonlySet<number>;
}

export interface Explained {
  readonly entries: readonly SetApart[];
  /** The share of the variance that the first entry explains. */
  readonly explained: number;
}

const MOST_ENTRIES = 3;
const LEAST_SUPPORT = 3;
/** The chance of naming anything at all where nothing is to be named. */
const LEVEL = Math.log(0.01);
/** A value that explains less of the variance than this is not why the path is slow, however sure it is. */
const LEAST_EXPLAINED = 0.1;

/** Explains how slow a path is by what the tasks, or the actions, have in common. */
export function slowApart(tasks: readonly SlowFacts[], path: number, features: FeatureNumbers): readonly SetApart[] {
  const whole = explain(taskUnits(tasks, path), features);
  const single = explain(actionUnits(tasks, path), features);
  return (single.explained > whole.explained + 0.05 ? single : whole).entries;
}

function taskUnits(tasks: readonly SlowFacts[], path: number): TimedUnit[] {
  const reached = tasks.filter(({ paths }) => paths.includes(path));
  const seconds = reached.map(({ paths, critical }) => sumWhere(paths, path, critical));
  const slowness = logarithms(seconds);
  const { slow } = splitInTwo(slowness);
  const late = lateFeatures(reached, path, slow);
  return reached.map((task, i) => ({
    slowness: slowness[i] as number,
    features: new Set([...task.features].filter((feature) => !late.has(feature))),
  }));
}

function actionUnits(tasks: readonly SlowFacts[], path: number): TimedUnit[] {
  const seconds: number[] = [];
  const sets: Set<number>[] = [];
  for (const task of tasks) {
    const byHolder = new Map<number, number[]>();
    task.features.forEach((feature, i) => {
      const holder = task.holders[i] as number;
      const known = byHolder.get(holder);
      if (known === undefined) byHolder.set(holder, [feature]);
      else known.push(feature);
    });
    task.paths.forEach((each, place) => {
      if (each !== path) return;
      const set = new Set<number>();
      for (let at = place; at >= 0; at = task.parents[at] as number) {
        for (const feature of byHolder.get(at) ?? []) set.add(feature);
      }
      seconds.push(task.own[place] as number);
      sets.push(set);
    });
  }
  const slowness = logarithms(seconds);
  return sets.map((set, i) => ({ slowness: slowness[i] as number, features: set }));
}

/** Features that in most slow tasks came up only when the slow part was over: they cannot be why. */
function lateFeatures(tasks: readonly SlowFacts[], path: number, slow: readonly boolean[]): Set<number> {
  const counts = new Map<number, { early: number; late: number }>();
  tasks.forEach((task, i) => {
    if (!slow[i]) return;
    const until = slowestUntil(task, path);
    const first = new Map<number, number>();
    task.features.forEach((feature, j) => {
      first.set(feature, Math.min(first.get(feature) ?? Infinity, task.times[j] as number));
    });
    for (const [feature, time] of first) {
      const count = counts.get(feature) ?? { early: 0, late: 0 };
      if (time > until) count.late++;
      else count.early++;
      counts.set(feature, count);
    }
  });
  const late = new Set<number>();
  for (const [feature, count] of counts) if (count.late > count.early) late.add(feature);
  return late;
}

function slowestUntil({ paths, own, slowUntil }: SlowFacts, path: number): number {
  let until = 0;
  let longest = -1;
  paths.forEach((each, place) => {
    if (each !== path || (own[place] as number) <= longest) return;
    longest = own[place] as number;
    until = slowUntil[place] as number;
  });
  return until;
}

function sumWhere(paths: Int32Array, path: number, values: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < paths.length; i++) if (paths[i] === path) sum += values[i] as number;
  return sum;
}

/** Logarithms of durations. Those near 0, where nobody waited, are not told apart further. */
function logarithms(seconds: readonly number[]): number[] {
  const positive = seconds.filter((each) => each > 0).sort((a, b) => a - b);
  const floor = positive[Math.floor(positive.length / 20)] ?? 1;
  return seconds.map((each) => Math.log(Math.max(each, floor)));
}

/** More tell no more. */
const MOST_UNITS = 4000;

function explain(all: readonly TimedUnit[], features: FeatureNumbers): Explained {
  const step = Math.ceil(all.length / MOST_UNITS);
  const units = all.filter((_, i) => i % step === 0);
  const { slow } = splitInTwo(units.map(({ slowness }) => slowness));
  let residuals = units.map(({ slowness }) => slowness);
  const entries: SetApart[] = [];
  let explained = 0;
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
      break;
    }
    if (round === 0) explained = best.share;
    const { field, value } = best.feature;
    entries.push({ field, value, ...sharesOf(units, slow, [best.number]) });
    residuals = residuals.map(
      (residual, i) => residual - (units[i]?.features.has(best.number) ? best.with : best.without),
    );
  }
  return { entries, explained };
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
