/** A file as a destination: when its lines are written, what happens while it takes none, and what is said of losses. */

import {
  type FileDestination,
  hub,
  LineBytes,
  removeDestination,
  reportAlone,
  reportLine,
} from "../../record/index.js";
import { describeThrown, names } from "../../wire/index.js";
import { type ExitFlush, exitHooks } from "../exit-hooks.js";
import type { FileSystem } from "../file-system.js";
import { notice } from "../notice.js";
import { Compression } from "../rotation/index.js";
import { type StartWriterThread, ThreadWriter } from "../thread/index.js";
import { type FileOptions, FileWriter, LogPath, type LogWriter, type OpenLog, retryAfterMs } from "../write/index.js";
import { cutLine } from "./cut-line.js";
import { reopenAt } from "./reopen-at.js";

/** What is gathered before it is written: of 4, 64 and 256 KiB the middle is the fastest, by two and by a little. */
const GATHER = 64 * 1024;
/** How long `flush` waits for a file that takes nothing; `close` must settle within five seconds. */
const FLUSH_PATIENCE_MS = 4_000;
/** A file that takes nothing is asked again and again, less and less often, down to this. */
const LONGEST_WAIT_MS = 50;
/** How long a process that ends waits for a reader who reads nothing. */
const EXIT_PATIENCE_MS = 10_000;
/** How long a program waits for them at a signal that may not end it. */
const SIGNAL_PATIENCE_MS = 2_000;

export class FileLog implements FileDestination, ExitFlush {
  readonly path: string | undefined;
  readonly name: string;
  readonly #options: FileOptions;
  readonly #writer: LogWriter;
  readonly #compression: Compression | undefined;
  readonly #leaveExit: () => void;
  readonly #leaveSignal: (() => void) | undefined;
  /** Lines that are to be written together. Never any while the file does not take them. */
  readonly bytes: LineBytes;
  #isGathering: boolean;
  #isWriting = false;
  readonly #gatherLimit: number;
  #isTimed = false;
  #retry: NodeJS.Timeout | undefined;
  #triedAt = 0;
  /** Dropped lines of which the log does not tell yet. */
  #unsaid = 0;
  /** How many the last report told of, and how many lines are written once it is. */
  #lastSaid = { dropped: 0, at: 0 };
  #isGoneSaid = false;
  #isExiting = false;
  /** Until when lines are waited for, while a signal is dealt with. */
  #waitsUntil: number | undefined;
  #closing: Promise<void> | undefined;

