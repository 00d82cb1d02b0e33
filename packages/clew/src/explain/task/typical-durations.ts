import type { ActionPath } from "./action-path.js";
import { type Span, spansOf } from "./span.js";

/** How long actions usually take, by path: the geometric mean of those that succeeded, in seconds. */
export class TypicalDurations {
  readonly #sums = new Map<ActionPath, { count: number; logarithms: number }>();

  add(root: Span): void {
    for (const { action, path } of spansOf(root)) {
      if (action.status !== "succeeded" || action.durationSeconds === undefined) continue;
      let sum = this.#sums.get(path);
      if (sum === undefined) {
        sum = { count: 0, logarithms: 0 };
        this.#sums.set(path, sum);
      }
      sum.count++;
      sum.logarithms += Math.log(Math.max(action.durationSeconds, 1e-6));
    }
  }

  typical(path: ActionPath): number | undefined {
    const sum = this.#sums.get(path);
    return sum === undefined ? undefined : Math.exp(sum.logarithms / sum.count);
  }
}
