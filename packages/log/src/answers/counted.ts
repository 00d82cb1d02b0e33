import { type ChangeKind, type DiffTreesOptions, diffTrees, type OnCounted } from "clew/explain";
import { type ChangeAnswer, type DiffAnswer, diffJson } from "./diff.js";

/** Uuids that are kept of a comparison: some tens of megabytes. */
const MOST_KEPT = 200_000;

/** The kinds of changes, for who reads their names. */
export const CHANGE_KINDS: readonly ChangeKind[] = ["contains", "lacks", "failed", "own_time", "count", "between"];

/** What tells a change of a comparison from its others. */
export type ChangeName = Pick<ChangeAnswer, "kind" | "action_path" | "item" | "value">;

/** The tasks behind the figures of a comparison, as plain data: by the key of each figure. */
export type CountedTasks = readonly (readonly [key: string, taskUuids: readonly string[]])[];

/** Two choices of trees against each other, with the tasks behind the figures; of the first figures, within bounds. */
export async function diffCounted(
  a: Parameters<typeof diffTrees>[0],
  b: Parameters<typeof diffTrees>[1],
  options: Pick<DiffTreesOptions, "mode"> = {},
): Promise<{ readonly answer: DiffAnswer; readonly counted: CountedTasks }> {
  const counted: (readonly [string, readonly string[]])[] = [];
  let kept = 0;
  const onCounted: OnCounted = ({ kind, actionPath, item, value }, side, taskUuids) => {
    if (kept + taskUuids.length > MOST_KEPT) return;
    kept += taskUuids.length;
    const named = { ...(item === undefined ? {} : { item }), ...(value === undefined ? {} : { value }) };
    counted.push([countedKey({ kind, action_path: actionPath, ...named }, side), taskUuids]);
  };
  const report = await diffTrees(a, b, { ...options, onCounted });
  return { answer: diffJson(report), counted };
}

/** One text for each figure: a change, and the side of it. */
export function countedKey({ kind, action_path, item, value }: ChangeName, side: "a" | "b"): string {
  return JSON.stringify([side, kind, action_path, item ?? null, value ?? null]);
}
