import type { Transform } from "node:stream";
import * as zlib from "node:zlib";
import { InputError } from "../input-error.js";
import { CHUNK_BYTES } from "../source.js";
import { byTool } from "./by-tool.js";
import { Inflation, STEP_BYTES } from "./inflation.js";
import { type DecompressLimits, Expansion, type OnDamage } from "./limits.js";

const MAGIC = 0xfd2fb528;

export function isZstd(head: Buffer): boolean {
  return head.length >= 4 && head.readUInt32LE() === MAGIC;
}

/** The plain bytes of all frames; of a cut or damaged file, all that stands before the damage. */
export async function* unzstd(
  stored: AsyncIterable<Buffer>,
  name: string,
  onDamage: OnDamage,
  limits: DecompressLimits,
): AsyncGenerator<Buffer, void, undefined> {
  if (createZstdDecompress === undefined) {
    yield* byTool(stored, { command: "zstd", args: ["-dc"] }, onDamage, limits, () => noZstd(name));
    return;
  }
  const inflation = new Inflation(createZstdDecompress({ chunkSize: CHUNK_BYTES }));
  const expansion = new Expansion(limits);
  try {
    for await (const chunk of stored) {
      for (
        let start = 0;
        start < chunk.length && inflation.failed === undefined && !inflation.isOver;
        start += STEP_BYTES
      ) {
        const step = chunk.subarray(start, start + STEP_BYTES);
        expansion.take(step.length);
        for (const plain of await inflation.give(step)) {
          expansion.give(plain.length);
          yield plain;
        }
        const { excess } = expansion;
        if (excess !== undefined) return onDamage(excess);
      }
      if (inflation.failed !== undefined || inflation.isOver) break;
    }
    yield* await inflation.finish();
    if (inflation.failed !== undefined) onDamage(`the compressed data is cut or damaged (${inflation.failed.message})`);
  } finally {
    inflation.close();
  }
}

/** Node has it from 22.15 on. */
const { createZstdDecompress } = zlib as { readonly createZstdDecompress?: (options: object) => Transform };

function noZstd(name: string): never {
  throw new InputError(
    "CLEW_NO_ZSTD",
    `Cannot read ${JSON.stringify(name)}: it is compressed with zstd, which Node ${process.versions.node} cannot undo, and no ` +
      "command zstd is installed; use Node 22.15 or later, or give `zstd -dc` through a pipe",
  );
}
