// Making a store, and reading it further. A new one is made beside the place where it will lie and put there when it is
// whole; a store that is read further changes in one transaction. So whenever the process is killed, what lies there
// holds what it says that it holds.

import { readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Source } from "../input/index.js";
import { type Database, openDatabase } from "./duckdb.js";
import { FileReader } from "./file-reader.js";
import { ingest } from "./ingest.js";
import type { FileState } from "./read-state.js";
import { TABLES, VIEWS } from "./schema.js";
import { NOTHING_READ, type StoreState, writeState } from "./store-state.js";

/** Is told of bytes that were read. */
export type OnBytes = (bytes: number) => void;

export interface Growth {
  readonly state: StoreState;
  readonly messages: number;
  /** The tasks of which something was read: the first thousand, and one more where there are more. */
  readonly changed: readonly string[];
}

/** Makes a store of all that the files hold, in the place of the one that may lie there. */
export async function buildStore(path: string, sources: readonly Source[], onBytes: OnBytes): Promise<Growth> {
  await removeAbandoned(path);
  const unfinished = `${path}.${process.pid}${UNFINISHED}`;
  await removeStore(unfinished);
  try {
    const database = await openDatabase(unfinished, "write");
    let growth: Growth;
    try {
      for (const sql of [...TABLES, ...VIEWS]) await database.rows(sql);
      const files = sources.map(({ name }) => ({ name, before: undefined }));
      growth = await growStore(database, NOTHING_READ, files, onBytes);
    } finally {
      database.close();
    }
    await rename(unfinished, path);
    return growth;
  } finally {
    await removeStore(unfinished);
  }
}

/** Reads files further, or for the first time. */
export async function growStore(
  database: Database,
  before: StoreState,
  files: readonly { readonly name: string; readonly before: FileState | undefined }[],
  onBytes: OnBytes,
): Promise<Growth> {
  const connection = await database.connect();
  try {
    await connection.run("BEGIN");
    const readers = files.map((file) => new FileReader(file.name, file.before, onBytes));
    const { changed, ...read } = await ingest(connection, before, readers);
    const known = new Set(files.map((file) => file.before));
    const others = before.files.filter((file) => !known.has(file));
    const state = { ...read, files: [...others, ...readers.map((reader) => reader.state)] };
    await writeState(connection, state);
    await connection.run("COMMIT");
    return { state, messages: state.messages - before.messages, changed };
  } finally {
    // What was not committed is gone with its connection.
    connection.closeSync();
  }
}

const UNFINISHED = ".unfinished";

/** Removes what processes left that were killed while they made a store here. */
async function removeAbandoned(path: string): Promise<void> {
  const folder = dirname(path);
  for (const name of await readdir(folder)) {
    if (!name.startsWith(`${basename(path)}.`) || !name.includes(UNFINISHED)) continue;
    const pid = Number(name.slice(basename(path).length + 1).split(".")[0]);
    if (Number.isSafeInteger(pid) && !isRunning(pid)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { readonly code?: unknown }).code === "EPERM";
  }
}

/** Removes a store and what lies beside it. */
async function removeStore(path: string): Promise<void> {
  for (const each of [path, `${path}.wal`, `${path}.spill`]) await rm(each, { recursive: true, force: true });
}
