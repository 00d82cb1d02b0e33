// What is kept of a task once it was read: not its tree but numbers, in flat arrays. Of more tasks than memory should
// take an even sample stays.

import type { ActionPath } from "./action-path.js";
import type { FeatureNumbers } from "./feature.js";
import { followedTasks } from "./followed.js";
import { type Span, spansOf } from "./span.js";
import { collectFeatures } from "./task-features.js";

export interface TaskFacts {
  readonly taskUuid: string;
  /** By action, parents before their children: its path's number, its parent's place here, whether it succeeded. */
  readonly paths: Int32Array;
  readonly parents: Int32Array;
  readonly succeeded: Uint8Array;
  /** The numbers of the features, and for those of an action's start the action's place, else -1. */
  readonly features: Int32Array;
  readonly holders: Int32Array;
  /** The tasks that this one followed from. */
  readonly follows: readonly string[];
}

/** Reduces a task to what is kept of it. */
export function factsOf(root: Span, numbers: FeatureNumbers): TaskFacts {
  const spans = [...spansOf(root)];
  const places = new Map(spans.map((span, place) => [span, place]));
  const features: number[] = [];
  const holders: number[] = [];
  const elsewhere = new Set<number>();
  collectFeatures(root, numbers, (feature, time, at) => {
    const holder = time === at.start ? (places.get(at) as number) : -1;
    if (holder < 0 && elsewhere.has(feature)) return;
    if (holder < 0) elsewhere.add(feature);
    features.push(feature);
    holders.push(holder);
  });
  return {
    taskUuid: root.action.taskUuid,
    paths: Int32Array.from(spans, ({ path }) => path.id),
    parents: Int32Array.from(spans, ({ parent }) => (parent === undefined ? -1 : (places.get(parent) as number))),
    succeeded: Uint8Array.from(spans, ({ action }) => (action.status === "succeeded" ? 1 : 0)),
    features: Int32Array.from(features),
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
export function lineageFeatures({ parents, features, holders }: TaskFacts, place: number): Int32Array {
  const line = new Set<number>();
  for (let at = place; at >= 0; at = parents[at] as number) line.add(at);
  return Int32Array.from(new Set(features.filter((_, i) => line.has(holders[i] as number))));
}
