/**
 * Compresses the files that a log was rotated into, beside the program: those of this process, those of others that
 * write to the same log, and those that a stopped program left. A kill at any moment leaves the file, or its gzip, or both.
 */

import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { runInContext } from "../../record/index.js";
import type { FileSystem } from "../file-system.js";
import { LOOK_EVERY_MS, listRotated } from "./rotated-files.js";

/** Until all who write to a log have seen that it was rotated, lines may still come into the file. */
const SETTLED_AFTER_MS = 4 * LOOK_EVERY_MS;
/** When it is looked whether something is settled. */
const AGAIN_AFTER_MS = SETTLED_AFTER_MS + LOOK_EVERY_MS;
/** A gzip that has not grown for so long is one that a stopped program left unfinished. */
const ABANDONED_AFTER_MS = 60_000;

export class Compression {
  readonly #path: string;
  readonly #fileMode: number;
  readonly #fs: FileSystem;
  /** When each file was first seen under its name. */
  #seen = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #isBusy = false;
  #isStopped = false;

  constructor(path: string, fileMode: number, fs: FileSystem) {
    this.#path = path;
    this.#fileMode = fileMode;
    this.#fs = fs;
    this.#look();
  }

  /** A file was rotated. */
  readonly later = (): void => {
    if (this.#timer !== undefined || this.#isBusy || this.#isStopped) return;
    // It belongs to no action, and keeps no program alive.
    this.#timer = runInContext(undefined, () => setTimeout(() => void this.#run(), AGAIN_AFTER_MS)).unref();
    this.#look();
  };

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    this.#isBusy = true;
    this.#timer = undefined;
    for (const file of this.#settled()) {
      if (this.#isStopped) return;
      try {
        await compress(file, this.#fileMode, this.#fs);
      } catch {
        // A full disk, or a file that somebody else has taken away: the log itself goes on, and it is tried again.
      }
    }
    this.#isBusy = false;
    this.#look();
  }

  #settled(): string[] {
    const now = performance.now();
    return [...this.#seen].flatMap(([file, at]) => (now - at >= SETTLED_AFTER_MS ? file : []));
  }

  /** Notes which files there are, and comes back for them. */
  #look(): void {
    const before = this.#seen;
    const now = performance.now();
    try {
      const plain = listRotated(this.#path, this.#fs).filter(
        // An empty file is a name that somebody has reserved just now.
        ({ file, isPlain }) => isPlain && this.#fs.statSync(file).size > 0,
      );
      this.#seen = new Map(plain.map(({ file }) => [file, before.get(file) ?? now]));
    } catch {
      // The folder is gone, or somebody takes files away.
    }
    if (this.#seen.size > 0) this.later();
  }
}

/** Replaces a file by its gzip. Several processes may try; one of them does it. */
async function compress(file: string, mode: number, fs: FileSystem): Promise<void> {
  const { size } = fs.statSync(file);
  const part = `${file}.gz.tmp`;
  if (!isFree(part, fs)) return;
  try {
    // Flushed to the disk before the original goes: the machine may fail as well as the program.
    const target = createWriteStream(part, { mode, flags: "wx", flush: true });
    await pipeline(createReadStream(file), createGzip({ level: 1 }), target);
    if (fs.statSync(file).size !== size) throw new Error("it was written to meanwhile");
    fs.renameSync(part, `${file}.gz`);
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== "EEXIST") fs.unlinkSync(part);
    throw error;
  }
  fs.unlinkSync(file);
}

function isFree(part: string, fs: FileSystem): boolean {
  try {
    if (Date.now() - fs.statSync(part).mtimeMs < ABANDONED_AFTER_MS) return false;
    fs.unlinkSync(part);
  } catch {
    // There is none, as it should be.
  }
  return true;
}
