import { taskRow } from "@clew/viewer/model";
import type { DuckDBAppender } from "@duckdb/node-api";
import { timedActions } from "clew/explain";
import type { TaskTree, WrittenAction } from "clew/parse";
import { levelText } from "./message-rows.js";
import type { RootValues } from "./root-values.js";
import { storedJson } from "./stored-json.js";

/** The rows of a log that hold its lines of one task: no other has any. */
export interface RowRange {
  readonly first: number;
  readonly last: number;
  /** How many of them. */
  readonly lines: number;
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

  add(tree: TaskTree, { first, last, lines }: RowRange): void {
    const t = this.#next++;
    const { taskUuid, root } = tree;
    for (const { action, selfSeconds } of timedActions(tree)) this.#addAction(t, taskUuid, action, selfSeconds);
    const row = taskRow(tree, lines);
    const fields = (root.kind === "message" ? root.fields : root.startFields) ?? {};
    const tasks = this.#tasks;
    tasks.appendUInteger(t);
    tasks.appendVarchar(taskUuid);
    tasks.appendVarchar(row.type);
    tasks.appendBoolean(root.kind !== "message");
    tasks.appendVarchar(row.status);
    tasks.appendDouble(Number.isFinite(row.startTime) ? row.startTime : 0);
    appendNumber(tasks, row.duration ?? undefined);
    tasks.appendUInteger(lines);
    tasks.appendUInteger(row.failures);
    appendText(tasks, row.exception ?? undefined);
    appendText(tasks, row.reason ?? undefined);
    tasks.appendVarchar(row.about);
    tasks.appendVarchar(storedJson(fields));
    tasks.appendUInteger(first);
    tasks.appendUInteger(last);
    tasks.endRow();
    this.#values.add(t, fields);
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

function appendText(appender: DuckDBAppender, text: string | undefined): void {
  if (text === undefined) appender.appendNull();
  else appender.appendVarchar(text);
}

function appendNumber(appender: DuckDBAppender, value: number | undefined): void {
  if (value === undefined || !Number.isFinite(value)) appender.appendNull();
  else appender.appendDouble(value);
}
