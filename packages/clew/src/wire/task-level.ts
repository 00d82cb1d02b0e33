/**
 * The place of an action or message in its task: `[]` is the task's root action, `[2, 3]` the third item of the root's
 * second item. Sorting messages by level, as lists, gives the tree in order. Printed `/2/3`.
 */
export type TaskLevel = readonly number[];

/** Prints a level as `/2/3`; the root action's is `/`. */
export function formatTaskLevel(level: TaskLevel): string {
  return `/${level.join("/")}`;
}

/** Orders two levels as lists: a parent before its children, siblings by number. */
export function compareTaskLevels(a: TaskLevel, b: TaskLevel): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Whether a value is a level that a message may have: a list, not empty, of whole numbers from 1 up. */
export function isMessageLevel(value: unknown): value is TaskLevel {
  if (!Array.isArray(value) || value.length === 0) return false;
  for (const number of value) if (!Number.isSafeInteger(number) || number < 1) return false;
  return true;
}
