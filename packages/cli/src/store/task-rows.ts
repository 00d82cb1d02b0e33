import type { DuckDBAppender } from "@duckdb/node-api";
import { timedActions } from "clew/explain";
import type { TaskTree, WrittenAction, WrittenMessage, WrittenNode } from "clew/parse";
import { aboutFields } from "./about-fields.js";
import { levelText } from "./message-rows.js";
import type { RootValues } from "./root-values.js";
import { storedJson } from "./stored-json.js";

/** The rows of a log that hold its lines of one task: no other has any. */
export interface RowRange {
  readonly first: number;
  readonly last: number;
}

/** Writes the rows of tasks that were put together: one for the task, one for each action, one for each root's value. */
export class TaskRows {
  readonly #tasks: DuckDBAppender;
  readonly #actions: DuckDBAppender;
  readonly #values: RootValues;
  #next: number;

  constructor(tasks: DuckDBAppender, actions: DuckDBAppender, values: RootValues, next: number) {
    this.#tasks = tasks;
    this.#actions = actions;
    this.#values = values;
    this.#next = next;
  }

  /** The number that the next task gets. */
  get next(): number {
    return this.#next;
  }

  add(tree: TaskTree, { first, last }: RowRange): void {
    const t = this.#next++;
    const { taskUuid, root } = tree;
    let failures = 0;
    for (const { action, selfSeconds } of timedActions(tree)) {
      if (action.status === "failed") failures++;
      this.#addAction(t, taskUuid, action, selfSeconds);
    }
    const { messages, earliest } = countMessages(root);
    const fields = root.kind === "message" ? root.fields : (root.startFields ?? {});
    const tasks = this.#tasks;
    tasks.appendUInteger(t);
    tasks.appendVarchar(taskUuid);
    tasks.appendVarchar(typeOf(root) ?? "");
    tasks.appendBoolean(root.kind !== "message");
    tasks.appendVarchar(statusOf(root));
    tasks.appendDouble(startOf(root) ?? earliest);
    appendNumber(tasks, root.kind === "message" ? undefined : root.durationSeconds);
    tasks.appendUInteger(messages);
    tasks.appendUInteger(failures);
    appendText(tasks, root.kind === "message" ? undefined : root.exception);
    appendText(tasks, root.kind === "message" ? undefined : root.reason);
    tasks.appendVarchar(aboutFields(fields));
    tasks.appendVarchar(storedJson(fields));
    tasks.appendUInteger(first);
    tasks.appendUInteger(last);
    tasks.endRow();
    if (root.kind !== "message") this.#values.add(t, fields);
  }

  #addAction(t: number, taskUuid: string, action: WrittenAction, selfSeconds: number | undefined): void {
    const actions = this.#actions;
    const level = action.taskLevel;
    actions.appendUInteger(t);
    actions.appendVarchar(taskUuid);
    actions.appendVarchar(level.length === 0 ? "[]" : levelText(level, level.length));
    appendText(actions, action.actionType);
    actions.appendVarchar(action.status);
    appendNumber(actions, action.startTime);
    appendNumber(actions, action.endTime);
    appendNumber(actions, action.durationSeconds);
    appendNumber(actions, selfSeconds);
    appendText(actions, action.exception);
    appendText(actions, action.reason);
    actions.endRow();
  }
}

function typeOf(root: WrittenNode): string | undefined {
  return root.kind === "message" ? root.messageType : root.actionType;
}

/** A message outside of every action is whole; a task whose root has no finish is not. */
function statusOf(root: WrittenNode): "succeeded" | "failed" | "incomplete" {
  if (root.kind === "message") return "succeeded";
  return root.status === "succeeded" || root.status === "failed" ? root.status : "incomplete";
}

function startOf(root: WrittenNode): number | undefined {
  const time = root.kind === "message" ? root.timestamp : root.startTime;
  return time !== undefined && Number.isFinite(time) ? time : undefined;
}

/** How many records a tree holds, and the time of the earliest; 0 where none has a time. */
function countMessages(root: WrittenNode): { readonly messages: number; readonly earliest: number } {
  let messages = 0;
  let earliest = Infinity;
  const count = (time: number) => {
    messages++;
    if (Number.isFinite(time) && time < earliest) earliest = time;
  };
  const waiting: (WrittenAction | WrittenMessage)[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.kind === "message") {
      count(node.timestamp);
      continue;
    }
    if (node.startTime !== undefined) count(node.startTime);
    if (node.endTime !== undefined) count(node.endTime);
    for (const child of node.children) waiting.push(child);
  }
  return { messages, earliest: earliest === Infinity ? 0 : earliest };
}

function appendText(appender: DuckDBAppender, text: string | undefined): void {
  if (text === undefined) appender.appendNull();
  else appender.appendVarchar(text);
}

function appendNumber(appender: DuckDBAppender, value: number | undefined): void {
  if (value === undefined || !Number.isFinite(value)) appender.appendNull();
  else appender.appendDouble(value);
}
