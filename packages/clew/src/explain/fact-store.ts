import type { FeatureNumbers } from "./feature.js";
import type { Span } from "./span.js";
import { factsOf, type TaskFacts } from "./task-facts.js";

/** Actions and features of tasks that are kept. About 60 MB; the shares that come from so many are good to a percent. */
const MOST_NUMBERS = 4_000_000;

/** The facts of tasks: of all of them as long as memory allows, then of every second one, every fourth and so on. */
export class FactStore {
  #kept: TaskFacts[] = [];
  readonly #byTask = new Map<string, TaskFacts>();
  #numbers = 0;
  #every = 1;
  #seen = 0;

  add(root: Span, features: FeatureNumbers): void {
    if (this.#seen++ % this.#every !== 0) return;
    const facts = factsOf(root, features);
    this.#kept.push(facts);
    this.#byTask.set(facts.taskUuid, facts);
    this.#numbers += sizeOf(facts);
    if (this.#numbers > MOST_NUMBERS) this.#thinOut();
  }

  all(): readonly TaskFacts[] {
    return this.#kept;
  }

  /** Features with those of the tasks that a task followed from, and that those followed from. */
  withFollowed(own: Iterable<number>, follows: readonly string[]): Int32Array {
    const features = new Set(own);
    const visited = new Set<string>();
    const open = [...follows];
    for (let task = open.pop(); task !== undefined && visited.size < MOST_FOLLOWED; task = open.pop()) {
      const facts = visited.has(task) ? undefined : this.#byTask.get(task);
      visited.add(task);
      if (facts === undefined) continue;
      for (const feature of facts.features) features.add(feature);
      open.push(...facts.follows);
    }
    return Int32Array.from(features);
  }

  #thinOut(): void {
    this.#every *= 2;
    this.#kept = this.#kept.filter((facts, i) => {
      if (i % 2 === 0) return true;
      this.#byTask.delete(facts.taskUuid);
      this.#numbers -= sizeOf(facts);
      return false;
    });
  }
}

/** Tasks that one may follow from, directly or not, before its causes say little of it any more. */
const MOST_FOLLOWED = 20;

function sizeOf({ paths, features }: TaskFacts): number {
  return 2 * (paths.length + features.length) + 20;
}
