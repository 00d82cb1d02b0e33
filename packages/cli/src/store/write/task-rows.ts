import { timedActions } from "clew/explain";
import type { TaskTree } from "clew/parse";
import {
  ACTION_COLUMNS,
  type Column,
  ROOT_VALUE_COLUMNS,
  type RootValues,
  type RowRange,
  rootFields,
  type SqlValue,
  storedTask,
  TASK_COLUMNS,
} from "../tables/index.js";

/**
 * Makes rows of tasks that were put together: one for the task, one for each action, one for each root's value. They are
 * gathered as plain values, one after the other, for a `TaskWriter` that may run in another thread: the columns of a
 * task, the number of its actions and the columns of each, the number of its root's values and the columns of each.
 */
export class TaskRows {
  readonly #rootValues: RootValues;
  #values: SqlValue[] = [];

  constructor(rootValues: RootValues) {
    this.#rootValues = rootValues;
  }

  /** The values that were gathered since the last time. */
  take(): readonly SqlValue[] {
    const values = this.#values;
    this.#values = [];
    return values;
  }

  add(tree: TaskTree, range: RowRange): void {
    this.#add(TASK_COLUMNS, storedTask(tree, range));
    this.#addCounted(ACTION_COLUMNS, timedActions(tree));
    this.#addCounted(ROOT_VALUE_COLUMNS, this.#rootValues.choose(rootFields(tree)));
  }

  #addCounted<Thing>(columns: readonly Column<Thing>[], things: Iterable<Thing>): void {
    const at = this.#values.push(0) - 1;
    let count = 0;
    for (const thing of things) {
      this.#add(columns, thing);
      count++;
    }
    this.#values[at] = count;
  }

  #add<Thing>(columns: readonly Column<Thing>[], thing: Thing): void {
    for (const [, , of] of columns) this.#values.push(of(thing));
  }
}
