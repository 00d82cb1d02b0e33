import { open } from "node:fs/promises";
import { HEAD_BYTES, isEncoded } from "./read-plain.js";

/** Whether the bytes of a file are not those of its lines: it cannot be read on from where it was left. */
export async function isEncodedFile(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return isEncoded(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}
