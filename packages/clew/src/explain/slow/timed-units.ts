// What is compared when a path is slow in some tasks: whole tasks, or single actions, with how slow they are and with
// what may have made them so.

import { splitInTwo } from "../apart/index.js";
import type { SlowFacts } from "./slow-facts.js";

/** A task or an action, with how slow it is and its features, each once. */
export interface TimedUnit {
  /** Logarithm of seconds. */
  readonly slowness: number;
  readonly features: ReadonlySet<number>;
  /** Its numbers, by the number of their field. */
  readonly numbers: ReadonlyMap<number, number>;
}

/** An own time of which clocks leave open more than this part tells nothing: it would tell the clocks. */
const MOST_UNSURE = 0.1;

/** Tasks that came to a path, by how long it took them in all. */
export function taskUnits(came: readonly SlowFacts[], path: number): TimedUnit[] {
  const reached = came.filter(
    ({ paths, own, unsure }) => sumWhere(paths, path, unsure) <= MOST_UNSURE * sumWhere(paths, path, own),
  );
  const slowness = logarithms(secondsIn(reached, path));
  const { slow } = splitInTwo(slowness);
  const late = lateFeatures(reached, path, slow);
  return reached.map((task, i) => {
    const again = repeatsOf(task, path);
    const isKnown = (feature: number, holder: number) => again[holder] === 0 && !late.has(feature);
    return unitOf(task, slowness[i] as number, isKnown, slowestUntil(task, path));
  });
}

/** Tasks by whether they came to a path at all, with what was known before: not what the path's own actions had. */
export function reachingUnits(tasks: readonly SlowFacts[], path: number): TimedUnit[] {
  const came = tasks.map(({ paths }) => paths.includes(path));
  const late = lateFeatures(tasks, path, came);
  return tasks.map((task, i) => {
    const isKnown = (feature: number, holder: number) => task.paths[holder] !== path && !late.has(feature);
    return unitOf(task, came[i] ? 1 : 0, isKnown, came[i] ? slowestUntil(task, path) : Infinity);
  });
}

/** How long each task waited for a path in all. */
function secondsIn(tasks: readonly SlowFacts[], path: number): number[] {
  return tasks.map(({ paths, critical }) => sumWhere(paths, path, critical));
}

function unitOf(
  task: SlowFacts,
  slowness: number,
  isKnown: (feature: number, holder: number) => boolean,
  until: number,
): TimedUnit {
  const numbers = new Map<number, number>();
  task.numberFields.forEach((field, j) => {
    if ((task.numberTimes[j] as number) < until && !numbers.has(field))
      numbers.set(field, task.numberValues[j] as number);
  });
  const features = new Set<number>();
  task.features.forEach((feature, j) => {
    if (isKnown(feature, task.holders[j] as number)) features.add(feature);
  });
  return { slowness, features, numbers };
}

/** A flag for each action of a path that is not the first of its parent: what they had tells how often it ran, not why it took long. */
function repeatsOf({ paths, parents }: SlowFacts, path: number): Uint8Array {
  const seen = new Uint8Array(paths.length);
  const again = new Uint8Array(paths.length);
  paths.forEach((each, place) => {
    const parent = parents[place] as number;
    if (each !== path || parent < 0) return;
    again[place] = seen[parent] as number;
    seen[parent] = 1;
  });
  return again;
}

/** Actions of one path, of one task, that are looked at; of more an even part. */
const MOST_IN_TASK = 200;

/** The single actions of a path, with what was known in them, and in those above them, before their slow part was over. */
export function actionUnits(tasks: readonly SlowFacts[], path: number): TimedUnit[] {
  const seconds: number[] = [];
  const known: Pick<TimedUnit, "features" | "numbers">[] = [];
  for (const task of tasks) {
    const features = firstOf(task.holders, task.paths.length);
    const numbers = firstOf(task.numberHolders, task.paths.length);
    const places: number[] = [];
    task.paths.forEach((each, place) => {
      if (each !== path) return;
      if ((task.unsure[place] as number) <= MOST_UNSURE * (task.own[place] as number)) places.push(place);
    });
    const every = Math.ceil(places.length / MOST_IN_TASK);
    for (const [i, place] of places.entries()) {
      if (i % every !== 0) continue;
      const until = task.slowUntil[place] as number;
      const unit = { features: new Set<number>(), numbers: new Map<number, number>() };
      for (let at = place; at >= 0; at = task.parents[at] as number) {
        for (let j = features[at] as number; task.holders[j] === at; j++) {
          if ((task.times[j] as number) < until) unit.features.add(task.features[j] as number);
        }
        for (let j = numbers[at] as number; task.numberHolders[j] === at; j++) {
          const field = task.numberFields[j] as number;
          if ((task.numberTimes[j] as number) < until && !unit.numbers.has(field))
            unit.numbers.set(field, task.numberValues[j] as number);
        }
      }
      seconds.push(task.own[place] as number);
      known.push(unit);
    }
  }
  const slowness = logarithms(seconds);
  return known.map((unit, i) => ({ slowness: slowness[i] as number, ...unit }));
}

/** By action where its own begin, which stand together; of one that has none a place where there is nothing. */
function firstOf(holders: Int32Array, actions: number): Int32Array {
  const first = new Int32Array(actions).fill(holders.length);
  for (let j = holders.length - 1; j >= 0; j--) first[holders[j] as number] = j;
  return first;
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
      if (time >= until) count.late++;
      else count.early++;
      counts.set(feature, count);
    }
  });
  const late = new Set<number>();
  for (const [feature, count] of counts) if (count.late > count.early) late.add(feature);
  return late;
}

function slowestUntil({ paths, own, slowUntil }: SlowFacts, path: number): number {
  let until = Number.POSITIVE_INFINITY;
  let longest = 0;
  paths.forEach((each, place) => {
    if (each !== path || (own[place] as number) <= longest) return;
    longest = own[place] as number;
    until = slowUntil[place] as number;
  });
  return until;
}

/** The sum of the values that belong to a path. */
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
