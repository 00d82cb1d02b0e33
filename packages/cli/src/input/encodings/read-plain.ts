// The text of a source in UTF-8. What it is compressed with, and how its text is written, is told by its first bytes; its
// name says nothing.

import type { Source } from "../source.js";
import { byTool } from "./by-tool.js";
import { gunzip, isGzip } from "./gzip.js";
import { DEFAULT_LIMITS, type DecompressLimits, type OnDamage } from "./limits.js";
import { toolFor } from "./tools.js";
import { whyUnreadable } from "./unreadable.js";
import { fromUtf16, utf16In } from "./utf-16.js";
import { isZip, unzip } from "./zip.js";
import { isZstd, unzstd } from "./zstd.js";

/** Enough to tell all of them. */
export const HEAD_BYTES = 8;

/** Whether the bytes of a file that begins with these are not those of its lines. */
export function isEncoded(head: Buffer): boolean {
  return isGzip(head) || isZstd(head) || isZip(head) || toolFor(head) !== undefined || utf16In(head) !== undefined;
}

/** Chunks of plain bytes; each may be overwritten when the next one is asked for. */
export async function* readPlain(
  source: Source,
  onDamage: OnDamage,
  limits: DecompressLimits = DEFAULT_LIMITS,
): AsyncGenerator<Buffer, void, undefined> {
  const stored = new Begun(source.read());
  try {
    const head = await stored.head();
    const why = whyUnreadable(head, source.name);
    const tool = toolFor(head);
    if (why !== undefined) onDamage(why);
    else if (isGzip(head)) yield* asText(gunzip(stored, onDamage, limits));
    else if (isZstd(head)) yield* asText(unzstd(stored, source.name, onDamage, limits));
    else if (isZip(head)) yield* asText(unzip(stored, onDamage, limits));
    else if (tool !== undefined) {
      const { command } = tool;
      yield* asText(
        byTool(stored, tool, onDamage, limits, () => {
          onDamage(
            `it is compressed with ${command}, and the command ${command}, which undoes it, is not installed here`,
          );
        }),
      );
    } else yield* asText(stored);
  } finally {
    await stored.close();
  }
}

async function* asText(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  const begun = new Begun(chunks);
  try {
    const encoding = utf16In(await begun.head());
    if (encoding === undefined) yield* begun;
    else yield* fromUtf16(begun, encoding);
  } finally {
    await begun.close();
  }
}

/** Chunks of which the first bytes were looked at. */
class Begun implements AsyncIterable<Buffer> {
  readonly #chunks: AsyncIterator<Buffer>;
  #first: Buffer | undefined;

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The beginning; from a pipe the first bytes may come one by one. */
  async head(): Promise<Buffer> {
    let head: Buffer = Buffer.alloc(0);
    while (head.length < HEAD_BYTES) {
      const next = await this.#chunks.next();
      if (next.done) break;
      head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
    }
    this.#first = head;
    return head;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer, void, undefined> {
    if (this.#first !== undefined && this.#first.length > 0) yield this.#first;
    this.#first = undefined;
    for (let next = await this.#chunks.next(); !next.done; next = await this.#chunks.next()) yield next.value;
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}
