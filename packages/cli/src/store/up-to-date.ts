// A store that is brought up to date to be read, and kept from nobody: the one beside the log, a copy of it where another
// process has it open, and one that is gone afterwards where the log is a pipe.

import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { type Progress, UnusedLines } from "../input/index.js";
import { type Database, openDatabase, StoreError } from "./database/index.js";
import { takeSnapshot } from "./files/index.js";
import { openFreshDatabase } from "./fresh-database.js";
import { openStore } from "./open-store.js";
import { readState, type StoreState, unusedOf } from "./tables/index.js";

/** The steps to undo at the end, the last first. */
export type Leave = (() => unknown)[];

export interface UpToDate {
  readonly database: Database;
  readonly state: StoreState;
  readonly unused: UnusedLines;
}

/** Opens the store of logs to be read, which is made or read on first where it has to be. */
export async function openUpToDate(
  names: readonly string[],
  options: { readonly progress?: Progress },
  leave: Leave,
): Promise<UpToDate> {
  const fresh = names.length === 0 || names.includes("-") ? undefined : await openFreshDatabase(names);
  if (fresh !== undefined) {
    leave.push(() => fresh.database.close());
    return { ...fresh, unused: unusedOf(fresh.state) };
  }
  const { path, unused } = await findStore(names, options, leave);
  const database = await openDatabase(path, "read");
  leave.push(() => database.close());
  const state = await readState(database);
  if (state === undefined) throw new StoreError("CLEW_STORE", `Cannot read ${JSON.stringify(path)}: it is not whole`);
  return { database, state, unused };
}

/** A store of these logs that is up to date and that nobody has open. */
export async function findStore(
  names: readonly string[],
  { progress }: { readonly progress?: Progress },
  leave: Leave,
): Promise<{ readonly path: string; readonly unused: UnusedLines }> {
  const pipe = names.length === 0 || names.includes("-") ? await keptPipe(leave) : undefined;
  const files = pipe === undefined ? names : [pipe, ...names.filter((name) => name !== "-")];
  const refresh = async (path?: string) => {
    const store = await openStore(files, { ...(progress && { progress }), ...(path !== undefined && { path }) });
    await store.close();
    return { path: store.path, unused: pipe === undefined ? store.unused : ofStandardInput(store.unused, pipe) };
  };
  try {
    return await refresh();
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== "CLEW_STORE_BUSY" || error.path === undefined) throw error;
    const copy = await takeSnapshot(error.path);
    leave.push(copy.remove);
    return await refresh(copy.path);
  }
}

/** A file that holds what the pipe gave. */
async function keptPipe(leave: Leave): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "clew-query-"));
  leave.push(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, "standard-input.log");
  await pipeline(process.stdin, createWriteStream(file, { mode: 0o600 }));
  return file;
}

/** The same lines, with the name that the pipe has elsewhere. */
function ofStandardInput(unused: UnusedLines, pipe: string): UnusedLines {
  const named = new UnusedLines();
  for (const line of unused.first) named.add(line.file === pipe ? { ...line, file: "standard input" } : line);
  named.count = unused.count;
  return named;
}
