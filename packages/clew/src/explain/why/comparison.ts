// With whom failed tasks are compared: with tasks that got through the same action. Where next to none did, the value
// that leads there is as telling as one that breaks it there, and the action above it is taken, up to the root.
//
// A task may run an action many times, each with other values, and fail in one. So the failed actions are also compared
// with such as succeeded, by what their starts and those above them say; of each task only one counts, for those of one
// task are no independent witnesses. The view that explains more of who failed is given.

import type { FactStore, FeatureNumbers, Unit } from "../apart/index.js";
import { type Apart, lineageFeatures, placesOf, type SetApart, setApart } from "../apart/index.js";
import type { ActionPath } from "../task/index.js";

/** A failed task, by the numbers of its features. */
export interface FailedTask {
  readonly taskUuid: string;
  /** All that came up before it failed. */
  readonly features: Int32Array;
  /** What the starts of the action that failed and of those above it say. */
  readonly lineage: Int32Array;
}

export interface Comparison {
  readonly setApart: readonly SetApart[];
  readonly comparedWith: number;
}

/** Tasks without which a comparison says nothing. */
const FEWEST = 5;
/** By how much more single actions must explain to be preferred to whole tasks. */
const BETTER = 0.1;

/** Compares failed tasks with those that did the same and did not fail there. */
export function compare(
  failed: readonly FailedTask[],
  at: ActionPath,
  facts: FactStore,
  features: FeatureNumbers,
): Comparison {
  const uuids = new Set(failed.map(({ taskUuid }) => taskUuid));
  let comparedWith = 0;
  for (let path: ActionPath | undefined = at; path?.parent !== undefined; path = path.parent) {
    const others = othersAt(path, uuids, facts);
    const whole =
      others.length < FEWEST
        ? undefined
        : apart(
            failed.map((task) => task.features),
            others,
            features,
          );
    if (whole !== undefined && comparedWith === 0) comparedWith = others.length;
    if (path === at) {
      const actions = actionsAt(path, facts);
      const single =
        actions.length < FEWEST
          ? undefined
          : apart(
              failed.map(({ lineage }) => lineage),
              actions,
              features,
            );
      if (single !== undefined && single.explained > (whole?.explained ?? 0) + BETTER) {
        return { setApart: single.entries, comparedWith: actions.length };
      }
    }
    if (whole !== undefined && whole.entries.length > 0)
      return { setApart: whole.entries, comparedWith: others.length };
  }
  return { setApart: [], comparedWith };
}

function apart(these: readonly Int32Array[], others: readonly Int32Array[], features: FeatureNumbers): Apart {
  const units: Unit[] = these.map((numbers) => ({ features: numbers, these: true }));
  for (const numbers of others) units.push({ features: numbers, these: false });
  return setApart(units, features);
}

function othersAt(path: ActionPath, failed: ReadonlySet<string>, facts: FactStore): Int32Array[] {
  return facts
    .all()
    .filter((task) => !failed.has(task.taskUuid) && placesOf(task, path).length > 0)
    .map((task) => facts.withFollowed(task.features, task.follows));
}

/** An action of this path from each task in which one succeeded, the failed tasks' too. */
function actionsAt(path: ActionPath, facts: FactStore): Int32Array[] {
  return facts.all().flatMap((task, i) => {
    const places = placesOf(task, path);
    // Not always the first, which may have something of its own, nor one by chance: an answer must not change.
    const place = places[(i * 7) % places.length];
    return place === undefined ? [] : [lineageFeatures(task, place)];
  });
}
