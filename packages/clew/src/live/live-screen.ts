// A terminal with a footer. What is printed scrolls up and is never touched again; below it stand a few lines that are
// drawn anew. Nothing of the terminal is changed (no hidden cursor, no mode, no second screen), so nothing has to be put
// back, however the process dies: the worst that a SIGKILL leaves behind is the last footer.

import { measureColumns } from "../render/index.js";
import type { ConsoleStream } from "./console-stream.js";
import { watchWrites } from "./watch-writes.js";

/** The source of the footer, and of the signal that it is time for a new one. */
export interface Footer {
  /** Its lines, at most `most`, each no wider than the screen. */
  lines(most: number): readonly string[];
  /** Calls back again and again until the function that it gives is called. Does not keep the process alive. */
  every(ms: number, call: () => void): () => void;
}

/** Quick enough to look alive, slow enough to be read and to cost nothing. */
const REDRAW_MS = 100;
const MOST_LINES = 8;
/** So many rows stay for what scrolls. */
const KEPT_ROWS = 4;
const DEFAULT_ROWS = 24;
const DEFAULT_COLUMNS = 80;
const SGR = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");

/** A timer that does not keep the process alive. */
export function everyTick(ms: number, call: () => void): () => void {
  const timer = setInterval(call, ms).unref();
  return () => clearInterval(timer);
}

/** Prints lines on a terminal, above a footer. */
export class LiveScreen {
  readonly #stream: ConsoleStream;
  readonly #footer: Footer | undefined;
  readonly #write: (text: string) => void;
  readonly #stopWatching: () => void;
  /** The widths of the footer's lines that are on the screen. */
  #shown: readonly number[] = [];
  #text = "";
  /** True after somebody else has written the beginning of a line. */
  #isMidLine = false;
  #stopTicking: (() => void) | undefined;

  /** `others` are the streams that write on the same screen. */
  constructor(stream: ConsoleStream, footer: Footer | undefined, others: readonly ConsoleStream[] = []) {
    this.#stream = stream;
    this.#footer = footer;
    const streams = [stream, ...others.filter((other) => other !== stream && other.isTTY === true)];
    const watched = streams.map((one) => watchWrites(one, { before: this.#beforeOthers, after: this.#afterOthers }));
    this.#write = watched[0]?.write ?? ((text) => stream.write(text));
    this.#stopWatching = () => {
      for (const { stop } of watched) stop();
    };
  }

  /** Prints lines, and sees to it that the footer follows. */
  print(lines: readonly string[]): void {
    if (lines.length > 0) {
      const start = this.#isMidLine ? "\n" : this.#erasing();
      this.#isMidLine = false;
      this.#write(`${start}${lines.join("\n")}\n`);
    }
    if (this.#footer !== undefined) this.#stopTicking ??= this.#footer.every(REDRAW_MS, () => this.refresh());
  }

  /** Draws the footer as it is now. */
  refresh(): void {
    if (this.#isMidLine || this.#footer === undefined) return;
    const { rows = DEFAULT_ROWS } = this.#stream;
    const lines = this.#footer.lines(Math.max(0, Math.min(MOST_LINES, rows - KEPT_ROWS)));
    const text = lines.map((line) => `${line}\n`).join("");
    if (text === this.#text) {
      if (text === "") this.#stopTicks();
      return;
    }
    const start = this.#erasing();
    this.#shown = lines.map((line) => measureColumns(line.replace(SGR, "")));
    this.#text = text;
    this.#write(start + text);
  }

  /** Takes the footer away until something is printed again. */
  clear(): void {
    const start = this.#erasing();
    if (start !== "") this.#write(start);
  }

  /** Takes the footer away and lets go of the streams. */
  close(): void {
    this.clear();
    this.#stopTicks();
    this.#stopWatching();
  }

  /** Lets go of the streams without a word: there is no screen any more. */
  abandon(): void {
    this.#shown = [];
    this.#stopTicks();
    this.#stopWatching();
  }

  #stopTicks(): void {
    this.#stopTicking?.();
    this.#stopTicking = undefined;
  }

  /** The sequence that erases the footer. A screen that became narrower has broken its lines in several. */
  #erasing(): string {
    if (this.#shown.length === 0) return "";
    const { columns = DEFAULT_COLUMNS } = this.#stream;
    const rows = this.#shown.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / columns)), 0);
    this.#shown = [];
    this.#text = "";
    return `\r\x1b[${rows}A\x1b[J`;
  }

  readonly #beforeOthers = (): void => this.clear();

  readonly #afterOthers = (isLineEnd: boolean): void => {
    this.#isMidLine = !isLineEnd;
  };
}
