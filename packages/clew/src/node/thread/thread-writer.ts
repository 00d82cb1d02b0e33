/**
 * Has a thread write the lines of a log. The main thread writes them until the thread is ready, and again when it throws,
 * exits or hangs, and when the process ends: what the thread has not written stands in the ring.
 */

import { runInContext } from "../../record/index.js";
import type { FileSystem } from "../file-system.js";
import { countLines, type FileWriter, type LogWriter, type WriteState } from "../write/index.js";
import { GivenLines } from "./given-lines.js";
import { LogRing } from "./log-ring.js";
import { unwrittenLines } from "./unwritten-lines.js";
import type { StartWriterThread, WriterThread, WriterThreadData } from "./writer-thread.main.js";

/** A thread that has done nothing for so long, with lines waiting for it, hangs. */
const HANG_MS = 1_500;
/** In the middle of a write it may be the disk that is slow, and the main thread would only wait in its place. */
const SLOW_WRITE_MS = 10_000;
/** At the end of the process nobody waits as long. */
const HANG_AT_END_MS = 1_000;
/** A thread that was terminated runs no more after some milliseconds, unless a call of the system holds it. */
const TERMINATED_AFTER_MS = 50;
const WATCH_EVERY_MS = 500;
/** With what is gathered, so much is lost at most by a SIGKILL while the thread keeps up: two pieces. */
const BEHIND = 128 * 1024;
/** How long the program waits for a thread that is behind, before it takes it for a slow one. */
const EASE_MS = 5;
/** How long the thread has to end by itself. */
const END_MS = 500;

export interface ThreadWriterParts {
  /** Writes where the thread does not. */
  readonly local: FileWriter;
  readonly data: Omit<WriterThreadData, "shared">;
  readonly fs: FileSystem;
  readonly start: StartWriterThread;
  /** Another file is open than was. */
  readonly onMoved: () => void;
  /** The thread is over, and why, where that is to be said: there may be lines that wait. */
  readonly onLost: (why: string | undefined) => void;
}

export class ThreadWriter implements LogWriter {
  readonly #parts: ThreadWriterParts;
  readonly #local: FileWriter;
  readonly #ring: LogRing;
  readonly #most: number;
  #thread: WriterThread | undefined;
  #isReady = false;
  #isThreads = false;
  /** Whether the thread will not write again. */
  #isOver = false;
  readonly #given: GivenLines;
  /** How many lines the thread had written when it was over. */
  #writtenThere = 0;
  #seenBeat = 0;
  #seenAt = 0;
  #isSlow = false;
  #watch: NodeJS.Timeout | undefined;
  #wakeClose: () => void = () => {};

