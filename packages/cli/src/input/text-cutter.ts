// Bytes that come piece by piece, to the text of whole lines of our own, for those who keep lines: what other loggers
// wrote is read as what it means.

import { isUtf8 } from "node:buffer";
import { parseLine } from "clew/parse";
import { textOfWindows1252 } from "./encodings/index.js";
import type { ByteSink } from "./follow-file.js";
import { NOT_UTF8 } from "./line-blocks.js";
import { type OwnLine, OwnLines } from "./own-lines.js";

const NEWLINE = 10;
const END_OF_OBJECT = 125;
/** Stands in the place of a line that is no text: it is of no use either, and can be counted. */
const NO_TEXT = `${NOT_UTF8}\n`;

/** Gives whole lines. A message that only lacks its line end is whole too: not every writer ends the last line. */
export class TextCutter implements ByteSink {
  readonly #onLines: (text: string) => void;
  readonly #own = new OwnLines();
  #rest: Buffer[] = [];
  #line = 1;

  constructor(onLines: (text: string) => void) {
    this.#onLines = onLines;
  }

  push(piece: Buffer): void {
    const end = piece.lastIndexOf(NEWLINE) + 1;
    if (end > 0) {
      this.#give(Buffer.concat([...this.#rest, piece.subarray(0, end)]));
      this.#rest = [];
    }
    if (end < piece.length) this.#rest.push(Buffer.from(piece.subarray(end)));
    if (piece.at(-1) === END_OF_OBJECT) this.#giveMessage();
  }

  end(): void {
    this.#giveRest();
    this.#giveOwn(this.#own.end(this.#unused));
  }

  settle(): void {
    this.#giveOwn(this.#own.settle(this.#unused));
  }

  restart(): void {
    this.#rest = [];
    this.#line = 1;
  }

  /** A line that is of no use is given as one that is none, to be counted. */
  readonly #unused = (_line: number, reason: string): void => this.#onLines(`${reason}\n`);

  #giveMessage(): void {
    const rest = Buffer.concat(this.#rest);
    this.#rest = [rest];
    if (parseLine(rest.toString()).ok) this.#giveRest();
  }

  #giveRest(): void {
    this.#give(Buffer.concat(this.#rest));
    this.#rest = [];
  }

  #give(lines: Buffer): void {
    if (lines.length === 0) return;
    if (isUtf8(lines)) this.#read(lines.toString());
    else {
      for (const line of eachLine(lines)) {
        const text = isUtf8(line) ? line.toString() : textOfWindows1252(line);
        if (text !== undefined) this.#read(text);
        else this.#onLines(NO_TEXT);
      }
    }
  }

  #read(text: string): void {
    this.#giveOwn(this.#own.add(text, this.#line, this.#unused));
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) this.#line++;
  }

  #giveOwn(lines: readonly OwnLine[]): void {
    if (lines.length > 0) this.#onLines(lines.map(({ text }) => `${text}\n`).join(""));
  }
}

function* eachLine(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline === -1 ? bytes.length : newline + 1;
    yield bytes.subarray(start, end);
    start = end;
  }
}
