// Whether two logs hold the same work, done twice, or two stretches of live traffic. The same work is about the same
// things: most of its tasks begin with a value that one task has here and one has there, an order, a file, a batch. Of
// live traffic the values that many tasks share come again, and those that only one has do not.

import { fieldValues, type Span, valueKey } from "../task/index.js";

/** With fewer tasks on a side there is no population to speak of. */
const FEWEST_TASKS = 20;
/** Values that are counted; of logs with more the first tell enough. */
const MOST_VALUES = 500_000;
/** The part of the tasks that are about something that one task of the other log is about as well. */
const SAME = 0.5;

export type DiffMode = "pairs" | "changes";

export class SameWork {
  readonly #counts = new Map<string, { a: number; b: number }>();
  readonly #tasks = { a: [] as string[][], b: [] as string[][] };
  readonly #seen = { a: 0, b: 0 };

  add(side: "a" | "b", root: Span): void {
    this.#seen[side]++;
    const values: string[] = [];
    for (const [name, value] of fieldValues(root.action.startFields, root.path.type)) {
      const key = `${name}=${valueKey(value)}`;
      const count = this.#counts.get(key);
      if (count !== undefined) count[side]++;
      else if (this.#counts.size >= MOST_VALUES) continue;
      else this.#counts.set(key, { a: side === "a" ? 1 : 0, b: side === "b" ? 1 : 0 });
      values.push(key);
    }
    if (this.#counts.size < MOST_VALUES) this.#tasks[side].push(values);
  }

  mode(): DiffMode {
    if (Math.min(this.#seen.a, this.#seen.b) < FEWEST_TASKS) return "pairs";
    const share = (tasks: readonly string[][]) =>
      tasks.filter((values) => values.some((key) => this.#isOfOne(key))).length / tasks.length;
    return Math.min(share(this.#tasks.a), share(this.#tasks.b)) >= SAME ? "pairs" : "changes";
  }

  #isOfOne(key: string): boolean {
    const count = this.#counts.get(key);
    return count?.a === 1 && count.b === 1;
  }
}
