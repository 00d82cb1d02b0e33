// Files that are no logs but recordings of scopes, as trio-vis writes them: told by what is in them, whatever they are
// called.

import { randomBytes } from "node:crypto";
import { open, readFile } from "node:fs/promises";
import { basename } from "node:path";
import { looksLikeScHistory } from "@clew/log/recording";
import { parseLine } from "clew/parse";
import type { Recording } from "./shown-log.js";

/** The configuration, which stands before the records, is a few lines long. */
const HEAD_BYTES = 64 * 1024;
/** A page reads it as one text. */
const MOST_BYTES = 128 * 1024 * 1024;

/** The file as a recording; `undefined` where it is none. */
export async function recordingIn(path: string): Promise<Recording | undefined> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const head = buffer.toString("utf8", 0, bytesRead);
    if (size > MOST_BYTES || !isRecording(head)) return undefined;
    const id = randomBytes(9).toString("base64url");
    return { id, name: basename(path), sizeBytes: size, read: () => readFile(path, "utf8") };
  } finally {
    await file.close();
  }
}

function isRecording(head: string): boolean {
  return looksLikeScHistory(head) && !parseLine(head.split("\n", 1)[0] ?? "").ok;
}
