// The plain bytes of a source. What it is compressed with is told by its first bytes; its name says nothing.

import type { Transform } from "node:stream";
import * as zlib from "node:zlib";
import { InputError } from "./input-error.js";
import { CHUNK_BYTES, type Source } from "./source.js";

/** Is told what is wrong with the bytes; what could be had of them was given before. */
export type OnDamage = (reason: string) => void;

/** Where decompressing stops, so that a small file cannot keep a reader busy for ever. */
export interface DecompressLimits {
  /** Plain bytes for each stored byte. Logs reach 10 to 100; gzip could reach 1,032. */
  readonly ratio: number;
  /** The ratio does not count before so many plain bytes. */
  readonly freeBytes: number;
  readonly totalBytes: number;
}

const DEFAULT_LIMITS: DecompressLimits = { ratio: 300, freeBytes: 64 * 2 ** 20, totalBytes: 256 * 2 ** 30 };

/** Chunks of plain bytes. */
export async function* readPlain(
  source: Source,
  onDamage: OnDamage,
  limits: DecompressLimits = DEFAULT_LIMITS,
): AsyncGenerator<Buffer, void, undefined> {
  const chunks = source.read()[Symbol.asyncIterator]();
  try {
    let head = await chunks.next();
    // From a pipe the first bytes may come one by one.
    while (!head.done && head.value.length < MAGIC_BYTES) {
      const more = await chunks.next();
      if (more.done) break;
      head = { done: false, value: Buffer.concat([head.value, more.value]) };
    }
    if (head.done) return;
    const stored = startingWith(head.value, chunks);
    const decompressor = decompressorFor(head.value, source.name);
    if (decompressor === undefined) yield* stored;
    else yield* decompress(stored, decompressor, onDamage, limits);
  } finally {
    await chunks.return?.();
  }
}

const MAGIC_BYTES = 4;

function decompressorFor(head: Buffer, name: string): Transform | undefined {
  if (head[0] === 0x1f && head[1] === 0x8b) return zlib.createGunzip({ chunkSize: CHUNK_BYTES });
  if (head.length < MAGIC_BYTES || head.readUInt32LE() !== ZSTD_MAGIC) return undefined;
  const { createZstdDecompress } = zlib as { readonly createZstdDecompress?: (options: object) => Transform };
  if (createZstdDecompress !== undefined) return createZstdDecompress({ chunkSize: CHUNK_BYTES });
  throw new InputError(
    "CLEW_NO_ZSTD",
    `Cannot read ${JSON.stringify(name)}: it is compressed with zstd, which Node ${process.versions.node} cannot undo; ` +
      "use Node 22.15 or later, or give `zstd -dc` through a pipe",
  );
}

const ZSTD_MAGIC = 0xfd2fb528;

async function* startingWith(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  yield head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

/** One or several members, one after the other; of a cut or damaged file, all that stands before the damage. */
async function* decompress(
  stored: AsyncIterable<Buffer>,
  transform: Transform,
  onDamage: OnDamage,
  { ratio, freeBytes, totalBytes }: DecompressLimits,
): AsyncGenerator<Buffer, void, undefined> {
  // Chunk after chunk is written and its plain bytes taken at once: a stream that fails drops what it still holds.
  let plain: Buffer[] = [];
  let failed: Error | undefined;
  let over = false;
  let wake = () => {};
  let taken = 0;
  let given = 0;
  transform.on("data", (chunk: Buffer) => plain.push(chunk));
  // A write that meets damage, or zeros after the last member, is never called back: the stream only fails or ends.
  transform.on("error", (error) => {
    failed = error;
    wake();
  });
  transform.on("end", () => {
    over = true;
    wake();
  });
  const take = () => {
    const chunks = plain;
    plain = [];
    for (const chunk of chunks) given += chunk.length;
    return chunks;
  };
  try {
    for await (const chunk of stored) {
      for (let start = 0; start < chunk.length && failed === undefined && !over; start += STEP_BYTES) {
        const step = chunk.subarray(start, start + STEP_BYTES);
        taken += step.length;
        await new Promise<void>((done) => {
          wake = done;
          transform.write(step, () => done());
        });
        yield* take();
        if (given > totalBytes || (given > freeBytes && given > taken * ratio)) {
          return onDamage(`decompressing was stopped: ${taken} bytes had become ${given}, as only a trap does`);
        }
      }
      if (failed !== undefined || over) break;
    }
    if (failed === undefined && !over) await ended(transform);
    yield* take();
    if (failed !== undefined) onDamage(`the compressed data is cut or damaged (${failed.message})`);
  } finally {
    transform.destroy();
  }
}

/** A step of this size can become 16 MiB of plain bytes at most. */
const STEP_BYTES = 16 * 1024;

function ended(transform: Transform): Promise<void> {
  return new Promise((done) => {
    transform.once("end", done).once("error", () => done());
    transform.end();
  });
}