  constructor(parts: ThreadWriterParts) {
    this.#parts = parts;
    this.#local = parts.local;
    const { maxBufferBytes, maxLineBytes } = parts.data.options;
    this.#most = Math.min(maxBufferBytes, MOST_BUFFER);
    // Beside what may wait: what is gathered, and a line that comes when the buffer is full.
    this.#ring = new LogRing(this.#most + 4 * BEHIND + Math.min(maxLineBytes, MOST_BUFFER));
    this.#given = new GivenLines(this.#ring);
    this.#thread = parts.start(
      { ...parts.data, shared: this.#ring.shared },
      { ready: () => this.#ready(), moved: () => this.#moved(), ended: (reason) => this.#ended(reason) },
    );
  }

  get written(): number {
    return this.#local.written + (this.#isThreads ? this.#given.written : this.#writtenThere);
  }

  get dropped(): number {
    return this.#local.dropped;
  }

  get state(): WriteState {
    if (!this.#isThreads) return this.#local.state;
    const { state, pendingBytes } = this.#ring;
    return state === "open" && pendingBytes > 0 ? "busy" : state;
  }

  get lastError(): unknown {
    return this.#local.lastError;
  }

  get isClear(): boolean {
    if (!this.#isThreads) return this.#local.isClear;
    return this.#ring.pendingBytes + Math.min(BEHIND, this.#most / 2) <= this.#most;
  }

  get waitingBytes(): number {
    return this.#isThreads ? this.#ring.pendingBytes : this.#local.waitingBytes;
  }

  get waitingLines(): number {
    return this.#isThreads ? this.#given.pending : this.#local.waitingLines;
  }

  write(bytes: Uint8Array, from: number, size: number, lines: number): void {
    if (this.#isReady && !this.#isThreads) this.#giveOver();
    if (!this.#isThreads) this.#local.write(bytes, from, size, lines);
    else this.keep(bytes, from, size, lines);
  }

  keep(bytes: Uint8Array, from: number, size: number, lines: number): void {
    if (this.#isThreads && this.#ring.room < size) this.takeOver();
    if (!this.#isThreads) {
      this.#local.keep(bytes, from, size, lines);
      return;
    }
    if (this.#ring.pendingBytes === 0) this.#seenAt = performance.now();
    this.#ring.push(bytes.subarray(from, from + size));
    this.#given.add(lines, size);
    this.#ease();
    // It belongs to no action, and keeps no program alive.
    this.#watch ??= runInContext(undefined, () => setTimeout(this.#look, WATCH_EVERY_MS)).unref();
  }

  drop(lines: number): void {
    this.#local.drop(lines);
  }

  drain(): void {
    if (this.#isThreads && this.#isHung(HANG_MS)) this.#lose(`it has done nothing for ${HANG_MS} ms`);
    if (!this.#isThreads) this.#local.drain();
  }

  drainWaiting(patienceMs: number, isEnough: () => boolean): void {
    const end = performance.now() + patienceMs;
    while (this.#isThreads) {
      if (this.state === "refusing" || this.#ring.pendingBytes === 0 || isEnough() || performance.now() > end) return;
      this.#ring.sleepUntilTold(20);
      this.drain();
      if (this.#isThreads && !this.#ring.isThreads) this.#lose("it ended");
    }
    this.#local.drainWaiting(patienceMs, isEnough);
  }

  dropBacklog(): number {
    this.takeOver();
    return this.#local.dropBacklog();
  }

  reopen(): void {
    if (this.#isThreads) this.#ring.askToReopen();
    this.#local.reopen();
  }

  takeOver(): void {
    this.#isOver = true;
    this.#fetch();
  }

  /** Lets the thread do no more, and fetches what it has not written. */
  #fetch(): void {
    clearTimeout(this.#watch);
    this.#ring.askToStop();
    this.#isReady = false;
    if (!this.#isThreads) return;
    this.#seenAt = performance.now();
    while (this.#ring.isThreads && !this.#isHung(HANG_AT_END_MS, true)) this.#ring.sleepUntilTold(20);
    if (this.#ring.isThreads) this.#terminate();
    const rest = this.#ring.copy(this.#ring.tail, this.#ring.pendingBytes);
    this.#local.reopen();
    this.#isThreads = false;
    const unwritten = this.#unwritten(rest);
    const lines = countLines(unwritten);
    this.#writtenThere = this.#given.writtenBut(lines);
    this.#local.resume(unwritten, lines, typeof this.#parts.data.target === "string" ? 0 : this.#ring.part);
  }

  async close(): Promise<void> {
    this.takeOver();
    this.#local.close();
    if (this.#thread === undefined) return;
    const timer = setTimeout(() => {
      this.#thread?.terminate();
      this.#wakeClose();
    }, END_MS);
    await new Promise<void>((resolve) => {
      this.#wakeClose = resolve;
    });
    clearTimeout(timer);
  }

  #ready(): void {
    this.#isReady = !this.#isOver;
  }

  /** From now on the thread writes, if nothing waits here. */
  #giveOver(): void {
    if (!this.#local.isClear || this.#local.state !== "open") return;
    this.#isThreads = true;
    this.#ring.isThreads = true;
  }

  /** Lets the thread write what it is behind with; where that does not help, the disk is slow, and nobody waits for it. */
  #ease(): void {
    const until = performance.now() + EASE_MS;
    while (this.#ring.pendingBytes > BEHIND && !this.#isSlow) {
      this.#ring.sleepUntilTold(1);
      this.#isSlow = performance.now() > until;
    }
    if (this.#ring.pendingBytes <= BEHIND) this.#isSlow = false;
  }

  readonly #look = (): void => {
    this.#watch = undefined;
    if (!this.#isThreads || this.#ring.pendingBytes === 0) return;
    const patienceMs = this.#ring.inFlight > 0 ? SLOW_WRITE_MS : HANG_MS;
    if (this.#isHung(patienceMs)) this.#lose(`it has done nothing for ${patienceMs} ms`);
    else this.#watch = runInContext(undefined, () => setTimeout(this.#look, WATCH_EVERY_MS)).unref();
  };

  #isHung(patienceMs: number, isAskedToStop = false): boolean {
    const { beat, pendingBytes } = this.#ring;
    const now = performance.now();
    if (beat !== this.#seenBeat || (pendingBytes === 0 && !isAskedToStop)) {
      this.#seenBeat = beat;
      this.#seenAt = now;
    }
    return now - this.#seenAt > patienceMs;
  }

  #moved(): void {
    this.#parts.onMoved();
    // The file that is open here is not kept open after it was moved aside, and perhaps deleted.
    if (this.#isThreads) this.#local.reopen();
  }

  #ended(reason: string): void {
    if (this.#thread === undefined) return;
    this.#thread = undefined;
    this.#ring.isThreads = false;
    this.#wakeClose();
    this.#lose(reason);
  }

  #lose(why: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#fetch();
    this.#local.drain();
    // Where the file takes no more lines, that is what is to be said.
    this.#parts.onLost(this.#ring.state === "gone" ? undefined : why);
  }

  #terminate(): void {
    this.#thread?.terminate();
    const until = performance.now() + TERMINATED_AFTER_MS;
    while (performance.now() < until) this.#ring.sleepUntilTold(TERMINATED_AFTER_MS);
    this.#ring.isThreads = false;
  }

  /** Of what the thread may have been writing when it was over, only what is not in the file. */
  #unwritten(rest: Uint8Array): Uint8Array {
    const { target } = this.#parts.data;
    const { inFlight } = this.#ring;
    if (inFlight === 0 || typeof target !== "string") return rest;
    const end = rest.subarray(0, inFlight + this.#ring.part).lastIndexOf(NEWLINE) + 1;
    return Buffer.concat([unwrittenLines(rest.subarray(0, end), target, this.#parts.fs), rest.subarray(end)]);
  }
}

const NEWLINE = 10;
/** More than this is not set aside for a log. */
const MOST_BUFFER = 256 * 1024 * 1024;
