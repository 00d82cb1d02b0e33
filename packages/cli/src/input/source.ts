import { stat } from "node:fs/promises";
import { cannotRead } from "./input-error.js";

/** One place to read a log from. */
export interface Source {
  /** As the user wrote it, or as a pattern or folder gave it. */
  readonly name: string;
  /** `undefined` for standard input. */
  readonly path: string | undefined;
  /** Bytes on the disk when reading began; what grows later is not read. `undefined` where that cannot be known. */
  readonly sizeBytes: number | undefined;
}

/** The source of one argument that names a file, or standard input. */
export async function sourceOf(name: string): Promise<Source> {
  if (name === "-") return { name: "standard input", path: undefined, sizeBytes: undefined };
  try {
    const found = await stat(name);
    if (found.isDirectory()) throw Object.assign(new Error(), { code: "EISDIR" });
    return { name, path: name, sizeBytes: found.isFile() ? found.size : undefined };
  } catch (error) {
    throw cannotRead(name, error);
  }
}
