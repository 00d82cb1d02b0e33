// A zip archive: what stands in it, file after file, as far as it is stored plainly or deflated. The list at its end is not
// asked, so that an archive that comes through a pipe is read as well.

import * as zlib from "node:zlib";
import { CHUNK_BYTES } from "../source.js";
import { Inflation, STEP_BYTES } from "./inflation.js";
import { type DecompressLimits, Expansion, type OnDamage } from "./limits.js";
import { StoredBytes } from "./stored-bytes.js";

const FILE = 0x04034b50;
const LIST = 0x02014b50;
const END = 0x06054b50;
const DESCRIPTOR = 0x08074b50;
const HEADER_BYTES = 26;
const ENCRYPTED = 1;
const SIZES_FOLLOW = 8;
const STORED = 0;
const DEFLATED = 8;
const IN_64_BITS = 0xffffffff;
const NEWLINE = Buffer.from("\n");

export function isZip(head: Buffer): boolean {
  return head.length >= 4 && head.readUInt32LE() === FILE;
}

/** The plain bytes of the files, each with a line end behind its last line. */
export async function* unzip(
  stored: AsyncIterable<Buffer>,
  onDamage: OnDamage,
  limits: DecompressLimits,
): AsyncGenerator<Buffer, void, undefined> {
  const input = new StoredBytes(stored);
  const expansion = new Expansion(limits);
  for (;;) {
    const signature = await input.exactly(4);
    if (signature === undefined) return onDamage(CUT);
    const what = signature.readUInt32LE();
    // Behind the files comes the list of them.
    if (what === LIST || what === END) return;
    if (what !== FILE) return onDamage("the archive is damaged (rubbish stands between its files)");
    const header = await input.exactly(HEADER_BYTES);
    if (header === undefined) return onDamage(CUT);
    const flags = header.readUInt16LE(2);
    const method = header.readUInt16LE(4);
    const size = header.readUInt32LE(14);
    const nameBytes = await input.exactly(header.readUInt16LE(22));
    const name = JSON.stringify(String(nameBytes ?? ""));
    if ((await input.exactly(header.readUInt16LE(24))) === undefined) return onDamage(CUT);
    const isKnown = (flags & SIZES_FOLLOW) === 0 && size !== IN_64_BITS;
    if ((flags & ENCRYPTED) !== 0) return onDamage(`${name} in the archive is encrypted`);
    if (method !== DEFLATED && !(method === STORED && isKnown)) {
      return onDamage(`${name} in the archive is compressed in a way that is not read here; use: unzip -p`);
    }
    let last = 10;
    const parts = method === STORED ? plain(input, size) : inflated(input, expansion);
    for await (const part of parts) {
      if (typeof part === "string") return onDamage(part);
      expansion.give(part.length);
      last = part.at(-1) ?? last;
      yield part;
      const { excess } = expansion;
      if (excess !== undefined) return onDamage(excess);
    }
    if (last !== 10) yield NEWLINE;
    if ((flags & SIZES_FOLLOW) !== 0) await passDescriptor(input);
  }
}

const CUT = "the archive is cut or damaged (unexpected end of file)";

async function* plain(input: StoredBytes, size: number): AsyncGenerator<Buffer | string, void, undefined> {
  for (let left = size; left > 0; ) {
    const some = await input.some(Math.min(left, CHUNK_BYTES));
    if (some === undefined) {
      yield CUT;
      return;
    }
    left -= some.length;
    yield some;
  }
}

async function* inflated(input: StoredBytes, expansion: Expansion): AsyncGenerator<Buffer | string, void, undefined> {
  const inflation = new Inflation(zlib.createInflateRaw({ chunkSize: CHUNK_BYTES }));
  let given = 0;
  try {
    while (!inflation.isOver && inflation.failed === undefined) {
      const step = await input.some(STEP_BYTES);
      if (step === undefined) break;
      given += step.length;
      expansion.take(step.length);
      yield* await inflation.give(step);
    }
    yield* await inflation.finish();
    if (inflation.failed !== undefined) yield `the archive is cut or damaged (${inflation.failed.message})`;
    else input.unread(given - inflation.used);
  } finally {
    inflation.close();
  }
}

/** Sum and sizes behind a file whose header did not know them; those of large files are twice as long. */
async function passDescriptor(input: StoredBytes): Promise<void> {
  const isMarked = (await input.peek(0)) === (DESCRIPTOR & 255) && (await input.peek(3)) === DESCRIPTOR >>> 24;
  await input.exactly(isMarked ? 16 : 12);
  if ((await input.peek(0)) === 0 && (await input.peek(3)) === 0) await input.exactly(8);
}
