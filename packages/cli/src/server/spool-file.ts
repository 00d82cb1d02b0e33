// A pipe, which can be read only once, as a file that grows: all that shows a log reads files, and reads them again.

import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import type { Source } from "../input/index.js";

export interface SpoolFile {
  readonly path: string;
  close(): Promise<void>;
}

/** Writes what comes to a file that only this user may read, until it is closed; it is gone then. */
export async function openSpoolFile(source: Source): Promise<SpoolFile> {
  const folder = await mkdtemp(join(tmpdir(), "clew-view-"));
  const path = join(folder, "input.log");
  const file = createWriteStream(path, { mode: 0o600 });
  await new Promise<void>((resolve, reject) => file.once("open", () => resolve()).once("error", reject));
  const chunks = source.read()[Symbol.asyncIterator]();
  const ended = pump(chunks, file);
  return {
    path,
    close: async () => {
      // A read of a pipe that nobody writes to cannot be called back: it is left, and the process ends.
      file.destroy();
      void ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function pump(chunks: AsyncIterator<Buffer>, file: ReturnType<typeof createWriteStream>): Promise<void> {
  try {
    for (let next = await chunks.next(); !next.done && !file.destroyed; next = await chunks.next()) {
      // The chunk may be overwritten when the next one is asked for.
      if (!file.write(Buffer.from(next.value))) await new Promise<void>((resolve) => file.once("drain", resolve));
    }
    file.end();
    await finished(file);
  } catch {
    // A broken pipe ends the log: the lines that came before are shown.
  }
}
