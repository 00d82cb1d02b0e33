import { open, unlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHUNK_BYTES, type Source } from "./source.js";

/**
 * The same source, to be read twice: what a pipe gives is kept, first in memory, from `memoryBytes` on in a file that
 * nobody else can open and that is gone when the process ends, however it ends.
 */
export async function spooled(source: Source, memoryBytes: number): Promise<Source> {
  if (source.isRereadable) return source;
  const kept: Buffer[] = [];
  let keptBytes = 0;
  const chunks = source.read()[Symbol.asyncIterator]();
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    kept.push(Buffer.from(next.value));
    keptBytes += next.value.length;
    if (keptBytes > memoryBytes) return inFile(source.name, kept.splice(0), chunks);
  }
  return { name: source.name, sizeBytes: keptBytes, isRereadable: true, read: () => each(kept) };
}

async function* each(chunks: readonly Buffer[]): AsyncGenerator<Buffer, void, undefined> {
  yield* chunks;
}

async function inFile(name: string, first: readonly Buffer[], rest: AsyncIterator<Buffer>): Promise<Source> {
  const path = join(tmpdir(), `clew-${process.pid}-${Math.random().toString(36).slice(2)}`);
  const file = await open(path, "wx+", 0o600);
  await unlink(path);
  let sizeBytes = 0;
  const write = async (chunk: Buffer) => {
    await file.write(chunk, 0, chunk.length, sizeBytes);
    sizeBytes += chunk.length;
  };
  for (const chunk of first) await write(chunk);
  for (let next = await rest.next(); !next.done; next = await rest.next()) await write(next.value);
  return {
    name,
    sizeBytes,
    isRereadable: true,
    async *read() {
      for (let at = 0; at < sizeBytes; ) {
        const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, at);
        if (bytesRead === 0) return;
        at += bytesRead;
        yield buffer.subarray(0, bytesRead);
      }
    },
    close: () => file.close(),
  };
}
