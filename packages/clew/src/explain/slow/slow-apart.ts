// What tells the tasks in which a path is slow from those in which it is not. Durations vary by factors, so logarithms
// are compared: a value is worth what it explains of their variance. Two views are taken, and the one that explains more
// counts: whole tasks, with all that came up in them before the slow part was over, and the single actions, each with
// the fields of its own and of those above it, for what differs within a task.

import {
  ANYWHERE,
  confidenceOf,
  type FeatureNumbers,
  logChance,
  logRankChance,
  logTail,
  type SetApart,
  splitInTwo,
  squares,
  type UsualCounts,
} from "../apart/index.js";
import type { SlowFacts } from "./slow-facts.js";
import { slowLimits } from "./slow-limits.js";
import { slowPair } from "./slow-pair.js";
import { actionUnits, reachingUnits, type TimedUnit, taskUnits } from "./timed-units.js";

interface Explained {
  readonly entries: readonly SetApart[];
  /** The share of the variance that the first entry explains. */
  readonly explained: number;
}

const MOST_ENTRIES = 3;
const LEAST_SUPPORT = 3;
/**
 * The chance of naming anything at all where nothing is to be named. Five paths are looked at, in two views each, so it is
 * a tenth of what a report may come to.
 */
const LEVEL = Math.log(0.0005);
/** A value that explains less of the variance than this is not why the path is slow, however sure it is. */
const LEAST_EXPLAINED = 0.1;
/** More tell no more. */
const MOST_UNITS = 2500;

/**
 * Explains how slow a path is by what the slow actions of it, or the tasks that came to it slowly, have in common and
 * the others that came there have not. Tasks that are as usual only decide between values that explain the same.
 */
export function slowApart(
  tasks: readonly SlowFacts[],
  path: number,
  features: FeatureNumbers,
  usualTasks: readonly SlowFacts[] = [],
): readonly SetApart[] {
  const reached = tasks.filter(({ paths }) => paths.includes(path));
  const usual = countFeatures(usualTasks.filter(({ paths }) => paths.includes(path)));
  const whole = explain(taskUnits(evenly(reached), path), features, usual);
  const single = explain(actionUnits(reached, path), features, usual);
  return single.explained > whole.explained + 0.05 ? single.entries : whole.entries;
}

/** Tasks that came to the path and have not the value, or have it and did not come: more than this, and it leads elsewhere too. */
const LEAST_LED = 0.95;

/**
 * The value that leads to a path, where nearly all tasks that came there have it and nearly no other that begins alike: a
 * path may be slow wherever it is reached, and then who comes there is all there is to know.
 */
export function reachedWith(tasks: readonly SlowFacts[], path: number, features: FeatureNumbers): SetApart | undefined {
  const root = tasks.find(({ paths }) => paths.includes(path))?.paths[0];
  const alike = tasks.filter(({ paths }) => paths[0] === root);
  if (alike.every(({ paths }) => paths.includes(path))) return undefined;
  const [first] = explain(reachingUnits(evenly(alike), path), features, new Map()).entries;
  return first !== undefined && first.inThese >= LEAST_LED && first.inOthers <= 1 - LEAST_LED ? first : undefined;
}

/** In how many of the usual tasks each feature was. */
function countFeatures(tasks: readonly SlowFacts[]): UsualCounts {
  const counts = new Map<number, number>();
  for (const { features } of tasks) {
    for (const feature of new Set(features)) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  }
  return counts;
}

function explain(all: readonly TimedUnit[], features: FeatureNumbers, usual: UsualCounts): Explained {
  const units = evenly(all);
  const { slow } = splitInTwo(units.map(({ slowness }) => slowness));
  let residuals = units.map(({ slowness }) => slowness);
  const entries: SetApart[] = [];
  let explained = 0;
  const variance = squares(residuals);
  for (let round = 0; round < MOST_ENTRIES; round++) {
    const best = mostExplaining(units, residuals, features, usual);
    if (best === undefined || best.share * squares(residuals) < LEAST_EXPLAINED * variance) break;
    // A second value of a field says no more than that the field tells them apart.
    if (entries.some((entry) => "field" in entry && entry.field === best.named.field)) break;
    const pair = round === 0 && best.pairs ? slowPair(units, residuals, features, best.share) : undefined;
    if (pair !== undefined) {
      const has = (unit: TimedUnit) => pair.numbers.every((number) => unit.features.has(number));
      const values = pair.features.map(({ field, value }) => ({ field, value }));
      entries.push({ all: values, ...sharesOf(units, slow, has), confidence: confidenceOf(best.logChance) });
      explained = pair.share;
      break;
    }
    if (round === 0) explained = best.share;
    entries.push({ ...best.named, ...sharesOf(units, slow, best.has), confidence: confidenceOf(best.logChance) });
    residuals = residuals.map((residual, i) => residual - (best.has(units[i] as TimedUnit) ? best.with : best.without));
  }
  return { entries, explained };
}

/** As many as tell enough, from the first to the last. */
function evenly<T>(all: readonly T[]): readonly T[] {
  const step = Math.ceil(all.length / MOST_UNITS);
  return step <= 1 ? all : all.filter((_, i) => i % step === 0);
}

