import type { Fields, TaskTree } from "clew/parse";
import { formatValue } from "clew/render";
import { encodeExact } from "./exact-json.js";

export type TaskStatus = "succeeded" | "failed" | "incomplete";

export interface TaskRow {
  readonly taskUuid: string;
  /** The type of its root action, or of its only message; empty where neither was read. */
  readonly type: string;
  readonly status: TaskStatus;
  readonly startTime: number;
  /** Seconds; `null` where the task has not ended, or was not read whole. */
  readonly duration: number | null;
  readonly messages: number;
  /** Actions in it that failed, handled ones included; 1 for an error that was logged outside of any action. */
  readonly failures: number;
  /** Of the root, where it failed. */
  readonly exception: string | null;
  readonly reason: string | null;
  /** The root's first fields as short text, `name=value`, for a line of a list. */
  readonly about: string;
}

/** A task as one row of the forest. `messages` is how many lines of it were read. */
export function taskRow(tree: TaskTree, messages: number): TaskRow {
  const { root, taskUuid } = tree;
  if (root.kind === "message") {
    return {
      taskUuid,
      type: root.messageType ?? "",
      status: "succeeded",
      startTime: root.timestamp,
      duration: null,
      messages,
      // An error that was logged outside of any action is a task of its own.
      failures: typeof root.fields.exception === "string" ? 1 : 0,
      exception: null,
      reason: null,
      about: aboutText(root.fields),
    };
  }
  const { failures, firstTime } = walk(tree, root.startTime);
  return {
    taskUuid,
    type: root.actionType ?? "",
    status: STATUS[root.status],
    startTime: firstTime,
    duration: root.durationSeconds ?? null,
    messages,
    failures,
    exception: root.exception ?? null,
    reason: root.reason ?? null,
    about: aboutText(root.startFields ?? {}),
  };
}

const STATUS: Readonly<Record<"started" | "succeeded" | "failed" | "unknown", TaskStatus>> = {
  started: "incomplete",
  unknown: "incomplete",
  succeeded: "succeeded",
  failed: "failed",
};

/** Of all actions of a task, how many failed; and when the first thing happened in it, where its start does not say. */
function walk(
  { root }: TaskTree,
  started: number | undefined,
): { readonly failures: number; readonly firstTime: number } {
  let failures = 0;
  let firstTime = started ?? Number.POSITIVE_INFINITY;
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (started === undefined) {
      const time = node.kind === "message" ? node.timestamp : (node.startTime ?? node.endTime);
      if (time !== undefined && time < firstTime) firstTime = time;
    }
    if (node.kind === "message") continue;
    if (node.status === "failed") failures++;
    for (const child of node.children) open.push(child);
  }
  return { failures, firstTime: firstTime === Number.POSITIVE_INFINITY ? 0 : firstTime };
}

const MOST_FIELDS = 6;
const VALUE_LENGTH = 48;
const ABOUT_LENGTH = 160;

/** The first fields of a task as short text, for a line of a list: `name=value name=value`. */
export function aboutText(fields: Fields): string {
  let text = "";
  for (const name of Object.keys(fields).slice(0, MOST_FIELDS)) {
    if (name.startsWith("clew_")) continue;
    const value = cut(formatValue(fields[name], VALUE_LENGTH), VALUE_LENGTH);
    text += `${text === "" ? "" : " "}${cut(name, VALUE_LENGTH)}=${value}`;
    if (text.length > ABOUT_LENGTH) return cut(text, ABOUT_LENGTH);
  }
  return text;
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** A field's value as it is compared and shown among facets: strings as they are, others as JSON. */
export function fieldText(value: unknown): string {
  return typeof value === "string" ? value : encodeExact(value);
}

export interface TaskPage {
  /** The number of tasks that match, on all pages. */
  readonly total: number;
  readonly rows: readonly TaskRow[];
}
