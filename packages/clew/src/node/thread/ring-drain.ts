/** Writes what stands in a ring to the log's file, step by step: what the writer thread does. */

import type { FileSystem } from "../file-system.js";
import { type FileOptions, FileWriter, LogPath, type OpenLog, openLog, retryAfterMs } from "../write/index.js";
import type { LogRing } from "./log-ring.js";

/** How much is written with one call. */
const CHUNK = 64 * 1024;

/** Where a log goes: to a path that whoever writes opens, or to a descriptor that is open. */
export type LogTarget = string | OpenLog;

export class RingDrain {
  readonly #ring: LogRing;
  readonly #writer: FileWriter;
  #reopens: number;
  /** How much of the chunk is done: of what is published, only differences count. */
  #left = 0;

  /** Throws where the path cannot be opened. `onMoved` is called when another file is open. */
  constructor(ring: LogRing, target: LogTarget, options: FileOptions, fs: FileSystem, onMoved: () => void) {
    this.#ring = ring;
    this.#reopens = ring.reopens;
    const marked = marking(ring, fs);
    const opened = typeof target === "string" ? openLog(target, options, fs) : target;
    const path = typeof target === "string" ? new LogPath(target, opened.fd, options, marked, onMoved) : undefined;
    this.#writer = new FileWriter(marked, opened, path, this.#publish);
  }

  /** Whether it will never write again: whoever takes over finds what was not written in the ring. */
  get isGone(): boolean {
    return this.#writer.state === "gone";
  }

  /** Writes what there is to write now; gives after how long to come again if nothing happens. */
  step(): number {
    const writer = this.#writer;
    if (this.#reopens !== this.#ring.reopens) {
      this.#reopens = this.#ring.reopens;
      writer.reopen();
    }
    if (writer.backlog.bytes === 0 && !this.isGone) {
      const lines = this.#ring.peek(CHUNK);
      // Whoever gave them knows how many there are.
      writer.backlog.addBytes(lines, 0);
      this.#left = lines.length;
    }
    writer.drain();
    this.#ring.beatIn(writer.state);
    if (writer.backlog.bytes > 0 && writer.state !== "open") return retryAfterMs(writer.state);
    return this.#ring.pendingBytes > 0 ? 0 : Number.POSITIVE_INFINITY;
  }

  close(): void {
    this.#writer.close();
  }

  /** After each call that has written something. */
  readonly #publish = (): void => {
    const { backlog } = this.#writer;
    const left = backlog.bytes + backlog.part;
    this.#ring.publish({ bytes: this.#left - left, part: backlog.part });
    this.#left = left;
    this.#ring.inFlight = 0;
  };
}

/** Says in the ring what is being written, so that whoever takes over from a thread that died knows what to look for. */
function marking(ring: LogRing, fs: FileSystem): FileSystem {
  const writeSync = (fd: number, data: string | Uint8Array): number => {
    // A text is the end of somebody's torn line, and stands in no ring.
    if (typeof data === "string") return fs.writeSync(fd, data);
    ring.inFlight = data.length;
    try {
      return fs.writeSync(fd, data);
    } catch (error) {
      ring.inFlight = 0;
      throw error;
    }
  };
  return { ...fs, writeSync: writeSync as FileSystem["writeSync"] };
}
