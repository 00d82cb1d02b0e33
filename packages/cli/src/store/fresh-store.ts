// A store that lies beside its log and holds all of it: whoever needs a few tasks need not read the log. Nothing is
// written, neither the store nor the log, and a store that is behind is left as it is.

import type { LogStore, TaskQuery } from "@clew/log";
import { logName, type UnusedLines } from "../input/index.js";
import { DuckDbStore } from "./answers/index.js";
import type { Database } from "./database/index.js";
import { openFreshDatabase } from "./fresh-database.js";
import { unusedOf } from "./tables/index.js";

/** A store that is as far as its log. */
export interface FreshStore {
  readonly path: string;
  readonly store: LogStore;
  /** The lines that could not be used, as reading the log tells of them. */
  readonly unused: UnusedLines;
  /** The number of its messages. */
  readonly messages: number;
  /** How many tasks match, and how many messages they have. */
  sizeOf(query: TaskQuery): Promise<{ readonly tasks: number; readonly messages: number }>;
  /** Tells whether something in it is said to the reader of the log alone: text, and lines of other loggers. */
  hasForeignLines(): Promise<boolean>;
  /** Tells whether it holds a task that says by which span of another one it was asked for. */
  hasAskedTasks(): Promise<boolean>;
  close(): void;
}

/** Opens the store of logs where there is one that holds all that stands in them now; `undefined` else. */
export async function openFreshStore(names: readonly string[]): Promise<FreshStore | undefined> {
  const found = await openFreshDatabase(names);
  if (found === undefined) return undefined;
  const { path, files, database, state } = found;
  const store = new DuckDbStore(database, logName(files), state);
  return {
    path,
    store,
    messages: state.messages,
    sizeOf: (query) => store.sizeOf(query),
    unused: unusedOf(state),
    hasForeignLines: async () => state.files.some(({ isWhole }) => isWhole) || (await hasText(database)),
    hasAskedTasks: () => hasAskedTasks(database),
    close: () => database.close(),
  };
}

/** Lines of text are messages of a type of their own. */
async function hasText(database: Database): Promise<boolean> {
  return (await database.rows("SELECT 1 FROM messages WHERE type = 'clew:text' LIMIT 1")).length > 0;
}

async function hasAskedTasks(database: Database): Promise<boolean> {
  const found = await database.rows("SELECT 1 FROM task_rows WHERE contains(fields, 'clew_parent_span_id') LIMIT 1");
  return found.length > 0;
}
