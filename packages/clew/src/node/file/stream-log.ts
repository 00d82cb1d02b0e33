/** A stream as a destination. It is asked to take lines only while it wants some; the others wait, up to the bound. */

import {
  type FileDestination,
  hub,
  removeDestination,
  reportAlone,
  reportLine,
  type WritableLike,
} from "../../record/index.js";
import { describeThrown, names } from "../../wire/index.js";
import { type ExitFlush, exitHooks } from "../exit-hooks.js";
import { notice } from "../notice.js";
import type { FileOptions } from "../write/index.js";
import { cutLine } from "./cut-line.js";

const FLUSH_PATIENCE_MS = 4_000;

export class StreamLog implements FileDestination, ExitFlush {
  readonly path = undefined;
  readonly name = "a stream";
  readonly #stream: WritableLike;
  readonly #options: FileOptions;
  readonly #leaveExit: () => void;
  #written = 0;
  #dropped = 0;
  #unsaid = 0;
  #waiting: string[] = [];
  #waitingBytes = 0;
  /** Lines that the stream was given and has not told of yet. */
  #inStream = 0;
  /** Tells lines that were given up from those given to the stream later. */
  #epoch = 0;
  #isFull = false;
  #isGone = false;
  #wakeFlush: () => void = () => {};
  #closing: Promise<void> | undefined;

  constructor(stream: WritableLike, options: FileOptions) {
    this.#stream = stream;
    this.#options = options;
    stream.on("drain", this.#drain);
    stream.on("error", this.#gone);
    stream.on("close", this.#gone);
    this.#leaveExit = exitHooks.join(this, { signals: false });
  }

  writeLine(line: string): void {
    const { maxLineBytes, maxBufferBytes } = this.#options;
    const text = line.length * 3 <= maxLineBytes ? line : cutLine(line, maxLineBytes);
    if (this.#isGone) this.#dropped++;
    else if (!this.#isFull) this.#give(text);
    else if (this.#waitingBytes + text.length > maxBufferBytes) this.#drop(1);
    else {
      this.#waiting.push(text);
      this.#waitingBytes += text.length;
    }
  }

  counts(): { readonly written: number; readonly dropped: number } {
    return { written: this.#written, dropped: this.#dropped };
  }

  async flush(): Promise<void> {
    const until = performance.now() + FLUSH_PATIENCE_MS;
    while (this.#inStream + this.#waiting.length > 0) {
      const left = until - performance.now();
      if (left <= 0) this.#giveUp();
      else await this.#progress(left);
    }
  }

  /** The stream has what it wanted. */
  flushAtSignal(): void {}

  goOn(): void {}

  /** A stream writes when the event loop turns, and it turns no more: what is lost is said. */
  flushAtExit(): void {
    if (this.#inStream + this.#waiting.length > 0) this.#giveUp(true);
  }

  /** A stream has no path. */
  reopen(): void {}

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    void removeDestination(this);
    await this.flush();
    this.#leaveExit();
    this.#isGone = true;
    this.#stream.off("drain", this.#drain);
    this.#stream.off("close", this.#gone);
    // The listener for errors stays: without it, an error of the stream would end the program.
  }

  #give(text: string): void {
    this.#inStream++;
    const epoch = this.#epoch;
    const told = (error?: Error | null): void => {
      if (epoch !== this.#epoch) return;
      this.#inStream--;
      // The stream's event `error` follows, and is what is told of.
      if (error === undefined || error === null) this.#written++;
      else this.#dropped++;
      this.#wakeFlush();
    };
    try {
      this.#isFull = this.#stream.write(text, told) === false;
    } catch {
      this.#inStream--;
      this.#drop(1);
    }
  }

  readonly #drain = (): void => {
    this.#isFull = false;
    if (this.#unsaid > 0) this.#sayDropped();
    let i = 0;
    while (i < this.#waiting.length && !this.#isFull) {
      const text = this.#waiting[i++] as string;
      this.#waitingBytes -= text.length;
      this.#give(text);
    }
    this.#waiting = this.#waiting.slice(i);
    this.#wakeFlush();
  };

  readonly #gone = (error?: Error): void => {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#dropped += this.#inStream + this.#waiting.length;
    this.#forget();
    const reason = error === undefined ? "it was closed" : describeThrown(error);
    notice(
      "end of a stream",
      `The log destination ${this.name} takes no more lines: ${reason}. The program and the other destinations go on; ledger() counts what is lost.`,
      false,
    );
    reportAlone(names.DESTINATION_FAILURE, { destination: this.name, reason, dropped: this.#dropped });
    this.#wakeFlush();
  };

  #drop(lines: number, isExiting = false): void {
    this.#dropped += lines;
    this.#unsaid += lines;
    const when = isExiting ? " at the end of the process; call flush() before" : "";
    notice(
      `drops of a stream${when}`,
      `Log lines for ${this.name} are dropped${when}; ledger() counts what is lost.`,
      isExiting,
    );
  }

  #giveUp(isExiting = false): void {
    this.#drop(this.#inStream + this.#waiting.length, isExiting);
    this.#forget();
  }

  #forget(): void {
    this.#epoch++;
    this.#inStream = 0;
    this.#waiting = [];
    this.#waitingBytes = 0;
  }

  #sayDropped(): void {
    const fields = { destination: this.name, dropped: this.#unsaid, reason: "the stream did not take them in time" };
    this.#unsaid = 0;
    if (hub.outlets.has(this)) reportAlone(names.LEDGER, fields);
    else this.#give(reportLine(names.LEDGER, fields));
  }

  #progress(atMostMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, atMostMs);
      this.#wakeFlush = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
