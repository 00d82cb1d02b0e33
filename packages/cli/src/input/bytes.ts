// The bytes of a source, decompressed where its content says so; its name says nothing.

import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { constants, createGunzip } from "node:zlib";
import { cannotRead } from "./input-error.js";
import type { Source } from "./source.js";

/** Is told what is wrong with the bytes; what could be had of them was given before. */
export type OnDamage = (reason: string) => void;

/** Chunks of the source's plain bytes. A chunk is the reader's until it asks for the next one. */
export async function* readBytes(source: Source, onDamage: OnDamage): AsyncGenerator<Buffer, void, undefined> {
  const raw = openRaw(source);
  try {
    const chunks: AsyncIterator<Buffer> = raw[Symbol.asyncIterator]();
    let head = await chunks.next();
    // The two bytes that tell gzip may come one by one.
    while (!head.done && head.value.length < 4) {
      const more = await chunks.next();
      if (more.done) break;
      head = { done: false, value: Buffer.concat([head.value, more.value]) };
    }
    if (head.done) return;
    const whole = startingWith(head.value, chunks);
    if (head.value[0] === 0x1f && head.value[1] === 0x8b) yield* gunzip(whole, onDamage);
    else yield* whole;
  } catch (error) {
    throw cannotRead(source.name, error);
  } finally {
    raw.destroy();
  }
}

const CHUNK_BYTES = 256 * 1024;

function openRaw({ path, sizeBytes }: Source): Readable {
  if (path === undefined) return process.stdin;
  const end = sizeBytes === undefined || sizeBytes === 0 ? Infinity : sizeBytes - 1;
  return createReadStream(path, { highWaterMark: CHUNK_BYTES, end });
}

async function* startingWith(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  yield head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

/** One or several members; of a cut or damaged one, what stands before the damage. */
async function* gunzip(chunks: AsyncIterable<Buffer>, onDamage: OnDamage): AsyncGenerator<Buffer, void, undefined> {
  const unzip = createGunzip({ chunkSize: CHUNK_BYTES, finishFlush: constants.Z_SYNC_FLUSH });
  void pump(chunks, unzip);
  try {
    for await (const chunk of unzip) yield chunk as Buffer;
  } catch (error) {
    onDamage(`the compressed data is damaged: ${error instanceof Error ? error.message : error}`);
  }
}

async function pump(chunks: AsyncIterable<Buffer>, into: ReturnType<typeof createGunzip>): Promise<void> {
  try {
    for await (const chunk of chunks) {
      if (into.destroyed) return;
      if (!into.write(chunk)) await new Promise((go) => into.once("drain", go).once("close", go));
    }
    into.end();
  } catch (error) {
    into.destroy(error as Error);
  }
}
