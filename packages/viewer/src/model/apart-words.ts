import type { ApartAnswer } from "@clew/log";
import { formatCount, plural } from "./format.js";

/** The numbers of the tasks that were set against each other: where a part of them was looked at, it is called one. */
export function apartWords({ these, others, tasks }: Pick<ApartAnswer, "these" | "others" | "tasks">): string {
  return these + others < tasks
    ? `${formatCount(these)} of these tasks, against ${formatCount(others)} of the others`
    : `${plural(these, "task")}, against ${formatCount(others)} others`;
}
