// With whom failed tasks are compared: with tasks that got through the same action. Where next to none did, the value
// that leads there is as telling as one that breaks it there, and the action above it is taken, up to the root.

import type { ActionPath } from "./action-path.js";
import type { FeatureNumbers } from "./feature.js";
import { type SetApart, setApart, type Unit } from "./set-apart.js";
import type { FactStore, TaskFacts } from "./task-facts.js";

/** Tasks without which a comparison says nothing. */
const FEWEST = 5;

export interface Comparison {
  readonly setApart: readonly SetApart[];
  readonly comparedWith: number;
}

/** Compares tasks with those that did the same and did not fail there. */
export function compare(
  these: readonly Int32Array[],
  failed: ReadonlySet<string>,
  at: ActionPath,
  facts: FactStore,
  features: FeatureNumbers,
): Comparison {
  let comparedWith = 0;
  for (let path: ActionPath | undefined = at; path?.parent !== undefined; path = path.parent) {
    const others = facts.all().filter((task) => !failed.has(task.taskUuid) && task.succeeded.has(path as ActionPath));
    if (others.length < FEWEST) continue;
    comparedWith = others.length;
    const units: Unit[] = [
      ...these.map((numbers) => ({ features: numbers, these: true })),
      ...others.map((task) => ({ features: withFollowed(task, facts), these: false })),
    ];
    const entries = setApart(units, features);
    if (entries.length > 0) return { setApart: entries, comparedWith };
  }
  return { setApart: [], comparedWith };
}

function withFollowed(task: TaskFacts, facts: FactStore): Int32Array {
  return task.follows.length === 0 ? task.features : facts.featuresWithFollowed(task.features, task.follows);
}
