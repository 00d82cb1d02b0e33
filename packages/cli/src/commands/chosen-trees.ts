import type { TaskTree } from "clew/parse";
import { isChosen, type TaskChoice } from "../filter/index.js";
import type { LogInput } from "../input/index.js";

/** The trees to write, counted. */
export class ChosenTrees implements AsyncIterable<TaskTree> {
  count = 0;
  readonly #log: LogInput;
  readonly #choice: TaskChoice | undefined;

  constructor(log: LogInput, choice: TaskChoice | undefined) {
    this.#log = log;
    this.#choice = choice;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<TaskTree> {
    for await (const tree of this.#log.trees()) {
      if (this.#choice !== undefined && !isChosen(tree, this.#choice)) continue;
      this.count++;
      yield tree;
    }
  }
}
