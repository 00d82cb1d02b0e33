// With whom failed tasks are compared: with tasks that got through the same action. Where next to none did, the value
// that leads there is as telling as one that breaks it there, and the action above it is taken, up to the root.
//
// A task may run an action many times, each with other values, and fail in one. So the failed actions are also compared
// with such as succeeded, by what their starts and those above them say; of each task only one counts, for those of one
// task are no independent witnesses. The view that explains more of who failed is given.

import type { FactStore, FeatureNumbers, Unit } from "../apart/index.js";
import { type Apart, lineageFeatures, placesOf, type SetApart, setApart, type UsualCounts } from "../apart/index.js";
import type { ActionPath } from "../task/index.js";

/** A failed task, by the numbers of its features. */
export interface FailedTask {
  readonly taskUuid: string;
  /** All that came up before it failed. */
  readonly features: Int32Array;
  /** Its numbers that came up before it failed. */
  readonly numberFields: Int32Array;
  readonly numberValues: Float64Array;
  /** What the starts of the action that failed and of those above it say. */
  readonly lineage: Int32Array;
}

export interface Comparison {
  readonly setApart: readonly SetApart[];
  /** How many got through the same action. */
  readonly comparedWith: number;
  /** The place of a failed task that has what sets them apart; `undefined` where any is an example. */
  readonly example: number | undefined;
}

/** Tasks without which a comparison says nothing. */
const FEWEST = 5;
/** By how much more single actions must explain to be preferred to whole tasks. */
const BETTER = 0.1;

/**
 * Compares failed tasks with those that did the same and did not fail there. Tasks that are as usual only decide between
 * values that tell the same.
 */
export function compare(
  failed: readonly FailedTask[],
  at: ActionPath,
  facts: FactStore,
  features: FeatureNumbers,
  usualFacts: FactStore,
): Comparison {
  const uuids = new Set(failed.map(({ taskUuid }) => taskUuid));
  for (let path: ActionPath | undefined = at; path?.parent !== undefined; path = path.parent) {
    const others = othersAt(path, uuids, facts);
    const usual = countFeatures(path, usualFacts);
    const whole = others.length < FEWEST ? undefined : apart(failed, others, features, usual);
    if (path === at) {
      const actions = actionsAt(path, facts);
      const single =
        actions.length < FEWEST
          ? undefined
          : apart(
              failed.map(({ lineage }) => ({ features: lineage })),
              actions.map((lineage) => ({ features: lineage })),
              features,
              usual,
            );
      if (single !== undefined && single.explained > (whole?.explained ?? 0) + BETTER) {
        return { setApart: single.entries, comparedWith: actions.length, example: single.example };
      }
    }
    // What leads there sets nothing apart of those who came there and got through.
    if (whole !== undefined) return { setApart: whole.entries, comparedWith: others.length, example: whole.example };
  }
  return { setApart: [], comparedWith: othersAt(at, uuids, facts).length, example: undefined };
}

type Known = Omit<Unit, "these">;

function apart(these: readonly Known[], others: readonly Known[], features: FeatureNumbers, usual: UsualCounts): Apart {
  return setApart(
    [...these.map((known) => toUnit(known, true)), ...others.map((known) => toUnit(known, false))],
    features,
    usual,
  );
}

/** How many of the usual tasks that got through an action had each feature. */
function countFeatures(path: ActionPath, facts: FactStore): UsualCounts {
  const counts = new Map<number, number>();
  for (const task of facts.all()) {
    if (placesOf(task, path).length === 0) continue;
    for (const feature of task.features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  }
  return counts;
}

function toUnit({ features, numberFields, numberValues }: Known, these: boolean): Unit {
  return numberFields === undefined || numberValues === undefined
    ? { features, these }
    : { features, numberFields, numberValues, these };
}

function othersAt(path: ActionPath, failed: ReadonlySet<string>, facts: FactStore): Known[] {
  return facts
    .all()
    .filter((task) => !failed.has(task.taskUuid) && placesOf(task, path).length > 0)
    .map((task) => ({ ...task, features: facts.withFollowed(task.features, task.follows) }));
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
