// How far each file was read, and whether what is there now is still what was read then, only longer.

import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";

/** What a store knows of a file that it has read. */
export interface FileState {
  readonly name: string;
  readonly device: number;
  readonly inode: number;
  /** Bytes of whole lines that were read, from the beginning. */
  readonly readBytes: number;
  /** How many lines those are. */
  readonly lines: number;
  /** Of the first bytes, and of the last ones before `readBytes`. */
  readonly head: string;
  readonly tail: string;
  /** Compressed, or no plain file: it cannot be read further, only anew. */
  readonly isWhole: boolean;
  /** Bytes in the file when it was read, and when it was changed last. */
  readonly sizeBytes: number;
  readonly changedMs: number;
  /** Lines that could not be used, and the first ten of them. */
  readonly unusedCount: number;
  readonly unused: readonly UnusedPlace[];
  /** The beginning of a line that has no end yet, and is no message so far. */
  readonly torn: UnusedPlace | null;
}

export interface UnusedPlace {
  readonly line: number;
  readonly reason: string;
}

/** What is to be done with a file that a store may know. */
export type FileChange = "unchanged" | "grown" | "other";

const MOST_COMPARED = 4096;

/** What became of a file that was read: nothing, it has grown, or other bytes are there now. */
export async function changeOf(state: FileState, path: string): Promise<FileChange> {
  const file = await open(path);
  try {
    const { size, mtimeMs, dev, ino } = await file.stat();
    if (dev !== state.device || ino !== state.inode || size < state.readBytes) return "other";
    if (size === state.sizeBytes && mtimeMs === state.changedMs) return "unchanged";
    const { head, tail } = await fingerprints(file, state.readBytes);
    if (head !== state.head || tail !== state.tail) return "other";
    if (state.isWhole) return size === state.sizeBytes ? "unchanged" : "other";
    return "grown";
  } finally {
    await file.close();
  }
}

/** What tells the bytes up to a place from others: hashes of the first and of the last of them. */
export async function fingerprints(file: FileHandle, readBytes: number): Promise<{ head: string; tail: string }> {
  const length = Math.min(MOST_COMPARED, readBytes);
  return { head: await hashOf(file, 0, length), tail: await hashOf(file, readBytes - length, length) };
}

async function hashOf(file: FileHandle, start: number, length: number): Promise<string> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, start);
  return createHash("sha256").update(bytes.subarray(0, bytesRead)).digest("base64url");
}
