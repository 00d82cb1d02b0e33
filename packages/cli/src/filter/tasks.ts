// Which tasks are shown at all. What is shown of a task is a filter's work.

import type { TaskTree, WrittenAction, WrittenNode } from "clew/parse";

/** What a task must be to be shown; all that is given must hold. */
export interface TaskChoice {
  /** The task's uuid, or its beginning. */
  readonly uuid?: string;
  /** Some action of it failed. */
  readonly failed?: boolean;
  readonly minDurationSeconds?: number;
  /** It began from this moment on, in seconds since 1970. */
  readonly since?: number;
  /** It began before. */
  readonly until?: number;
}

/** Whether a task is to be shown. */
export function isChosen(tree: TaskTree, choice: TaskChoice): boolean {
  if (choice.uuid !== undefined && calledUuid(tree, choice.uuid) === undefined) return false;
  if (choice.minDurationSeconds !== undefined && !(durationOf(tree) >= choice.minDurationSeconds)) return false;
  return isWithin(tree, choice) && (choice.failed !== true || hasFailure(tree.root));
}

/** Whether a task began in a time. */
function isWithin(tree: TaskTree, { since, until }: Pick<TaskChoice, "since" | "until">): boolean {
  if (since === undefined && until === undefined) return true;
  const begin = beginOf(tree);
  return (since === undefined || begin >= since) && (until === undefined || begin < until);
}

/** The tasks that began in a time. */
export async function* tasksWithin(
  trees: AsyncIterable<TaskTree>,
  { since, until }: { readonly since?: number | undefined; readonly until?: number | undefined },
): AsyncGenerator<TaskTree, void, undefined> {
  const choice = { ...(since !== undefined && { since }), ...(until !== undefined && { until }) };
  for await (const tree of trees) if (isWithin(tree, choice)) yield tree;
}

/** The uuid of it, or of a task that stands in it, that begins so, in any case. */
export function calledUuid(root: TaskTree, start: string): string | undefined {
  const lower = start.toLowerCase();
  const waiting = [root];
  for (let tree = waiting.pop(); tree !== undefined; tree = waiting.pop()) {
    if (tree.taskUuid.toLowerCase().startsWith(lower)) return tree.taskUuid;
    for (const graft of tree.grafts ?? []) waiting.push(graft);
  }
  return undefined;
}

function durationOf({ root }: TaskTree): number {
  return root.kind === "message" ? Number.NaN : (root.durationSeconds ?? Number.NaN);
}

function hasFailure(root: WrittenNode): boolean {
  // An error that was logged outside of any action is a task of its own.
  if (root.kind === "message") return typeof root.fields.exception === "string";
  for (const action of actionsOf(root)) if (action.status === "failed") return true;
  return false;
}

function* actionsOf(root: WrittenNode): Generator<WrittenAction> {
  const waiting: WrittenNode[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.kind === "message") continue;
    yield node;
    for (const child of node.children) if (child.kind !== "message") waiting.push(child);
  }
}

/** Sorts tasks by their start, or the longest first. What has no time, or no duration, comes last. */
export function sortTasks(trees: TaskTree[], by: "time" | "duration"): TaskTree[] {
  const key = by === "time" ? beginOf : (tree: TaskTree) => -durationOf(tree);
  const keys = new Map(trees.map((tree) => [tree, key(tree)]));
  return trees.sort((a, b) => compare(keys.get(a) as number, keys.get(b) as number));
}

function beginOf({ root }: TaskTree): number {
  return root.kind === "message" ? root.timestamp : (root.startTime ?? root.endTime ?? Number.NaN);
}

function compare(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a - b;
}
