// A copy of a store that another process has open. The database never writes over what its file's head refers to, and
// its journal only grows until the head changes: so a copy between two equal heads is one that could have been cut short
// by a power failure, which the database can open.

import { constants } from "node:fs";
import { copyFile, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { StoreError } from "../database/index.js";

/** Three blocks: what the file is, and two heads that are written in turn. */
const HEAD_BYTES = 3 * 4096;
const MOST_TRIES = 5;

export interface Snapshot {
  readonly path: string;
  remove(): Promise<void>;
}

/** Copies a store into a folder of its own. */
export async function takeSnapshot(path: string): Promise<Snapshot> {
  const folder = await mkdtemp(join(tmpdir(), "clew-query-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const copy = join(folder, basename(path));
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const before = await headOf(path);
      await rm(`${copy}.wal`, { force: true });
      await copyIfThere(`${path}.wal`, `${copy}.wal`);
      await copyFile(path, copy, constants.COPYFILE_FICLONE);
      if (before.equals(await headOf(path))) return { path: copy, remove };
    }
  } catch (error) {
    await remove();
    throw error;
  }
  await remove();
  throw new StoreError(
    "CLEW_STORE_BUSY",
    `Cannot copy ${JSON.stringify(path)}: another process writes to it all the time; try again when it is done`,
  );
}

async function copyIfThere(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_FICLONE).catch((error: unknown) => {
    if ((error as { readonly code?: unknown }).code !== "ENOENT") throw error;
  });
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
