// Fields that hold a value of their own in almost every task of a log: an id, a time, a number that was drawn. Between two
// tasks of the log such a field always differs, which says nothing.

import { type Span, spansOf, valueKey } from "../task/index.js";
import { valuesOf } from "./volatile-fields.js";

/** Fewer tasks than this do not show a rule. */
const FEWEST = 8;
/** The share of the tasks with a field that have a value of it that no other has. */
const ALMOST_ALL = 0.5;

export class OwnValues {
  /** For each field the number of tasks in which each of its values was. */
  readonly #fields = new Map<string, Map<string, number>>();

  #tasks = 0;

  add(root: Span): void {
    this.#tasks++;
    const values = new Map<string, Set<string>>();
    for (const span of spansOf(root)) {
      for (const item of [span, ...span.items.filter((each) => !("action" in each))]) {
        for (const [name, value] of valuesOf(item))
          values.set(name, (values.get(name) ?? new Set()).add(valueKey(value)));
      }
    }
    for (const [name, keys] of values) {
      const counts = this.#fields.get(name) ?? new Map<string, number>();
      for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
      this.#fields.set(name, counts);
    }
  }

  /** The names of such fields, each with the type before it; `undefined` where too few tasks were seen to tell. */
  names(): ReadonlySet<string> | undefined {
    if (this.#tasks < FEWEST) return undefined;
    const names = new Set<string>();
    for (const [name, counts] of this.#fields) {
      let [all, own] = [0, 0];
      for (const count of counts.values()) {
        all += count;
        if (count === 1) own++;
      }
      if (all >= FEWEST && own >= ALMOST_ALL * all) names.add(name);
    }
    return names;
  }
}
