import type { DuckDBAppender } from "@duckdb/node-api";
import {
  ACTION_COLUMNS,
  append,
  type Column,
  ROOT_VALUE_COLUMNS,
  type SqlValue,
  TASK_COLUMNS,
  TASK_NUMBER,
} from "../tables/index.js";

/** Writes the rows that `TaskRows` made. */
export class TaskWriter {
  readonly #tasks: DuckDBAppender;
  readonly #actions: DuckDBAppender;
  readonly #rootValues: DuckDBAppender;
  #next: number;

  constructor(tasks: DuckDBAppender, actions: DuckDBAppender, rootValues: DuckDBAppender, next: number) {
    this.#tasks = tasks;
    this.#actions = actions;
    this.#rootValues = rootValues;
    this.#next = next;
  }

  /** The number that the next task gets. */
  get next(): number {
    return this.#next;
  }

  write(values: readonly SqlValue[]): void {
    for (let at = 0; at < values.length; ) {
      const t = this.#next++;
      at = writeRows(this.#tasks, TASK_COLUMNS, t, 1, values, at);
      at = writeCounted(this.#actions, ACTION_COLUMNS, t, values, at);
      at = writeCounted(this.#rootValues, ROOT_VALUE_COLUMNS, t, values, at);
    }
  }
}

/** Writes rows of which the number comes first; gives the place after them. */
function writeCounted(
  appender: DuckDBAppender,
  columns: readonly Column<never>[],
  t: number,
  values: readonly SqlValue[],
  at: number,
): number {
  return writeRows(appender, columns, t, values[at] as number, values, at + 1);
}

function writeRows(
  appender: DuckDBAppender,
  columns: readonly Column<never>[],
  t: number,
  count: number,
  values: readonly SqlValue[],
  start: number,
): number {
  let at = start;
  for (let row = 0; row < count; row++) {
    append(appender, TASK_NUMBER[1], t);
    for (const [, type] of columns) append(appender, type, values[at++] as SqlValue);
    appender.endRow();
  }
  return at;
}