/** Of two values that explain the same the one that used to be rarer is meant; of two that were not, the nearer to the root. */
function isBetter(a: Pick<Explaining, "share" | "usual" | "rank">, b: typeof a): boolean {
  if (Math.abs(a.share - b.share) > 1e-9) return a.share > b.share;
  return a.usual === b.usual ? a.rank < b.rank : a.usual < b.usual;
}

/** A value, or a number's limit, and what it explains. */
interface Explaining {
  readonly named:
    | { readonly field: string; readonly value: unknown }
    | { readonly field: string; readonly above: number }
    | { readonly field: string; readonly below: number };
  readonly has: (unit: TimedUnit) => boolean;
  readonly rank: number;
  /** In how many tasks that are as usual it was. */
  readonly usual: number;
  readonly share: number;
  readonly with: number;
  readonly without: number;
  readonly logChance: number;
  /** Whether it may be a part of a pair. */
  readonly pairs: boolean;
}

function mostExplaining(
  units: readonly TimedUnit[],
  values: readonly number[],
  features: FeatureNumbers,
  usual: UsualCounts,
): Explaining | undefined {
  const n = units.length;
  const whole = { count: 0, sum: 0 };
  const types = new Map<number, { count: number; sum: number }>();
  const sums = new Map<number, { count: number; sum: number }>();
  units.forEach((unit, i) => {
    const value = values[i] as number;
    add(whole, value);
    for (const type of typesOf(unit, features)) {
      const known = types.get(type) ?? { count: 0, sum: 0 };
      add(known, value);
      types.set(type, known);
    }
    for (const feature of unit.features) {
      const sum = sums.get(feature) ?? { count: 0, sum: 0 };
      add(sum, value);
      sums.set(feature, sum);
    }
  });
  const all = squares(values);
  const { slow } = splitInTwo(values);
  let tried = 0;
  for (const { count } of sums.values()) if (count >= LEAST_SUPPORT && count < n) tried++;
  let best: Explaining | undefined;
  const consider = (one: Omit<Explaining, "logChance">, more: number) => {
    if (best !== undefined && !isBetter(one, best)) return;
    const chance = chanceOf(units, values, slow, one) + Math.log(tried) + more;
    if (chance < LEVEL) best = { ...one, logChance: chance };
  };
  for (const [number, { count, sum }] of sums) {
    const { field, value, rank, type } = features.feature(number);
    // Only those who came to an action or a message can have one value of it or another.
    const came = types.get(type) ?? whole;
    if (count < LEAST_SUPPORT || count >= came.count) continue;
    const with_ = sum / count;
    const without = (came.sum - sum) / (came.count - count);
    if (with_ <= without) continue;
    const share = ((count * (came.count - count)) / came.count) * ((with_ - without) ** 2 / all);
    if (logTail(share, n) + Math.log(tried) >= LEVEL) continue;
    consider(
      {
        named: { field, value },
        has: (unit) => unit.features.has(number),
        rank,
        usual: usual.get(number) ?? 0,
        share,
        with: with_,
        without,
        pairs: true,
      },
      0,
    );
  }
  for (const one of slowLimits(units, values, features)) {
    if (
      one.share <= (best?.share ?? 0) + LEAST_MORE ||
      logTail(one.share, n) + Math.log(tried + 1) + Math.log(one.tried) >= LEVEL
    )
      continue;
    consider({ ...one, usual: 0, pairs: false }, Math.log(one.tried));
  }
  return best;
}

function add(sum: { count: number; sum: number }, value: number): void {
  sum.count++;
  sum.sum += value;
}

/** The types of messages and actions that a unit has something of; of what anybody could have, none. */
function typesOf(unit: TimedUnit, features: FeatureNumbers): ReadonlySet<number> {
  const types = new Set<number>();
  for (const number of unit.features) types.add(features.feature(number).type);
  types.delete(ANYWHERE);
  return types;
}

/** A limit is the best of many, so it must explain more of the variance than a single value does by this. */
const LEAST_MORE = 0.03;

/**
 * The chance by the variance, which means little where few are far out, or the one that asks for order alone: the
 * greater of the two. Order is that of the ranks, or of being slow or not, which tells more where a few are slow by far.
 */
function chanceOf(
  units: readonly TimedUnit[],
  values: readonly number[],
  slow: readonly boolean[],
  { has, share }: Pick<Explaining, "has" | "share">,
): number {
  const these: number[] = [];
  const others: number[] = [];
  const counts = { these: 0, theseWith: 0, others: 0, othersWith: 0 };
  units.forEach((unit, i) => {
    const with_ = has(unit);
    (with_ ? these : others).push(values[i] as number);
    if (slow[i]) counts.these++;
    else counts.others++;
    if (with_ && slow[i]) counts.theseWith++;
    else if (with_) counts.othersWith++;
  });
  const byOrder = Math.min(logRankChance([{ these, others }]), logChance(counts)) + Math.log(ORDERS);
  return Math.max(logTail(share, units.length), byOrder);
}

/** The orders that are tried. */
const ORDERS = 2;

function sharesOf(units: readonly TimedUnit[], slow: readonly boolean[], has: (unit: TimedUnit) => boolean) {
  const counts = { slow: 0, slowWith: 0, fast: 0, fastWith: 0 };
  units.forEach((unit, i) => {
    const with_ = has(unit) ? 1 : 0;
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
