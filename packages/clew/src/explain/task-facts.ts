// What is kept of a task once it was read: not its tree but the numbers of its features, what it got through, and what
// it followed from. A million messages come to a few megabytes; of more tasks than are kept, an even sample stays.

import { parseTaskId } from "../wire/index.js";
import type { ActionPath } from "./action-path.js";
import type { FeatureNumbers } from "./feature.js";
import { type Span, spansOf } from "./span.js";
import { collectFeatures } from "./task-features.js";

export interface TaskFacts {
  readonly taskUuid: string;
  readonly rootPath: ActionPath;
  readonly features: Int32Array;
  /** The paths of which at least one action succeeded. */
  readonly succeeded: ReadonlySet<ActionPath>;
  /** The tasks that this one followed from. */
  readonly follows: readonly string[];
}

/** Tasks that are kept. Shares from so many are good to half a percent. */
const MOST_TASKS = 20_000;

export class FactStore {
  readonly #facts: TaskFacts[] = [];
  readonly #byTask = new Map<string, TaskFacts>();
  readonly #outcomes = new Map<string, ReadonlySet<ActionPath>>();
  #seen = 0;
  #state = 1;

  add(root: Span, features: FeatureNumbers): void {
    this.#seen++;
    let place = this.#facts.length;
    if (place >= MOST_TASKS) {
      place = this.#random(this.#seen);
      if (place >= MOST_TASKS) return;
      this.#byTask.delete((this.#facts[place] as TaskFacts).taskUuid);
    }
    const facts = this.#factsOf(root, features);
    this.#facts[place] = facts;
    this.#byTask.set(facts.taskUuid, facts);
  }

  all(): readonly TaskFacts[] {
    return this.#facts;
  }

  /** A task's features with those of the tasks that it followed from, and that those followed from. */
  featuresWithFollowed(own: Iterable<number>, follows: readonly string[]): Int32Array {
    const features = new Set(own);
    const visited = new Set<string>();
    const open = [...follows];
    for (let task = open.pop(); task !== undefined; task = open.pop()) {
      if (visited.has(task) || visited.size >= 20) continue;
      visited.add(task);
      const facts = this.#byTask.get(task);
      if (facts === undefined) continue;
      for (const feature of facts.features) features.add(feature);
      open.push(...facts.follows);
    }
    return Int32Array.from(features);
  }

  #factsOf(root: Span, features: FeatureNumbers): TaskFacts {
    const numbers = new Set<number>();
    collectFeatures(root, features, (feature) => numbers.add(feature));
    const succeeded = new Set<ActionPath>();
    for (const { action, path } of spansOf(root)) if (action.status === "succeeded") succeeded.add(path);
    return {
      taskUuid: root.action.taskUuid,
      rootPath: root.path,
      features: Int32Array.from(numbers),
      succeeded: this.#shared(succeeded),
      follows: followedTasks(root),
    };
  }

  /** Most tasks get through one of a few sets of paths, which they share. */
  #shared(paths: Set<ActionPath>): ReadonlySet<ActionPath> {
    const key = [...paths].map(({ id }) => id).join();
    const known = this.#outcomes.get(key);
    if (known !== undefined) return known;
    if (this.#outcomes.size < MOST_TASKS) this.#outcomes.set(key, paths);
    return paths;
  }

  /** A number below `limit`, the same in each run. */
  #random(limit: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }
}

/** The tasks that a task's actions followed from. */
export function followedTasks(root: Span): string[] {
  const tasks = new Set<string>();
  for (const span of spansOf(root)) {
    for (const { taskUuid } of followedBy(span)) if (taskUuid !== root.action.taskUuid) tasks.add(taskUuid);
  }
  return [...tasks];
}

/** The actions that an action followed from. */
export function followedBy(span: Span) {
  const followed = span.action.startRecord?.clew_follows_from;
  return Array.isArray(followed) ? followed.map(parseTaskId).filter((id) => id !== undefined) : [];
}
