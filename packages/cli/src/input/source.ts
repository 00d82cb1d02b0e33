import { readSync } from "node:fs";
import { open } from "node:fs/promises";
import type { Shares } from "../clickhouse/index.js";
import { cannotRead } from "./input-error.js";

/** One place to read a log from. */
export interface Source {
  /** As the user wrote it, or as a pattern or a folder gave it. */
  readonly name: string;
  /** Bytes as they are stored, when reading began; what is appended later is not read. `undefined` where unknown. */
  readonly sizeBytes: number | undefined;
  /** Whether it can be read twice, with the same bytes. */
  readonly isRereadable: boolean;
  /** Of which share of its tasks the bytes are, once they were read; `undefined` for all of them. */
  readonly shares?: Shares | undefined;
  /** The bytes as they are stored. A chunk may be overwritten when the next one is asked for. */
  read(): AsyncIterable<Buffer>;
  /** Gives back what was kept for reading it again. */
  close?(): Promise<void>;
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
      const file = await open(path).catch((error: unknown) => {
        throw cannotRead(name, error);
      });
      try {
        const chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
        for (let left = sizeBytes ?? Infinity; left > 0; ) {
          const most = Math.min(CHUNK_BYTES, left);
          // What is on a disk comes at once, and waiting for it costs more than reading it.
          const bytesRead =
            sizeBytes === undefined
              ? (await file.read(chunk, 0, most)).bytesRead
              : readSync(file.fd, chunk, 0, most, sizeBytes - left);
          if (bytesRead === 0) return;
          left -= bytesRead;
          yield chunk.subarray(0, bytesRead);
        }
      } catch (error) {
        throw cannotRead(name, error);
      } finally {
        await file.close();
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