  constructor(file: string | number, opened: OpenLog, options: FileOptions, fs: FileSystem, start: StartWriterThread) {
    this.path = typeof file === "string" ? file : undefined;
    this.name = typeof file === "string" ? file : `file descriptor ${file}`;
    this.#options = options;
    const path = typeof file === "string" && opened.isFile ? file : undefined;
    this.#compression =
      path !== undefined && options.rotate?.compress ? new Compression(path, options.fileMode, fs) : undefined;
    const onMoved = (): void => this.#compression?.later();
    const logPath = path === undefined ? undefined : new LogPath(path, opened.fd, options, fs, onMoved);
    const local = new FileWriter(fs, opened, logPath);
    const data = { target: path ?? { ...opened, isOwn: false }, options };
    this.#writer =
      options.mode === "thread"
        ? new ThreadWriter({ local, data, fs, start, onMoved, onLost: (why) => this.#lostThread(why) })
        : local;
    this.#gatherLimit = Math.min(GATHER, options.maxBufferBytes);
    this.#isGathering = options.mode !== "sync";
    this.bytes = new LineBytes((buffer) => Buffer.from(buffer), options.maxLineBytes, this);
    this.#leaveExit = exitHooks.join(this, { signals: this.#isGathering });
    this.#leaveSignal = options.reopenOn === undefined ? undefined : reopenAt(options.reopenOn, () => this.reopen());
  }

  writeLine(line: string): void {
    this.bytes.add(line);
  }

  counts(): { readonly written: number; readonly dropped: number } {
    return { written: this.#writer.written, dropped: this.#writer.dropped };
  }

  async flush(): Promise<void> {
    const until = performance.now() + FLUSH_PATIENCE_MS;
    for (let waitMs = 1; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
      this.#writeGathered();
      if (this.#isIdle) return;
      this.#writer.drain();
      this.#lookAfter();
      if (this.#isIdle) return;
      if (this.#writer.waitingBytes === 0) continue;
      if (performance.now() > until) this.#giveUp("it took none for four seconds");
      else await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }

  reopen(): void {
    this.#writeGathered();
    this.#writer.reopen();
    this.#lookAfter();
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  flushAtSignal(): void {
    this.#waitsUntil = performance.now() + SIGNAL_PATIENCE_MS;
    this.#isGathering = false;
    this.#writeGathered();
    this.#lookAfter();
  }

  goOn(): void {
    if (this.#waitsUntil === undefined || this.#isExiting) return;
    this.#waitsUntil = undefined;
    this.#isGathering = this.#options.mode !== "sync";
  }

  /** Writes what is gathered, as far as that is quick. */
  writeNow(): void {
    this.#writeGathered();
    this.#writer.drain();
    this.#lookAfter();
  }

  flushAtExit(): void {
    this.#isExiting = true;
    this.#isGathering = false;
    this.#writer.takeOver();
    this.#writeGathered();
    this.#lookAfter();
  }

  get #isIdle(): boolean {
    return this.bytes.lines === 0 && this.#writer.waitingBytes === 0;
  }

  /** Deals with the last line: it is cut if it is long, and written, kept, or left until there are more. */
  took(): void {
    const { bytes } = this;
    const { maxLineBytes } = this.#options;
    if (bytes.at - bytes.last > maxLineBytes) bytes.replaceLast((line) => cutLine(line, maxLineBytes));
    if (this.#isWriting) return;
    // At most so much together, and whole lines: the last one begins anew.
    if (this.#isGathering && this.#isFull && bytes.lines > 1) this.#write(bytes.last - bytes.from, bytes.lines - 1);
    if (!this.#writer.isClear) this.#keep();
    else if (!this.#isGathering || this.#isFull) this.#writeGathered();
    this.#goOnGathering();
  }

  /** Whether so much is gathered that it is to be written. */
  get #isFull(): boolean {
    return this.bytes.at - this.bytes.from > this.#gatherLimit;
  }

  /** While lines are gathered and the file takes them, nobody needs to look at each. */
  #goOnGathering(): void {
    if (this.bytes.lines > 0 && !this.#isTimed) this.#time();
    const isQuick = this.#isTimed && this.#isGathering && this.#writer.isClear;
    this.bytes.limit = isQuick ? this.bytes.from + this.#gatherLimit : 0;
  }

  #time(): void {
    this.#isTimed = true;
    setTimeout(this.#timeIsUp, this.#options.flushAfterMs).unref();
    // So that the event loop turns once in full, and a signal that the program sent itself is seen before it ends.
    setImmediate(() => setImmediate(() => {}));
  }

  readonly #timeIsUp = (): void => {
    this.#isTimed = false;
    this.bytes.limit = 0;
    this.#writeGathered();
  };

  #writeGathered(): void {
    // What the writing itself makes somebody log is written too, but only so deep.
    for (let depth = 0; this.bytes.lines > 0 && depth < 3; depth++) {
      this.#write(this.bytes.at - this.bytes.from, this.bytes.lines);
    }
  }

  /** Writes so many bytes, which are the first lines. */
  #write(size: number, lines: number): void {
    if (this.#isWriting) return;
    this.#isWriting = true;
    this.#writer.write(this.bytes.memory, this.bytes.from, size, lines);
    this.#isWriting = false;
    this.bytes.forget(size, lines);
    if (!this.#writer.isClear || this.#waitsUntil !== undefined) this.#lookAfter();
  }

  /** Takes lines while the file does not. */
  #keep(): void {
    const { maxBufferBytes, onOverflow } = this.#options;
    const { memory, from, lines } = this.bytes;
    const size = this.bytes.at - from;
    const isFull = (): boolean => this.#writer.waitingBytes + size > maxBufferBytes;
    if (performance.now() - this.#triedAt > retryAfterMs(this.#writer.state)) this.#tryAgain();
    const { state } = this.#writer;
    // A file that takes lines and is behind all the same, as one that is rotated often, is written to until there is room.
    if (isFull() && (state === "open" || (state === "busy" && onOverflow === "wait"))) {
      this.#writer.drainWaiting(onOverflow === "wait" ? Infinity : 0, () => !isFull());
    }
    const isDropped = this.#writer.state !== "gone" && this.#writer.waitingBytes > 0 && isFull();
    if (isDropped) this.#writer.drop(lines);
    else this.#writer.keep(memory, from, size, lines);
    this.bytes.forget(size, lines);
    if (isDropped) {
      this.#dropped(lines, `its buffer of ${maxBufferBytes} bytes is full`);
      return;
    }
    if (!this.#isGathering) this.#tryAgain();
    this.#lookAfter();
  }

  #tryAgain(): void {
    this.#triedAt = performance.now();
    this.#writer.drain();
  }

  /** After a write: waits where the mode says so, comes back later, and says what there is to say. */
  #lookAfter(): void {
    // Whatever has changed, the next line is looked at.
    this.bytes.limit = 0;
    const writer = this.#writer;
    if (this.#isExiting && writer.waitingBytes > 0) writer.drainWaiting(EXIT_PATIENCE_MS, () => false);
    else if (this.#waitsUntil !== undefined && writer.waitingBytes > 0) {
      writer.drainWaiting(Math.max(0, this.#waitsUntil - performance.now()), () => false);
    } else if (writer.state === "busy" && !this.#isGathering && this.#options.onOverflow === "wait") {
      writer.drainWaiting(Infinity, () => false);
    }
    if (writer.state === "gone") this.#sayGone();
    else if (writer.waitingBytes > 0) {
      if (this.#isExiting) this.#giveUp("the process ends");
      else this.#comeBack();
    }
    const hasRoom = writer.state !== "gone" && writer.waitingBytes <= this.#options.maxBufferBytes / 2;
    if (this.#unsaid > 0 && hasRoom && writer.state !== "refusing") this.#sayDropped();
  }

  #comeBack(): void {
    if (this.#retry !== undefined) return;
    const { state } = this.#writer;
    this.#retry = setTimeout(this.#retryNow, state === "open" ? 0 : retryAfterMs(state));
    // A reader is waited for as Node's own streams wait; a full disk keeps no program alive.
    if (state === "refusing") this.#retry.unref();
  }

  readonly #retryNow = (): void => {
    this.#retry = undefined;
    this.#tryAgain();
    this.#lookAfter();
  };

  #giveUp(why: string): void {
    // The report of earlier losses may be among what is lost now.
    if (this.#writer.written < this.#lastSaid.at) this.#unsaid += this.#lastSaid.dropped;
    this.#lastSaid = { dropped: 0, at: 0 };
    this.#dropped(this.#writer.dropBacklog(), why);
  }

  #dropped(lines: number, why: string): void {
    this.#unsaid += lines;
    const { lastError } = this.#writer;
    const error = lastError === undefined ? "" : ` (${describeThrown(lastError)})`;
    notice(
      `drops of ${this.name}`,
      `Log lines for ${this.name} are dropped: ${why}${error}. The program goes on; ledger() counts what is lost.`,
      this.#isExiting,
    );
  }

  #sayDropped(): void {
    const dropped = this.#unsaid;
    const fields = { destination: this.name, dropped, reason: "the file did not take them in time" };
    this.#unsaid = 0;
    if (hub.outlets.has(this)) reportAlone(names.LEDGER, fields);
    else {
      const line = Buffer.from(reportLine(names.LEDGER, fields));
      this.#writer.write(line, 0, line.length, 1);
    }
    const { written, waitingLines } = this.#writer;
    this.#lastSaid = { dropped, at: written + waitingLines + this.bytes.lines };
  }

  #lostThread(why: string | undefined): void {
    if (why !== undefined) {
      notice(
        `the thread of ${this.name}`,
        `The thread that writes the log ${this.name} is lost: ${why}. Its lines are written by the main thread from now on; none is lost.`,
        this.#isExiting,
      );
    }
    this.#lookAfter();
  }

  #sayGone(): void {
    if (this.#isGoneSaid || this.#closing !== undefined) return;
    this.#isGoneSaid = true;
    const reason = describeThrown(this.#writer.lastError);
    notice(
      `end of ${this.name}`,
      `The log destination ${this.name} takes no more lines: ${reason}. The program and the other destinations go on; ledger() counts what is lost.`,
      this.#isExiting,
    );
    reportAlone(names.DESTINATION_FAILURE, { destination: this.name, reason, dropped: this.#writer.dropped });
  }

  async #close(): Promise<void> {
    void removeDestination(this);
    await this.flush();
    this.#leaveExit();
    this.#compression?.stop();
    this.#leaveSignal?.();
    clearTimeout(this.#retry);
    await this.#writer.close();
  }
}
