// The state of each file that was read: how far, and whether the same bytes stand there now, or more after them.

import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";

/** The knowledge of a store about a file that it has read. */
export interface FileState {
  readonly name: string;
  readonly device: number;
  readonly inode: number;
  /** Bytes of whole lines that were read, from the beginning. */
  readonly readBytes: number;
  /** The number of those lines. */
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

/** The change of a file that a store may know. */
export type FileChange = "unchanged" | "grown" | "other";

const MOST_COMPARED = 4096;

/** Tells the fate of a file that was read: nothing, it has grown, or other bytes are there now. */
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

/** Fingerprints of the bytes up to a place: hashes of the first and of the last of them. */
export async function fingerprints(file: FileHandle, readBytes: number): Promise<{ head: string; tail: string }> {
  const length = Math.min(MOST_COMPARED, readBytes);
  return { head: await hashOf(file, 0, length), tail: await hashOf(file, readBytes - length, length) };
}

async function hashOf(file: FileHandle, start: number, length: number): Promise<string> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, start);
  return createHash("sha256").update(bytes.subarray(0, bytesRead)).digest("base64url");
}
