// Making a store, and reading it further. A new one is made beside the place where it will lie and put there when it is
// whole; a store that is read further changes in one transaction. So whenever the process is killed, what lies there
// holds what it says that it holds.

import { readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Source } from "../../input/index.js";
import type { Database } from "../database/index.js";
import { createEmptyStore, NOTHING_READ, type StoreState } from "../tables/index.js";
import { FileReader } from "./file-reader.js";
import { type Ingested, ingest } from "./ingest.js";
import { StoreThread } from "./store-thread.js";
import { StoreWriter } from "./store-writer.js";

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
    const readers = sources.map(({ name }) => new FileReader(name, undefined, onBytes));
    const isLong = sources.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0) > LONG_BYTES;
    const growth = isLong ? await buildInThread(unfinished, readers) : await buildHere(unfinished, readers);
    await rename(unfinished, path);
    return growth;
  } finally {
    await removeStore(unfinished);
  }
}

/** While this thread reads, another one writes. */
async function buildInThread(path: string, readers: readonly FileReader[]): Promise<Growth> {
  const thread = new StoreThread(path);
  try {
    return growthOf(NOTHING_READ, await ingest(thread, NOTHING_READ, readers));
  } finally {
    await thread.close();
  }
}

async function buildHere(path: string, readers: readonly FileReader[]): Promise<Growth> {
  const database = await createEmptyStore(path);
  try {
    return await growStore(database, NOTHING_READ, readers);
  } finally {
    database.close();
  }
}

/** Reads files further, or for the first time. */
export async function growStore(
  database: Database,
  before: StoreState,
  readers: readonly FileReader[],
): Promise<Growth> {
  const writer = await StoreWriter.begin(database, before);
  try {
    return growthOf(before, await ingest(writer, before, readers));
  } finally {
    writer.close();
  }
}

function growthOf(before: StoreState, { state, changed }: Ingested): Growth {
  return { state, messages: state.messages - before.messages, changed };
}

/** A shorter log is read before a thread has started. */
const LONG_BYTES = 32 * 1024 * 1024;
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
