/**
 * The path of a log and the file that is open for it. They part: by our own rotation, by another process's, by
 * `logrotate`, by somebody who deletes the file. Whoever writes asks before each write which file it is to go to.
 */

import { describeThrown } from "../../wire/index.js";
import type { FileSystem } from "../file-system.js";
import { notice } from "../notice.js";
import { LOOK_EVERY_MS, Rotation } from "../rotation/index.js";
import type { FileOptions } from "./file-options.js";
import { type OpenLog, openLog } from "./open-log.js";

/** Who has looked so often at a file, before each write, and seen nobody else write to it, is alone for now. */
const ALONE_AFTER = 50;
/** A rotation that failed is tried again after so long. */
const TRY_AGAIN_MS = 5_000;

export class LogPath {
  readonly #path: string;
  readonly #options: FileOptions;
  readonly #fs: FileSystem;
  readonly #rotation: Rotation | undefined;
  readonly #onMoved: () => void;
  #file: { readonly dev: number; readonly ino: number } | undefined;
  #fd = -1;
  #size = 0;
  #began = 0;
  #lookedAt = 0;
  #rotateAt = 0;
  #mustReopen = false;
  /** Why lines cannot go to where they belong: the file was deleted, and cannot be made again. */
  #lost: unknown;
  /** How often in a row nobody else was seen to write to the file. */
  #quietLooks = 0;

  /** `onMoved` is called when another file is open. */
  constructor(path: string, fd: number, options: FileOptions, fs: FileSystem, onMoved: () => void) {
    this.#path = path;
    this.#options = options;
    this.#fs = fs;
    this.#rotation = options.rotate && new Rotation(path, options.rotate, options.fileMode, fs);
    this.#onMoved = onMoved;
    this.#remember(fd);
  }

  /**
   * What the system said when the file was to be opened again, where the one that is open has no name any more: a line
   * that went there would be lost. `undefined` where lines may be written.
   */
  get lost(): unknown {
    return this.#lost;
  }

  /** How many bytes the file takes before it is full. */
  get room(): number {
    return this.#options.rotate === undefined ? Number.POSITIVE_INFINITY : this.#options.rotate.sizeBytes - this.#size;
  }

  /** So many bytes were written to the file. */
  took(bytes: number): void {
    this.#size += bytes;
  }

  /** Another process has taken the file away on purpose: the next write goes to a new one. */
  reopen(): void {
    this.#mustReopen = true;
  }

  /** The file that lines are to go to from now on, where it is not the one that is open. */
  look(): OpenLog | undefined {
    const now = performance.now();
    if (now - this.#lookedAt >= LOOK_EVERY_MS) this.#lookedAt = now;
    else if (this.#isSizeKnown && !this.#mustReopen) return undefined;
    const before = this.#size;
    const isThere = this.#isThere();
    this.#quietLooks = isThere && this.#size <= before ? this.#quietLooks + 1 : 0;
    return isThere && !this.#mustReopen ? undefined : this.#open();
  }

  /** A new file, where the one that is open is too full for so many bytes more, or too old. */
  rotated(bytes: number): OpenLog | undefined {
    const isDue = this.#rotation?.isDue(this.#size, this.#began, bytes) && performance.now() >= this.#rotateAt;
    return isDue ? this.#rotate(this.#rotation as Rotation) : undefined;
  }

  /** Whoever is alone with the file knows its size, and where it is not rotated nobody asks. */
  get #isSizeKnown(): boolean {
    return this.#rotation === undefined || this.#quietLooks > ALONE_AFTER;
  }

  #rotate(rotation: Rotation): OpenLog | undefined {
    try {
      // Another process may have been quicker.
      if (this.#isThere()) rotation.moveAside();
    } catch (error) {
      this.#rotateAt = performance.now() + TRY_AGAIN_MS;
      notice(
        `rotation of ${this.#path}`,
        `The log file ${this.#path} cannot be rotated: ${describeThrown(error)}. It grows on, and is tried again.`,
        false,
      );
      return undefined;
    }
    return this.#open();
  }

  /** Whether the open file stands at the path; looks at its size too, for others write to it and may cut it. */
  #isThere(): boolean {
    try {
      const { dev, ino, size } = this.#fs.statSync(this.#path);
      const isThere = dev === this.#file?.dev && ino === this.#file.ino;
      if (isThere) this.#size = size;
      return isThere;
    } catch (error) {
      return (error as { readonly code?: unknown }).code !== "ENOENT";
    }
  }

  /** Opens what stands at the path now, or a new file. Where that fails, the open one goes on being written. */
  #open(): OpenLog | undefined {
    this.#mustReopen = false;
    try {
      const opened = openLog(this.#path, this.#options, this.#fs);
      this.#remember(opened.fd);
      this.#lost = undefined;
      this.#onMoved();
      return opened;
    } catch (error) {
      const isNameless = this.#isNameless();
      if (isNameless) this.#lost = error;
      notice(
        `reopening of ${this.#path}`,
        `The log file ${this.#path} cannot be opened again: ${describeThrown(error)}. What is logged ${isNameless ? "is kept" : "goes to the file that was open"}, and it is tried again.`,
        false,
      );
      return undefined;
    }
  }

  /** Whether the open file was deleted: nobody would find what is written to it. */
  #isNameless(): boolean {
    try {
      return this.#fs.fstatSync(this.#fd).nlink === 0;
    } catch {
      return false;
    }
  }

  #remember(fd: number): void {
    this.#fd = fd;
    this.#lookedAt = performance.now();
    try {
      const { dev, ino, size, mtimeMs } = this.#fs.fstatSync(fd);
      this.#file = { dev, ino };
      this.#size = size;
      this.#began = size === 0 ? Date.now() : mtimeMs;
    } catch {
      // It is looked at again soon.
      this.#file = undefined;
    }
  }
}
