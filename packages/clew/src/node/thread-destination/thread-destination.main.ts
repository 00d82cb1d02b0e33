// Any blocking destination in a thread of its own: bounded, counted, and flushed at the exit.
import { Worker } from "node:worker_threads";
import {
  choiceOf,
  hub,
  removeDestination,
  reportAlone,
  type ThreadDestination,
  type ThreadDestinationOptions,
} from "../../record/index.js";

import { describeThrown, names } from "../../wire/index.js";
import { type ExitFlush, exitHooks } from "../exit-hooks.js";
import { notice } from "../notice.js";
import { ThreadCounts } from "./thread-counts.js";
import CODE from "./thread-destination.worker.js?code";
import type { DestinationThreadData, FromThread, ToThread } from "./thread-messages.js";

/** Lines are sent together: a message costs some microseconds, however long it is. */
const GATHER = 64 * 1024;
const FLUSH_AFTER_MS = 50;
const MAX_BUFFER = 8 * 1024 * 1024;
/** How long `flush` waits; `close` must settle within five seconds. */
const FLUSH_PATIENCE_MS = 4_000;
/** A thread that has written nothing for so long hangs: the program neither waits for it nor ends with it. */
const HANG_MS = 1_500;
/** How long a process that ends waits for a thread that is slow, but writes. */
const EXIT_PATIENCE_MS = 10_000;
/** How long a program waits for it at a signal that may not end it. */
const SIGNAL_PATIENCE_MS = 2_000;
const SLEEP_MS = 20;
/** A destination that fails at every line must not double the log. */
const MAX_REPORTS = 100;

/** See the portable `threadDestination`, which says what this does. */
export function threadDestination(
  file: string | { readonly href: string },
  options: ThreadDestinationOptions = {},
): ThreadDestination {
  return Object.assign(new ThreadLog(typeof file === "string" ? file : file.href, options), choiceOf(options));
}

class ThreadLog implements ThreadDestination, ExitFlush {
  readonly name: string;
  readonly #worker: Worker;
  readonly #counts = new ThreadCounts();
  readonly #most: number;
  readonly #drops: boolean;
  readonly #leaveExit: () => void;
  #gathered = "";
  #timer: NodeJS.Timeout | undefined;
  /** All that was sent or is gathered, and of it the thread's share is in its counts. */
  #lines = 0;
  #characters = 0;
  #flushes = 0;
  #droppedHere = 0;
  #unsaid = 0;
  #failures = 0;
  #isGone = false;
  /** The process may end at any moment. */
  #writesAtOnce = false;
  #wake: () => void = () => {};
  #closing: Promise<void> | undefined;

