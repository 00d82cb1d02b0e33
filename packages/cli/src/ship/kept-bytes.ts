// The bytes of a log by their place, whether its file still has its name, was moved aside, or was compressed since.

import { createHash } from "node:crypto";
import { type FileHandle, open, readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileSource, isEncodedFile, readPlain } from "../input/index.js";
import type { FileIdentity } from "./state-file.js";

const HEAD_BYTES = 1024;

/** A file that is open; it can be read to its end whatever becomes of its name. */
export interface KeptBytes {
  readonly path: string;
  /** At most so many bytes from a place on; fewer at the end. Compressed ones are read forwards only. */
  read(from: number, most: number): Promise<Buffer>;
  /** The size now; `undefined` for a compressed file, which does not grow. */
  size(): Promise<number | undefined>;
  identity(): Promise<FileIdentity>;
  close(): Promise<void>;
}

export async function openBytes(path: string): Promise<KeptBytes> {
  return (await isEncodedFile(path)) ? new PackedBytes(path) : new PlainBytes(path, await open(path));
}

class PlainBytes implements KeptBytes {
  readonly path: string;
  readonly #file: FileHandle;

  constructor(path: string, file: FileHandle) {
    this.path = path;
    this.#file = file;
  }

  async read(from: number, most: number): Promise<Buffer> {
    const buffer = Buffer.allocUnsafe(most);
    let length = 0;
    while (length < most) {
      const { bytesRead } = await this.#file.read(buffer, length, most - length, from + length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return buffer.subarray(0, length);
  }

  async size(): Promise<number> {
    return (await this.#file.stat()).size;
  }

  async identity(): Promise<FileIdentity> {
    const { ino } = await this.#file.stat({ bigint: true });
    return identityOf(String(ino), await this.read(0, HEAD_BYTES));
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

class PackedBytes implements KeptBytes {
  readonly path: string;
  #chunks: AsyncGenerator<Buffer, void, undefined> | undefined;
  /** The bytes that were unpacked last, and the place of the first of them. */
  #held: Buffer = Buffer.alloc(0);
  #at = 0;

  constructor(path: string) {
    this.path = path;
  }

  async read(from: number, most: number): Promise<Buffer> {
    if (from < this.#at || this.#chunks === undefined) await this.#begin();
    while (this.#at + this.#held.length < from + most) {
      const next = await this.#chunks?.next();
      if (next === undefined || next.done === true) break;
      // What lies before the place is not asked for again.
      const kept = this.#held.subarray(Math.min(this.#held.length, Math.max(0, from - this.#at)));
      this.#at += this.#held.length - kept.length;
      this.#held = Buffer.concat([kept, next.value]);
    }
    const start = Math.max(0, from - this.#at);
    return this.#held.subarray(start, start + most);
  }

  async #begin(): Promise<void> {
    await this.#chunks?.return();
    const { size } = await stat(this.path);
    this.#chunks = readPlain(fileSource(this.path, this.path, size), () => {});
    this.#held = Buffer.alloc(0);
    this.#at = 0;
  }

  async size(): Promise<undefined> {
    return undefined;
  }

  async identity(): Promise<FileIdentity> {
    const { ino } = await stat(this.path, { bigint: true });
    return identityOf(String(ino), await this.read(0, HEAD_BYTES));
  }

  async close(): Promise<void> {
    await this.#chunks?.return();
  }
}

function identityOf(inode: string, head: Buffer): FileIdentity {
  return { inode, headBytes: head.length, headHash: hashOf(head) };
}

function hashOf(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 32);
}

/** Whether a file begins with the bytes that another time it began with, and, where it is not compressed, is the same one. */
export async function isSameFile(bytes: KeptBytes, { inode, headBytes, headHash }: FileIdentity): Promise<boolean> {
  const head = await bytes.read(0, headBytes);
  if (head.length < headBytes || hashOf(head) !== headHash) return false;
  // A file that was empty when it was seen says nothing by its bytes.
  const isPacked = (await bytes.size()) === undefined;
  return isPacked ? headBytes > 0 : (await bytes.identity()).inode === inode;
}

/** Files that the shipper keeps beside a log. */
const OWN_NAME = /\.clew-(?:ship|refused)(?:\.new)?$/;

/** Whether a file is one that shippers keep beside logs. */
export function isShippersOwn(path: string): boolean {
  return OWN_NAME.test(path);
}

/** The files to which a log was moved, the oldest first. */
export async function movedAside(path: string): Promise<string[]> {
  const [folder, name] = [dirname(path), basename(path)];
  const found: { path: string; changed: number }[] = [];
  for (const other of await readdir(folder).catch(() => [])) {
    if (other === name || !other.startsWith(name) || OWN_NAME.test(other) || other.includes(".clew-index")) continue;
    const status = await stat(join(folder, other)).catch(() => undefined);
    if (status?.isFile() === true) found.push({ path: join(folder, other), changed: status.mtimeMs });
  }
  return found.sort((x, y) => x.changed - y.changed || (x.path < y.path ? -1 : 1)).map(({ path }) => path);
}
