import type { TaskTree } from "clew/parse";
import { forestTask } from "../output/forest.js";
import type { ExportOptions } from "./exporter.js";

/** One JSON document with every task as a tree: what Eliot's own parser finds, and what it leaves out. */
export async function* exportEliotForest(
  trees: AsyncIterable<TaskTree>,
  { badLines }: ExportOptions,
): AsyncGenerator<string> {
  let between = "\n";
  yield '{"format":"eliot-forest/1","tasks":[';
  for await (const tree of trees) {
    yield between;
    yield* forestTask(tree);
    between = ",\n";
  }
  yield `],"bad_lines":[${badLines}]}\n`;
}
