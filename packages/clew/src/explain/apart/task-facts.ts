// What is kept of a task once it was read: not its tree but numbers, in flat arrays. Of more tasks than memory should
// take an even sample stays.

import type { ActionPath } from "../task/index.js";
import { followedTasks, type Span, spansOf } from "../task/index.js";
import type { FeatureNumbers } from "./feature.js";
import { collectFeatures } from "./task-features.js";

export interface TaskFacts {
  readonly taskUuid: string;
  /** By action, parents before their children: its path's number, its parent's place here, whether it succeeded. */
  readonly paths: Int32Array;
  readonly parents: Int32Array;
  readonly succeeded: Uint8Array;
  /** The numbers of the features, each once. */
  readonly features: Int32Array;
  /** Its numbers, the nearest to the root first, by the number of their field. */
  readonly numberFields: Int32Array;
  readonly numberValues: Float64Array;
  /** Those of the actions' starts once more, with the place of their action. */
  readonly starts: Int32Array;
  readonly holders: Int32Array;
  /** The tasks that this one followed from. */
  readonly follows: readonly string[];
}

/** Reduces a task to what is kept of it. */
export function factsOf(root: Span, numbers: FeatureNumbers): TaskFacts {
  const spans = [...spansOf(root)];
  const features = new Set<number>();
  const starts: number[] = [];
  const holders: number[] = [];
  const sizes = new Map<number, number>();
  const sink = (feature: number, time: number, at: Span) => {
    features.add(feature);
    if (time !== at.start) return;
    starts.push(feature);
    holders.push(at.number);
  };
  collectFeatures(root, numbers, sink, {
    numbers: (field, value) => {
      if (!sizes.has(field)) sizes.set(field, value);
    },
  });
  return {
    taskUuid: root.action.taskUuid,
    paths: Int32Array.from(spans, ({ path }) => path.id),
    parents: Int32Array.from(spans, ({ parent }) => parent?.number ?? -1),
    succeeded: Uint8Array.from(spans, ({ action }) => (action.status === "succeeded" ? 1 : 0)),
    features: Int32Array.from(features),
    numberFields: Int32Array.from(sizes.keys()),
    numberValues: Float64Array.from(sizes.values()),
    starts: Int32Array.from(starts),
    holders: Int32Array.from(holders),
    follows: followedTasks(root),
  };
}

/** Where in a task actions of a path succeeded. */
export function placesOf({ paths, succeeded }: TaskFacts, { id }: ActionPath): number[] {
  const places: number[] = [];
  for (let i = 0; i < paths.length; i++) if (paths[i] === id && succeeded[i] === 1) places.push(i);
  return places;
}

/** The start fields of an action and of those above it. */
export function lineageFeatures({ parents, starts, holders }: TaskFacts, place: number): Int32Array {
  const line = new Set<number>();
  for (let at = place; at >= 0; at = parents[at] as number) line.add(at);
  return Int32Array.from(new Set(starts.filter((_, i) => line.has(holders[i] as number))));
}
