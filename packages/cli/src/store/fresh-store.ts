// A store that lies beside its log and holds all of it: whoever needs a few tasks need not read the log. Nothing is
// written, neither the store nor the log, and a store that is behind is left as it is.

import { stat } from "node:fs/promises";
import type { LogStore } from "@clew/log";
import { findSources, logName, type UnusedLines } from "../input/index.js";
import { DuckDbStore } from "./answers/index.js";
import { type Database, openDatabase, StoreError } from "./database/index.js";
import { planFor, storePathOf } from "./files/index.js";
import { readState, unusedOf } from "./tables/index.js";

/** A store that is as far as its log. */
export interface FreshStore {
  readonly path: string;
  readonly store: LogStore;
  /** The lines that could not be used, as reading the log tells of them. */
  readonly unused: UnusedLines;
  /** Tells whether something in it is said to the reader of the log alone: text, and lines of other loggers. */
  hasForeignLines(): Promise<boolean>;
  /** Tells whether it holds a task that says by which span of another one it was asked for. */
  hasAskedTasks(): Promise<boolean>;
  close(): void;
}

/**
 * Opens the store of logs where there is one that holds all that stands in them now. `undefined` where there is none, it
 * is behind, another process writes to it, or its database is not installed: the logs can always be read.
 */
export async function openFreshStore(names: readonly string[]): Promise<FreshStore | undefined> {
  const sources = await findSources(names);
  if (sources.some((source) => !source.isRereadable)) return undefined;
  const files = sources.map(({ name }) => name);
  const path = await storePathOf(names, files);
  if (!(await isThere(path))) return undefined;
  const database = await openDatabase(path, "read").catch((error: unknown) => {
    if (error instanceof StoreError) return undefined;
    throw error;
  });
  if (database === undefined) return undefined;
  try {
    const state = await readState(database);
    if (state !== undefined && (await planFor(state.files, sources)).kind === "unchanged") {
      const store = new DuckDbStore(database, logName(files), state);
      return {
        path,
        store,
        unused: unusedOf(state),
        hasForeignLines: async () => state.files.some(({ isWhole }) => isWhole) || (await hasText(database)),
        hasAskedTasks: () => hasAskedTasks(database),
        close: () => database.close(),
      };
    }
  } catch (error) {
    database.close();
    throw error;
  }
  database.close();
  return undefined;
}

/** Lines of text are messages of a type of their own. */
async function hasText(database: Database): Promise<boolean> {
  return (await database.rows("SELECT 1 FROM messages WHERE type = 'clew:text' LIMIT 1")).length > 0;
}

async function hasAskedTasks(database: Database): Promise<boolean> {
  const found = await database.rows("SELECT 1 FROM task_rows WHERE contains(fields, 'clew_parent_span_id') LIMIT 1");
  return found.length > 0;
}

async function isThere(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
