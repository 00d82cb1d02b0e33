import { stat } from "node:fs/promises";
import { findStore } from "../beside/index.js";
import { type Database, openDatabase, StoreError } from "./database/index.js";
import { type FileState, planFor } from "./files/index.js";
import { readState, type StoreState } from "./tables/index.js";

/** The file of a store that is as far as its log, opened to be read. */
export interface FreshDatabase {
  readonly path: string;
  /** The files of the log. */
  readonly files: readonly string[];
  readonly database: Database;
  readonly state: StoreState;
}

/**
 * Opens the file of a store that holds all that stands in its logs now. `undefined` where there is none, it is behind,
 * another process writes to it, or its database is not installed: the logs can always be read.
 */
export async function openFreshDatabase(names: readonly string[]): Promise<FreshDatabase | undefined> {
  const found = await findStore(names);
  if (found === undefined) return undefined;
  const { path, sources } = found;
  const files = sources.map(({ name }) => name);
  const database = await openDatabase(path, "read").catch((error: unknown) => {
    if (error instanceof StoreError) return undefined;
    throw error;
  });
  if (database === undefined) return undefined;
  try {
    const read = await readState(database);
    const state = read && { ...read, files: await calledNow(read.files, files) };
    if (state !== undefined && (await planFor(state.files, sources)).kind === "unchanged") {
      return { path, files, database, state };
    }
  } catch (error) {
    database.close();
    throw error;
  }
  database.close();
  return undefined;
}

/** The files by the names that they are asked for by: a store may have been made from another folder. */
async function calledNow(known: readonly FileState[], names: readonly string[]): Promise<FileState[]> {
  const asked = await Promise.all(names.map(async (name) => ({ name, ...(await stat(name)) })));
  return known.map((file) => {
    const same = asked.find(({ dev, ino }) => dev === file.device && ino === file.inode);
    return same === undefined ? file : { ...file, name: same.name };
  });
}
