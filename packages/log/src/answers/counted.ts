import type { ChangeKind, OnCounted } from "clew/explain";
import type { ChangeAnswer } from "./diff.js";

/** Uuids that are kept of a comparison: some tens of megabytes. */
const MOST_KEPT = 200_000;

/** The kinds of changes, for who reads their names. */
export const CHANGE_KINDS: readonly ChangeKind[] = ["contains", "lacks", "failed", "own_time", "count", "between"];

/** What tells a change of a comparison from its others. */
export type ChangeName = Pick<ChangeAnswer, "kind" | "action_path" | "item" | "value">;

/** The tasks behind the figures of a comparison, as plain data: by the key of each figure. */
export type CountedTasks = readonly (readonly [key: string, taskUuids: readonly string[]])[];

/** Takes in the tasks that a comparison counts, within bounds. */
export class CountedSets {
  readonly #sets: (readonly [string, readonly string[]])[] = [];
  #kept = 0;

  readonly onCounted: OnCounted = ({ kind, actionPath, item, value }, side, taskUuids) => {
    if (this.#kept + taskUuids.length > MOST_KEPT) return;
    this.#kept += taskUuids.length;
    const named = { ...(item === undefined ? {} : { item }), ...(value === undefined ? {} : { value }) };
    this.#sets.push([countedKey({ kind, action_path: actionPath, ...named }, side), taskUuids]);
  };

  all(): CountedTasks {
    return this.#sets;
  }
}

/** One text for each figure: a change, and the side of it. */
export function countedKey({ kind, action_path, item, value }: ChangeName, side: "a" | "b"): string {
  return JSON.stringify([side, kind, action_path, item ?? null, value ?? null]);
}
