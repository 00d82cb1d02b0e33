/**
 * Writes whole lines to a descriptor, keeps what it does not take, and counts each line once: as written or as
 * dropped. It knows nothing of when to write, only how; nothing in it throws.
 */

import { Backlog } from "./backlog.js";
import type { FileSystem } from "./file-system.js";
import { sleepSync, stateAfter, type WriteState } from "./write-state.js";

/** A backlog is written in slices of this time, so that a disk that is free again does not stop the program. */
const SLICE_MS = 10;
/** How long a slow reader's pipe is asked again while the program waits for it. */
const ASK_AGAIN_MS = 2;

/** Longer texts are encoded by the system call. */
const ENCODED_AT_ONCE = 64 * 1024;
const encoder = new TextEncoder();
/** A character has three bytes at most. Shared, for nothing else runs between encoding and writing. */
const encoded = new Uint8Array(3 * ENCODED_AT_ONCE);

export class LineWriter {
  readonly backlog = new Backlog();
  written = 0;
  dropped = 0;
  state: WriteState = "open";
  /** What the last failing call said. */
  lastError: unknown;
  readonly #fs: FileSystem;
  readonly #fd: number;
  /** Whether the file ends in the middle of a line of which the rest will never come. */
  #isTorn: boolean;

  constructor(fs: FileSystem, fd: number, isTorn: boolean) {
    this.#fs = fs;
    this.#fd = fd;
    this.#isTorn = isTorn;
  }

  /** Whether lines can be written as they come. */
  get isClear(): boolean {
    return this.backlog.lines === 0 && this.state !== "gone";
  }

  /** Writes lines, with one call where nothing waits before them. What the file does not take is kept. */
  write(text: string, lines: number): void {
    if (this.backlog.lines > 0 || this.state !== "open" || this.#isTorn) {
      this.keep(text, Buffer.byteLength(text), lines);
      this.drain();
      return;
    }
    let taken: number;
    let size: number;
    try {
      if (lines > 1 && text.length <= ENCODED_AT_ONCE) {
        // Gathered text: its bytes are counted while it is encoded.
        size = encoder.encodeInto(text, encoded).written;
        taken = this.#fs.writeSync(this.#fd, encoded, 0, size);
      } else {
        taken = this.#fs.writeSync(this.#fd, text);
        size = Buffer.byteLength(text);
      }
    } catch (error) {
      this.keep(text, Buffer.byteLength(text), lines);
      this.#failed(error);
      return;
    }
    if (taken === size) {
      this.written += lines;
      return;
    }
    this.backlog.add(text, size, lines);
    this.backlog.next();
    this.written += this.backlog.took(taken);
    this.drain();
  }

  /** Keeps lines for later, or counts them as dropped where there is no later. */
  keep(text: string, size: number, lines: number): void {
    if (this.state === "gone") this.dropped += lines;
    else this.backlog.add(text, size, lines);
  }

  /** Writes what waits, until all is written, the file takes no more, or the slice of time is over. */
  drain(sliceMs = SLICE_MS): void {
    const until = performance.now() + sliceMs;
    if (this.state === "gone") return;
    try {
      if (this.#isTorn && this.backlog.lines > 0) this.#endTornLine();
      for (let bytes = this.backlog.next(); bytes !== undefined; bytes = this.backlog.next()) {
        const taken = this.#fs.writeSync(this.#fd, bytes);
        this.written += this.backlog.took(taken);
        this.state = "open";
        if (performance.now() > until) return;
      }
      this.state = "open";
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Writes what waits and stops the program meanwhile, as long as the file is a slow reader that takes some now and then. */
  drainWaiting(patienceMs: number, isEnough: () => boolean): void {
    let { bytes } = this.backlog;
    let lastProgress = performance.now();
    for (;;) {
      this.drain(Infinity);
      if (this.state !== "busy" || isEnough()) return;
      const now = performance.now();
      if (this.backlog.bytes < bytes) {
        bytes = this.backlog.bytes;
        lastProgress = now;
      } else if (now - lastProgress > patienceMs) return;
      sleepSync(ASK_AGAIN_MS);
    }
  }

  /** Gives up what waits; gives how many lines that were. */
  dropBacklog(): number {
    if (this.backlog.isPartlyWritten) this.#isTorn = true;
    const lines = this.backlog.clear();
    this.dropped += lines;
    return lines;
  }

  /** Closes the descriptor. What it says to that changes nothing for what was written. */
  close(): void {
    try {
      this.#fs.closeSync(this.#fd);
    } catch (error) {
      this.lastError = error;
    }
    this.state = "gone";
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
