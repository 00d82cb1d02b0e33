// What actions, messages and tasks are called in other tools. Nothing from a log is passed on that could move a cursor
// or hide itself: the names are one line each, and visible.

import type { TaskTree, WrittenAction, WrittenMessage } from "clew/parse";
import { visible } from "clew/render";

/** Longer names are cut: they head boxes and bars. */
const LONGEST = 200;

export function actionName({ kind, actionType }: WrittenAction): string {
  if (actionType) return cut(visible(actionType), LONGEST);
  return kind === "missing" ? "(missing action)" : "(no type)";
}

export function messageName({ messageType }: WrittenMessage): string {
  return !messageType ? "(no type)" : cut(visible(messageType), LONGEST);
}

export function taskName({ taskUuid, root, continues }: TaskTree): string {
  const name = root.kind === "message" ? messageName(root) : actionName(root);
  const uuid = cut(visible(taskUuid), 12);
  return `${name} ${uuid}${continues === undefined ? "" : " (continued)"}`;
}

/** How an action ended, in a word. */
export function outcome({ status, kind }: WrittenAction): "succeeded" | "failed" | "unfinished" | "missing" {
  if (kind === "missing") return "missing";
  return status === "succeeded" || status === "failed" ? status : "unfinished";
}

/** The error that an action failed with, in one line. */
export function failureText({ exception, reason }: WrittenAction, longest = LONGEST): string {
  return cut(visible([exception, reason].filter((part) => part !== undefined && part !== "").join(": ")), longest);
}

function cut(text: string, longest: number): string {
  // Not between the halves of a character beyond U+FFFF.
  return text.length <= longest ? text : `${text.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
