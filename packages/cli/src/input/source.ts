import { createReadStream } from "node:fs";
import { cannotRead } from "./input-error.js";

/** One place to read a log from. */
export interface Source {
  /** As the user wrote it, or as a pattern or a folder gave it. */
  readonly name: string;
  /** Bytes as they are stored, when reading began; what is appended later is not read. `undefined` where unknown. */
  readonly sizeBytes: number | undefined;
  /** Whether it can be read twice, with the same bytes. */
  readonly isRereadable: boolean;
  /** The bytes as they are stored. */
  read(): AsyncIterable<Buffer>;
}

/** Large enough that the calls cost nothing, small enough that the text of one stays in the processor's cache. */
export const CHUNK_BYTES = 128 * 1024;

/** A file, a named pipe or a device. */
export function fileSource(name: string, path: string, sizeBytes: number | undefined): Source {
  return {
    name,
    sizeBytes,
    isRereadable: sizeBytes !== undefined,
    async *read() {
      if (sizeBytes === 0) return;
      const end = sizeBytes === undefined ? Infinity : sizeBytes - 1;
      try {
        yield* createReadStream(path, { highWaterMark: CHUNK_BYTES, end }) as AsyncIterable<Buffer>;
      } catch (error) {
        throw cannotRead(name, error);
      }
    },
  };
}

export const standardInput: Source = {
  name: "standard input",
  sizeBytes: undefined,
  isRereadable: false,
  read: () => process.stdin as AsyncIterable<Buffer>,
};
