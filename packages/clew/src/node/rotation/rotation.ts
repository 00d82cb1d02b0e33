/**
 * What becomes of a log file that is full or old. It is renamed to a name that nobody has (`app.log.clew-000007`), and a new
 * one begins: one step that a kill cannot halve. Then the oldest are
 * deleted, where the program says how many are kept.
 */

import type { FileSystem } from "../file-system.js";
import { listRotated, type RotatedFile, rotatedName } from "./rotated-files.js";

/** How a log is rotated, each part with its value. */
export interface RotationOptions {
  readonly sizeBytes: number;
  readonly everyMs: number;
  /** `undefined` keeps all. */
  readonly keep: number | undefined;
  readonly compress: boolean;
}

export class Rotation {
  readonly #path: string;
  readonly #options: RotationOptions;
  readonly #fs: FileSystem;
  readonly #fileMode: number;

  constructor(path: string, options: RotationOptions, fileMode: number, fs: FileSystem) {
    this.#path = path;
    this.#options = options;
    this.#fileMode = fileMode;
    this.#fs = fs;
  }

  /** Whether a file of this size, of which the first line was written then, should take so many bytes more. */
  isDue(size: number, began: number, bytes: number): boolean {
    if (size === 0) return false;
    const { sizeBytes, everyMs } = this.#options;
    return size + bytes > sizeBytes || Math.floor(began / everyMs) !== Math.floor(Date.now() / everyMs);
  }

  /** Gives the file another name. Throws what the file system throws; the file then has its name still. */
  moveAside(): void {
    const rotated = listRotated(this.#path, this.#fs);
    const target = this.#reserve((rotated.at(-1)?.number ?? 0) + 1);
    try {
      this.#fs.renameSync(this.#path, target);
    } catch (error) {
      quietly(() => this.#fs.unlinkSync(target));
      // Another process has rotated the log, and has not begun the new file yet.
      if (codeOf(error) !== "ENOENT") throw error;
    }
    this.#deleteOldest(rotated);
  }

  /** A name that nobody has, and that nobody else will take: an empty file stands under it. */
  #reserve(least: number): string {
    for (let number = least; ; number++) {
      const target = rotatedName(this.#path, number);
      try {
        this.#fs.closeSync(this.#fs.openSync(target, "wx", this.#fileMode));
        return target;
      } catch (error) {
        if (codeOf(error) !== "EEXIST") throw error;
      }
    }
  }

  /** One has come in addition to those that there were. What cannot be deleted now is deleted the next time. */
  #deleteOldest(before: readonly RotatedFile[]): void {
    const { keep } = this.#options;
    if (keep === undefined) return;
    const numbers = [...new Set(before.map(({ number }) => number))];
    const old = new Set(numbers.slice(0, Math.max(0, numbers.length + 1 - keep)));
    for (const { file, number } of before) if (old.has(number)) quietly(() => this.#fs.unlinkSync(file));
  }
}

function codeOf(error: unknown): unknown {
  return (error as { readonly code?: unknown }).code;
}

function quietly(act: () => void): void {
  try {
    act();
  } catch {
    // Another process has done it, or it is done the next time.
  }
}
