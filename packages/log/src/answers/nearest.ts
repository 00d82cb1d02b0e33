/** Tasks near in time that are looked at for one that is most like another. */
export const MOST_NEAR = 500;

/** Of tasks that stand in the order of their nearness the first that has most fields as the one given. */
export function mostAlike<Task extends { readonly fields: ReadonlyMap<string, string> }>(
  fields: ReadonlyMap<string, string>,
  tasks: readonly Task[],
): Task | undefined {
  let best: Task | undefined;
  let most = -1;
  for (const task of tasks) {
    let alike = 0;
    for (const [name, value] of fields) if (task.fields.get(name) === value) alike++;
    if (alike <= most) continue;
    most = alike;
    best = task;
  }
  return best;
}