  constructor(module: string, options: ThreadDestinationOptions) {
    this.name = options.name ?? `the thread of ${module}`;
    this.#most = options.maxBufferBytes ?? MAX_BUFFER;
    this.#drops = options.onOverflow === "drop";
    const data: DestinationThreadData = { startedBy: "clew", module, data: options.data, shared: this.#counts.shared };
    this.#worker = new Worker(CODE, { eval: true, workerData: data });
    this.#worker.on("message", (message: FromThread) => this.#hear(message));
    this.#worker.on("error", (error) => this.#gone(describeThrown(error)));
    this.#worker.on("exit", (code) => this.#gone(`its thread ended with exit code ${code}`));
    // The exit hook waits for it; an idle thread keeps no program alive.
    this.#worker.unref();
    this.#leaveExit = exitHooks.join(this, { signals: true });
  }

  writeLine(line: string): void {
    if (this.#isGone) {
      this.#droppedHere++;
      return;
    }
    if (this.#waitingCharacters + line.length > this.#most && !this.#makeRoom(line.length)) {
      this.#drop(1, `more than ${this.#most} bytes wait for it`);
      return;
    }
    this.#gathered += line;
    this.#lines++;
    this.#characters += line.length;
    if (this.#writesAtOnce) this.#flushWaiting(SIGNAL_PATIENCE_MS);
    else if (this.#gathered.length >= GATHER) this.#send();
    else if (this.#timer === undefined) this.#time();
  }

  counts(): { readonly written: number; readonly dropped: number } {
    const { lines, failed } = this.#counts;
    return { written: lines - failed, dropped: failed + this.#droppedHere };
  }

  async flush(): Promise<void> {
    if (this.#isGone) return;
    this.#ask("flush");
    const until = performance.now() + FLUSH_PATIENCE_MS;
    while (!this.#isGone && this.#counts.flushes !== this.#flushes) {
      const left = until - performance.now();
      if (left <= 0) return this.#giveUp("it wrote nothing for four seconds");
      await this.#progress(left);
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  flushAtSignal(): void {
    this.#writesAtOnce = true;
    this.#flushWaiting(SIGNAL_PATIENCE_MS);
  }

  goOn(): void {
    this.#writesAtOnce = false;
  }

  flushAtExit(): void {
    this.#writesAtOnce = true;
    this.#flushWaiting(EXIT_PATIENCE_MS);
    if (!this.#isGone && this.#waitingLines > 0) this.#giveUp("the process ends", true);
  }

  #flushWaiting(patienceMs: number): void {
    if (this.#isGone) return;
    this.#ask("flush");
    this.#sleepUntil(() => this.#counts.flushes === this.#flushes, patienceMs);
  }

  #time(): void {
    this.#timer = setTimeout(this.#send, FLUSH_AFTER_MS).unref();
    // So that the event loop turns once in full, and a signal that the program sent itself is seen before it ends.
    setImmediate(() => setImmediate(() => {}));
  }

  get #waitingLines(): number {
    return (this.#lines - this.#counts.lines) | 0;
  }

  get #waitingCharacters(): number {
    return (this.#characters - this.#counts.characters) | 0;
  }

  readonly #send = (): void => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#gathered === "" || this.#isGone) return;
    const text = this.#gathered;
    this.#gathered = "";
    this.#worker.postMessage({ kind: "lines", text } satisfies ToThread);
    if (this.#unsaid > 0) this.#sayDropped();
  };

  #ask(kind: "flush" | "close"): void {
    this.#send();
    this.#flushes = (this.#flushes + 1) | 0;
    this.#worker.postMessage({ kind } satisfies ToThread);
  }

  /** Waits for a thread that is slow; says whether there is room then. One that hangs is waited for once. */
  #makeRoom(length: number): boolean {
    if (this.#drops) return false;
    this.#send();
    const hasRoom = (): boolean => this.#waitingCharacters + length <= this.#most;
    this.#sleepUntil(hasRoom, Number.POSITIVE_INFINITY);
    if (!hasRoom()) this.#giveUp(`it wrote nothing for ${HANG_MS} ms`);
    return !this.#isGone;
  }

  /** Sleeps, with the whole program, until something is so, or the thread hangs, or the time is over. */
  #sleepUntil(isSo: () => boolean, patienceMs: number): void {
    const end = performance.now() + patienceMs;
    let { lines } = this.#counts;
    let progressAt = performance.now();
    while (!isSo()) {
      this.#counts.sleep(SLEEP_MS);
      const now = performance.now();
      if (this.#counts.lines !== lines) {
        lines = this.#counts.lines;
        progressAt = now;
      }
      if (now > end || now - progressAt > HANG_MS) return;
    }
  }

  #progress(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #hear(message: FromThread): void {
    if (message.kind === "flushed") this.#wake();
    else {
      this.#failures++;
      if (this.#failures > MAX_REPORTS && (this.#failures & (this.#failures - 1)) !== 0) return;
      this.#report(message.reason, this.#failures);
    }
  }

  /** Lets go of a thread that hangs: what waits for it is lost, and so is what comes. */
  #giveUp(why: string, isExiting = false): void {
    void this.#worker.terminate();
    this.#gone(why, isExiting);
  }

  #gone(why: string, isExiting = false): void {
    this.#leaveExit();
    if (this.#isGone) return;
    this.#isGone = true;
    clearTimeout(this.#timer);
    const lost = this.#waitingLines;
    this.#droppedHere += lost;
    this.#gathered = "";
    this.#wake();
    if (this.#closing !== undefined && lost === 0) return;
    notice(
      `end of ${this.name}`,
      `The log destination ${this.name} takes no more lines: ${why}. The program and the other destinations go on; ledger() counts what is lost.`,
      isExiting,
    );
    this.#report(why, this.#droppedHere);
  }

  /** Tells the other destinations of a failure of this one. */
  #report(reason: string, dropped: number): void {
    const own = hub.outlets.get(this);
    reportAlone(names.DESTINATION_FAILURE, { destination: this.name, reason, dropped }, own);
  }

  #drop(lines: number, why: string): void {
    this.#droppedHere += lines;
    this.#unsaid += lines;
    notice(
      `drops of ${this.name}`,
      `Log lines for ${this.name} are dropped: ${why}. The program goes on; ledger() counts what is lost.`,
      false,
    );
  }

  #sayDropped(): void {
    const dropped = this.#unsaid;
    this.#unsaid = 0;
    reportAlone(names.LEDGER, { destination: this.name, dropped, reason: "its thread did not take them in time" });
  }

  async #close(): Promise<void> {
    void removeDestination(this);
    await this.flush();
    if (this.#isGone) return;
    const ended = new Promise<void>((resolve) => this.#worker.once("exit", () => resolve()));
    this.#ask("close");
    const timer = setTimeout(() => void this.#worker.terminate(), HANG_MS / 2);
    await ended;
    clearTimeout(timer);
  }
}
