import type { Span } from "../task/index.js";
import { EvenSample } from "./even-sample.js";
import type { FeatureNumbers } from "./feature.js";
import { factsOf, type TaskFacts } from "./task-facts.js";

/** Actions and features of tasks that are kept: some 4,000 tasks, whose shares are good to one or two percent. */
const MOST_KEPT = 500_000;

/** The facts of tasks, of an even sample where there are very many. */
export class FactStore {
  readonly #byTask = new Map<string, TaskFacts>();
  readonly #sample = new EvenSample<TaskFacts>(MOST_KEPT, sizeOf, ({ taskUuid }) => this.#byTask.delete(taskUuid));

  add(root: Span, features: FeatureNumbers): void {
    const facts = this.#sample.add(() => factsOf(root, features));
    if (facts !== undefined) this.#byTask.set(facts.taskUuid, facts);
  }

  all(): readonly TaskFacts[] {
    return this.#sample.all();
  }

  /** Features with those of the tasks that a task followed from, and that those followed from. */
  withFollowed(own: Int32Array, follows: readonly string[]): Int32Array {
    if (follows.length === 0) return own;
    const features = new Set(own);
    const visited = new Set<string>();
    const open = [...follows];
    for (let task = open.pop(); task !== undefined && visited.size < MOST_FOLLOWED; task = open.pop()) {
      const facts = visited.has(task) ? undefined : this.#byTask.get(task);
      visited.add(task);
      if (facts === undefined) continue;
      for (const feature of facts.features) features.add(feature);
      for (const followed of facts.follows) open.push(followed);
    }
    return Int32Array.from(features);
  }
}

/** Tasks that one may follow from, directly or not, before its causes say little of it any more. */
const MOST_FOLLOWED = 20;

function sizeOf({ paths, features, starts, numberFields }: TaskFacts): number {
  return paths.length + features.length + starts.length + 2 * numberFields.length;
}
