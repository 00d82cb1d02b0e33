import type { TaskTree } from "../../parse/index.js";
import type { Clocks } from "./clocks.js";

/** Actions and messages of tasks that are held until the clocks are known: those of a small log are all of it. */
const LOOKED_AHEAD = 30_000;

/**
 * The trees of a log as they come, after clocks were learnt from them: of the first ones from all of them together, for an
 * offset is the same from the first call to the last.
 */
export async function* clocked(
  trees: Iterable<TaskTree> | AsyncIterable<TaskTree>,
  clocks: Clocks,
): AsyncGenerator<TaskTree> {
  let held: TaskTree[] | undefined = [];
  let room = LOOKED_AHEAD;
  for await (const tree of trees) {
    room -= clocks.learn(tree);
    held?.push(tree);
    if (room > 0 && held !== undefined) continue;
    if (held === undefined) yield tree;
    else yield* held;
    held = undefined;
  }
  if (held !== undefined) yield* held;
}
