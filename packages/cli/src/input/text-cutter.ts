// Bytes that come piece by piece, to the text of whole lines, for those who keep the lines as they were written.

import { isUtf8 } from "node:buffer";
import { parseLine } from "clew/parse";
import type { ByteSink } from "./follow-file.js";
import { NOT_UTF8 } from "./line-blocks.js";

const NEWLINE = 10;
const END_OF_OBJECT = 125;
/** Stands in the place of a line that is no text: it is of no use either, and can be counted. */
const NO_TEXT = `${NOT_UTF8}\n`;

/** Gives whole lines. A message that only lacks its line end is whole too: not every writer ends the last line. */
export class TextCutter implements ByteSink {
  readonly #onLines: (text: string) => void;
  #rest: Buffer[] = [];

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
    this.#give(Buffer.concat(this.#rest));
    this.#rest = [];
  }

  settle(): void {}

  restart(): void {
    this.#rest = [];
  }

  #giveMessage(): void {
    const rest = Buffer.concat(this.#rest);
    this.#rest = [rest];
    if (parseLine(rest.toString()).ok) this.end();
  }

  #give(lines: Buffer): void {
    if (lines.length === 0) return;
    if (isUtf8(lines)) this.#onLines(lines.toString());
    else for (const line of eachLine(lines)) this.#onLines(isUtf8(line) ? line.toString() : NO_TEXT);
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
