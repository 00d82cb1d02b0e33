// gzip, member after member. Each is inflated by itself, so that nothing of one is lost where rubbish follows it.

import * as zlib from "node:zlib";
import { CHUNK_BYTES } from "../source.js";
import { Inflation, STEP_BYTES } from "./inflation.js";
import { type DecompressLimits, Expansion, type OnDamage } from "./limits.js";
import { StoredBytes } from "./stored-bytes.js";

export function isGzip(head: Buffer): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/** The sum over some bytes, after that over those before them; Node has it from 20.15 on. */
const { crc32 } = zlib as { readonly crc32?: (bytes: Buffer, before: number) => number };
const HEADER_BYTES = 10;
const TRAILER_BYTES = 8;
/** A header may hold a name and a comment of any length; a longer one is none. */
const MOST_HEADER_BYTES = 64 * 1024;

/** The plain bytes of all members; of a cut or damaged file, all that stands before the damage. */
export async function* gunzip(
  stored: AsyncIterable<Buffer>,
  onDamage: OnDamage,
  limits: DecompressLimits,
): AsyncGenerator<Buffer, void, undefined> {
  const input = new StoredBytes(stored);
  const expansion = new Expansion(limits);
  for (let members = 0; ; members++) {
    const found = await readHeader(input);
    if (found === "end") return;
    if (found !== "header") {
      onDamage(
        members === 0 ? `the compressed data is cut or damaged (${found})` : `after the compressed data comes ${found}`,
      );
      return;
    }
    const inflation = new Inflation(zlib.createInflateRaw({ chunkSize: CHUNK_BYTES }));
    let sum = 0;
    let size = 0;
    const count = (chunk: Buffer) => {
      expansion.give(chunk.length);
      size += chunk.length;
      if (crc32 !== undefined) sum = crc32(chunk, sum);
    };
    try {
      let given = 0;
      while (!inflation.isOver && inflation.failed === undefined) {
        const step = await input.some(STEP_BYTES);
        if (step === undefined) break;
        given += step.length;
        expansion.take(step.length);
        for (const chunk of await inflation.give(step)) {
          count(chunk);
          yield chunk;
        }
        const { excess } = expansion;
        if (excess !== undefined) return onDamage(excess);
      }
      for (const chunk of await inflation.finish()) {
        count(chunk);
        yield chunk;
      }
      if (inflation.failed !== undefined) {
        return onDamage(`the compressed data is cut or damaged (${inflation.failed.message})`);
      }
      input.unread(given - inflation.used);
    } finally {
      inflation.close();
    }
    const trailer = await input.exactly(TRAILER_BYTES);
    if (trailer === undefined) return onDamage("the compressed data is cut or damaged (unexpected end of file)");
    if (crc32 !== undefined && trailer.readUInt32LE(0) !== sum) {
      return onDamage("the compressed data is cut or damaged (incorrect data check)");
    }
    if (trailer.readUInt32LE(4) !== size % 2 ** 32) {
      return onDamage("the compressed data is cut or damaged (incorrect length check)");
    }
  }
}

/** Passes over the header of a member. */
async function readHeader(input: StoredBytes): Promise<"header" | "end" | string> {
  // Zeros fill up the blocks of a tape, and of a file system.
  for (let first = await input.peek(0); first === 0; first = await input.peek(0)) await input.exactly(1);
  const first = await input.peek(0);
  if (first === undefined) return "end";
  const second = await input.peek(1);
  if (first !== 0x1f || second !== 0x8b) return "rubbish";
  const head = await input.exactly(HEADER_BYTES);
  if (head === undefined || head[2] !== 8)
    return head === undefined ? "unexpected end of file" : "unknown compression method";
  const flags = head[3] as number;
  if ((flags & EXTRA) !== 0) {
    const length = await input.exactly(2);
    if (length === undefined || (await input.exactly(length.readUInt16LE())) === undefined)
      return "unexpected end of file";
  }
  for (const text of [NAME, COMMENT]) {
    if ((flags & text) !== 0 && !(await passText(input))) return "unexpected end of file";
  }
  if ((flags & SUM) !== 0 && (await input.exactly(2)) === undefined) return "unexpected end of file";
  return "header";
}

const SUM = 2;
const EXTRA = 4;
const NAME = 8;
const COMMENT = 16;

async function passText(input: StoredBytes): Promise<boolean> {
  for (let length = 0; length < MOST_HEADER_BYTES; length++) {
    const byte = await input.exactly(1);
    if (byte === undefined) return false;
    if (byte[0] === 0) return true;
  }
  return false;
}
