import type { Living } from "../scope/internal.js";

const numbers = new WeakMap<Living, number>();
let last = 0;

/**
 * Names what lives as the log does, by the task id of its action; what has no action gets a number of this process, the
 * same each time.
 */
export function livingId(living: Living): string {
  const { taskId } = living;
  if (taskId !== undefined) return taskId;
  let number = numbers.get(living);
  if (number === undefined) {
    number = ++last;
    numbers.set(living, number);
  }
  return `~${number}`;
}
