/**
 * The place of an action or message in its task: `[]` is the task's root action, `[2, 3]` the third item of the root's
 * second item. Sorting messages by level, as lists, gives the tree in order. Printed `/2/3`.
 */
export type TaskLevel = readonly number[];

/** Prints a level as `/2/3`; the root action's is `/`. */
export function formatTaskLevel(level: TaskLevel): string {
  if (level.length === 0) return "/";
  let text = "";
  for (let i = 0; i < level.length; i++) text += `/${level[i]}`;
  return text;
}
