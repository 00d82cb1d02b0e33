// Tasks out of a store, as trees. The order of lines does not matter: a parser gives the same tree for every order.

import type { LogStore } from "@clew/log";
import { Parser, parseLine, type TaskTree } from "clew/parse";

export interface TaskTreesOptions {
  /** Changes the text of whole lines before they are read; it must keep the lines. */
  readonly prepare?: ((text: string) => string) | undefined;
  /** So many tasks are taken at a time; in the order in which they began, their lines lie close together. */
  readonly atOnce?: number;
}

/** The trees of tasks, in the order of their uuids here. */
export async function* treesOfTasks(
  store: Pick<LogStore, "linesOf">,
  taskUuids: readonly string[],
  { prepare = (text) => text, atOnce = 1000 }: TaskTreesOptions = {},
): AsyncGenerator<TaskTree, void, undefined> {
  for (let i = 0; i < taskUuids.length; i += atOnce) {
    const parser = new Parser();
    for (const line of prepare(await store.linesOf(taskUuids.slice(i, i + atOnce))).split("\n")) {
      const parsed = parseLine(line);
      if (parsed.ok) parser.add(parsed.message);
    }
    yield* parser.end();
  }
}
