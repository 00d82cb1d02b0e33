import type { DuckDBAppender } from "@duckdb/node-api";

/** What `TaskRows` makes of a task, one after the other. */
export type TaskValue = string | number | boolean | null;

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

  write(values: readonly TaskValue[]): void {
    const [tasks, actions, rootValues] = [this.#tasks, this.#actions, this.#rootValues];
    let at = 0;
    const next = <Value extends TaskValue>(): Value => values[at++] as Value;
    while (at < values.length) {
      const t = this.#next++;
      const taskUuid = next<string>();
      tasks.appendUInteger(t);
      tasks.appendVarchar(taskUuid);
      tasks.appendVarchar(next());
      tasks.appendBoolean(next());
      tasks.appendVarchar(next());
      tasks.appendDouble(next());
      appendNumber(tasks, next());
      tasks.appendUInteger(next());
      tasks.appendUInteger(next());
      appendText(tasks, next());
      appendText(tasks, next());
      tasks.appendVarchar(next());
      tasks.appendVarchar(next());
      tasks.appendUInteger(next());
      tasks.appendUInteger(next());
      tasks.endRow();
      for (let left = next<number>(); left > 0; left--) {
        actions.appendUInteger(t);
        actions.appendVarchar(taskUuid);
        actions.appendVarchar(next());
        appendText(actions, next());
        actions.appendVarchar(next());
        for (let i = 0; i < 4; i++) appendNumber(actions, next());
        appendText(actions, next());
        appendText(actions, next());
        actions.endRow();
      }
      for (let left = next<number>(); left > 0; left--) {
        rootValues.appendUInteger(t);
        rootValues.appendVarchar(next());
        rootValues.appendVarchar(next());
        rootValues.endRow();
      }
    }
  }
}

function appendText(appender: DuckDBAppender, text: string | null): void {
  if (text === null) appender.appendNull();
  else appender.appendVarchar(text);
}

function appendNumber(appender: DuckDBAppender, value: number | null): void {
  if (value === null) appender.appendNull();
  else appender.appendDouble(value);
}
