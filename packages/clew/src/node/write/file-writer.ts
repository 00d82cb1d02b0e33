/**
 * Writes whole lines to a descriptor, keeps what it does not take, and counts each line once: as written or as
 * dropped. It knows nothing of when to write, only how; nothing in it throws.
 */

import type { FileSystem } from "../file-system.js";
import { Backlog } from "./backlog.js";
import type { LogPath } from "./log-path.js";
import type { LogWriter } from "./log-writer.js";
import type { OpenLog } from "./open-log.js";
import { sleepSync, stateAfter, type WriteState } from "./write-state.js";

/** A backlog is written in slices of this time, so that a disk that is free again does not stop the program. */
const SLICE_MS = 10;
/** How long a slow reader's pipe is asked again while the program waits for it. */
const ASK_AGAIN_MS = 2;

const NEWLINE = 10;

export class FileWriter implements LogWriter {
  readonly backlog = new Backlog();
  written = 0;
  dropped = 0;
  state: WriteState = "open";
  lastError: unknown;
  readonly #fs: FileSystem;
  /** Where the file stands; absent for what has no path, or is no file. */
  readonly #path: LogPath | undefined;
  readonly #isOwn: boolean;
  readonly #onTaken: () => void;
  #fd: number;
  /** Whether the file ends in the middle of a line of which the rest will never come. */
  #isTorn: boolean;

  /** `onTaken` is called when the file has taken some of what waits. */
  constructor(fs: FileSystem, { fd, isTorn, isOwn }: OpenLog, path: LogPath | undefined, onTaken = () => {}) {
    this.#fs = fs;
    this.#fd = fd;
    this.#isTorn = isTorn;
    this.#isOwn = isOwn;
    this.#path = path;
    this.#onTaken = onTaken;
  }

  get isClear(): boolean {
    return this.backlog.bytes === 0 && this.state !== "gone";
  }

  get waitingBytes(): number {
    return this.backlog.bytes;
  }

  get waitingLines(): number {
    return this.backlog.lines;
  }

  write(bytes: Uint8Array, from: number, size: number, lines: number): void {
    if (this.backlog.lines > 0 || this.state !== "open" || !this.#isPlaceFor(size, lines)) {
      this.keep(bytes, from, size, lines);
      this.drain();
      return;
    }
    let taken: number;
    try {
      taken = this.#fs.writeSync(this.#fd, bytes, from, size);
    } catch (error) {
      this.keep(bytes, from, size, lines);
      this.#failed(error);
      return;
    }
    this.#path?.took(taken);
    if (taken === size) {
      this.written += lines;
      return;
    }
    this.backlog.add(bytes.subarray(from, from + size), lines);
    this.backlog.next();
    this.written += this.backlog.took(taken);
    this.drain();
  }

  keep(bytes: Uint8Array, from: number, size: number, lines: number): void {
    if (this.state === "gone") this.dropped += lines;
    else this.backlog.add(bytes.subarray(from, from + size), lines);
  }

  /** Takes over lines from another writer, which has written so many bytes of the first of them. */
  resume(bytes: Uint8Array, lines: number, part: number): void {
    if (bytes.length === 0) return;
    this.backlog.addBytes(bytes, lines);
    if (part > 0 && this.backlog.next() !== undefined) this.backlog.took(part);
  }

  drop(lines: number): void {
    this.dropped += lines;
  }

  /** Writes what waits, one piece at least, until all is written, the file takes no more, or the slice of time is over. */
  drain(sliceMs = SLICE_MS): void {
    const until = performance.now() + sliceMs;
    if (this.state === "gone") return;
    try {
      for (let bytes = this.#nextBytes(); bytes !== undefined; bytes = this.#nextBytes()) {
        if (this.#isTorn) this.#endTornLine();
        const taken = this.#fs.writeSync(this.#fd, bytes);
        this.#path?.took(taken);
        this.written += this.backlog.took(taken);
        this.#onTaken();
        this.state = "open";
        if (performance.now() > until) return;
      }
      this.state = "open";
    } catch (error) {
      this.#failed(error);
    }
  }

  drainWaiting(patienceMs: number, isEnough: () => boolean): void {
    let { bytes } = this.backlog;
    let lastProgress = performance.now();
    for (;;) {
      do this.drain(0);
      while (this.state === "open" && this.backlog.bytes > 0 && !isEnough());
      if (this.state !== "busy" || isEnough()) return;
      const now = performance.now();
      if (this.backlog.bytes < bytes) {
        bytes = this.backlog.bytes;
        lastProgress = now;
      } else if (now - lastProgress > patienceMs) return;
      sleepSync(ASK_AGAIN_MS);
    }
  }

  dropBacklog(): number {
    if (this.backlog.isPartlyWritten) this.#isTorn = true;
    const lines = this.backlog.clear();
    this.dropped += lines;
    return lines;
  }

  reopen(): void {
    this.#path?.reopen();
    this.drain();
    if (this.isClear) this.#moveTo(this.#path?.look());
  }

  /** It is the main thread's already. */
  takeOver(): void {}

  /** Closes the descriptor, if it was opened here. What the system says to that changes nothing for what was written. */
  close(): void {
    if (this.#isOwn) this.#closeFile();
    this.state = "gone";
  }

  /** Goes to the file that so many lines are to be written to, and says whether they can be, all at once. */
  #isPlaceFor(size: number, lines: number): boolean {
    if (this.#path !== undefined) {
      this.#moveTo(this.#path.look());
      if (this.#path.lost !== undefined) return false;
      // The first of several lines decides only whether the file is full already.
      this.#moveTo(this.#path.rotated(lines === 1 ? size : 1));
      if (lines > 1 && size > this.#path.room) return false;
    }
    return !this.#isTorn;
  }

  /** What is to be written next, to the file that it is to go to; whole lines, where not all of it fits. */
  #nextBytes(): Uint8Array | undefined {
    if (this.backlog.next() === undefined) return undefined;
    if (this.#path === undefined) return this.backlog.next();
    this.#moveTo(this.#path.look());
    if (this.#path.lost !== undefined) throw this.#path.lost;
    const bytes = this.backlog.next() as Uint8Array;
    const firstLine = bytes.indexOf(NEWLINE) + 1;
    if (!this.backlog.isPartlyWritten) this.#moveTo(this.#path.rotated(firstLine));
    const { room } = this.#path;
    if (bytes.length <= room) return bytes;
    const fitting = room > 0 ? bytes.lastIndexOf(NEWLINE, room - 1) + 1 : 0;
    return bytes.subarray(0, fitting > 0 ? fitting : firstLine);
  }

  /** Writes what comes to another file from now on, a line that was begun in the other one from its beginning. */
  #moveTo(opened: OpenLog | undefined): void {
    if (opened === undefined) return;
    this.#closeFile();
    this.#fd = opened.fd;
    this.#isTorn = opened.isTorn;
    this.state = "open";
    this.backlog.rewind();
  }

  #closeFile(): void {
    try {
      this.#fs.closeSync(this.#fd);
    } catch (error) {
      this.lastError = error;
    }
  }

  #endTornLine(): void {
    this.#fs.writeSync(this.#fd, "\n");
    this.#isTorn = false;
  }

  #failed(error: unknown): void {
    this.lastError = error;
    this.state = stateAfter(error);
    if (this.state === "gone") this.dropBacklog();
  }
}
