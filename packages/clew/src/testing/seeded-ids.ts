import { adopt, adopted, type BodyResult, endInTest, type InTest, isThenable, runInTest } from "../record/index.js";
import { createRandom } from "./random.js";

/**
 * Runs `body` with ids of tasks that the seed decides: the same in every run, for logs that are compared as text. They
 * hold in the body's own async context, outside of every action.
 *
 * @example
 * ```ts
 * import { withTask } from "clew";
 * import { withSeededIds } from "clew/testing";
 *
 * const first = withSeededIds(7, () => withTask("work", (task) => task.taskUuid));
 * const again = withSeededIds(7, () => withTask("work", (task) => task.taskUuid));
 * console.log(first === again);
 * ```
 *
 * ```text output
 * true
 * ```
 */
export function withSeededIds<R>(seed: number, body: () => R): BodyResult<R>;
export function withSeededIds(seed: number, body: () => unknown): unknown {
  const random = createRandom(seed);
  const inTest: InTest = { createUuid: () => createUuid(random) };
  let result: unknown;
  try {
    result = runInTest(inTest, () => adopted(body()));
  } catch (error) {
    endInTest(inTest);
    throw error;
  }
  if (!isThenable(result)) {
    endInTest(inTest);
    return result;
  }
  return adopt(result).finally(() => endInTest(inTest));
}

/** A UUID of version 4: a seed has no time. */
function createUuid(random: () => number): string {
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join("");
  const variant = "89ab"[Math.floor(random() * 4)];
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${variant}${hex(3)}-${hex(12)}`;
}
