// What is compared when a path is slow in some tasks: whole tasks, or single actions, with how slow they are and with
// what may have made them so.

import { splitInTwo } from "../apart/index.js";
import type { SlowFacts } from "./slow-facts.js";

/** A task or an action, with how slow it is and its features, each once. */
export interface TimedUnit {
  /** Logarithm of seconds. */
  readonly slowness: number;
  readonly features: ReadonlySet<number>;
}

/** Tasks that came to a path, by how long it took them in all. */
export function taskUnits(reached: readonly SlowFacts[], path: number): TimedUnit[] {
  const seconds = reached.map(({ paths, critical }) => sumWhere(paths, path, critical));
  const slowness = logarithms(seconds);
  const { slow } = splitInTwo(slowness);
  const late = lateFeatures(reached, path, slow);
  return reached.map((task, i) => ({
    slowness: slowness[i] as number,
    features: new Set([...task.features].filter((feature) => !late.has(feature))),
  }));
}

/** Tasks by whether they came to a path at all. */
export function reachingUnits(tasks: readonly SlowFacts[], path: number): TimedUnit[] {
  const slow = tasks.map((task) => task.paths.includes(path));
  const late = lateFeatures(tasks, path, slow);
  return tasks.map((task, i) => ({
    slowness: slow[i] ? 1 : 0,
    features: new Set(
      [...task.features].filter((feature, j) => !late.has(feature) && task.paths[task.holders[j] as number] !== path),
    ),
  }));
}

/** The single actions of a path, with the fields of their own and of those above them. */
export function actionUnits(tasks: readonly SlowFacts[], path: number): TimedUnit[] {
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

/** The sum of the values that belong to a path. */
export function sumWhere(paths: Int32Array, path: number, values: Float32Array): number {
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
