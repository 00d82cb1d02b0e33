import { taskRow } from "@clew/log";
import { timedActions } from "clew/explain";
import type { TaskTree, WrittenAction } from "clew/parse";
import { levelText } from "./message-rows.js";
import type { RootValues } from "./root-values.js";
import { storedJson } from "./stored-json.js";
import type { TaskValue } from "./task-writer.js";

/** The rows of a log that hold its lines of one task: no other has any. */
export interface RowRange {
  readonly first: number;
  readonly last: number;
  /** How many of them. */
  readonly lines: number;
}

/**
 * Makes rows of tasks that were put together: one for the task, one for each action, one for each root's value. They are
 * gathered as plain values, one after the other, as a `TaskWriter` reads them, since it may run in another thread.
 */
export class TaskRows {
  readonly #rootValues: RootValues;
  #values: TaskValue[] = [];

  constructor(rootValues: RootValues) {
    this.#rootValues = rootValues;
  }

  /** The values that were gathered since the last time. */
  take(): readonly TaskValue[] {
    const values = this.#values;
    this.#values = [];
    return values;
  }

  add(tree: TaskTree, { first, last, lines }: RowRange): void {
    const { taskUuid, root } = tree;
    const row = taskRow(tree, lines);
    const fields = (root.kind === "message" ? root.fields : root.startFields) ?? {};
    const values = this.#values;
    values.push(
      taskUuid,
      row.type,
      root.kind !== "message",
      row.status,
      Number.isFinite(row.startTime) ? row.startTime : 0,
      finite(row.duration),
      lines,
      row.failures,
      row.exception,
      row.reason,
      row.about,
      storedJson(fields),
      first,
      last,
    );
    const actionsAt = values.push(0) - 1;
    let actions = 0;
    for (const { action, selfSeconds } of timedActions(tree)) {
      this.#addAction(action, selfSeconds);
      actions++;
    }
    values[actionsAt] = actions;
    const rootValuesAt = values.push(0) - 1;
    let rootValues = 0;
    this.#rootValues.choose(fields, (field, value) => {
      values.push(field, value);
      rootValues++;
    });
    values[rootValuesAt] = rootValues;
  }

  #addAction(action: WrittenAction, selfSeconds: number | undefined): void {
    const level = action.taskLevel;
    this.#values.push(
      level.length === 0 ? "[]" : levelText(level, level.length),
      action.actionType ?? null,
      action.status,
      finite(action.startTime),
      finite(action.endTime),
      finite(action.durationSeconds),
      finite(selfSeconds),
      action.exception ?? null,
      action.reason ?? null,
    );
  }
}

function finite(value: number | null | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
