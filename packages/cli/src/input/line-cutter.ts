// Bytes that come piece by piece, to messages. What has no line end yet waits: its writer is in the middle of it.

import { isUtf8 } from "node:buffer";
import { textOfWindows1252 } from "./encodings/index.js";
import { LayeredLines } from "./layered-lines.js";
import type { LayerSink } from "./layers/index.js";
import { MAX_LINE_BYTES, NOT_UTF8 } from "./line-blocks.js";

const NEWLINE = 10;

/** Cuts what one writer writes into lines, and reads them. */
export class LineCutter {
  readonly #hasNumbers: boolean;
  #sink: LayerSink;
  readonly #lines = new LayeredLines();
  #pieces: Buffer[] = [];
  #length = 0;
  #line: number;
  #isSkipping = false;

  /** `firstLine` is the number of the first line, or 0 where nobody knows it: then no line has one. */
  constructor(sink: LayerSink, firstLine = 1) {
    this.#hasNumbers = firstLine > 0;
    this.#line = Math.max(1, firstLine);
    this.#sink = this.#numbered(sink);
  }

  /** Reads whole lines that came before anybody looked: what they become goes to another sink. */
  recall(lines: Buffer, old: LayerSink): void {
    const sink = this.#sink;
    this.#sink = this.#numbered(old);
    this.push(lines);
    this.settle();
    this.#sink = sink;
  }

  #numbered(sink: LayerSink): LayerSink {
    const number = (line: number) => (this.#hasNumbers ? line : 0);
    return {
      message: (message, line) => sink.message(message, number(line)),
      unused: (line, reason) => sink.unused(number(line), reason),
    };
  }

  /** Reads the lines that end in this piece. The piece may be overwritten afterwards. */
  push(chunk: Buffer): void {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end > 0) this.#readWhole(chunk.subarray(0, end));
    this.#keep(chunk.subarray(end));
  }

  /** Reads what is left as a line: no more will come. */
  end(): void {
    if (this.#length > 0) this.#readWhole(Buffer.from("\n"));
    this.#lines.end(this.#sink);
  }

  /** Says what is held back for lines that may follow: nothing came for a while. */
  settle(): void {
    this.#lines.settle(this.#sink);
  }

  /** Forgets what is left: the file begins anew. */
  restart(): void {
    this.#forget();
    this.#isSkipping = false;
    this.#line = 1;
  }

  #readWhole(lines: Buffer): void {
    let text = this.#length === 0 ? lines : Buffer.concat([...this.#pieces, lines]);
    this.#forget();
    if (this.#isSkipping) {
      text = text.subarray(text.indexOf(NEWLINE) + 1);
      this.#isSkipping = false;
      this.#line++;
    }
    if (isUtf8(text)) this.#line += text.length === 0 ? 0 : this.#lines.text(text.toString(), this.#line, this.#sink);
    else this.#readOneByOne(text);
  }

  #readOneByOne(text: Buffer): void {
    for (let start = 0; start < text.length; this.#line++) {
      const end = text.indexOf(NEWLINE, start) + 1;
      const line = text.subarray(start, end);
      const written = isUtf8(line) ? line.toString() : textOfWindows1252(line);
      if (written !== undefined) this.#lines.text(written, this.#line, this.#sink);
      else this.#sink.unused(this.#line, NOT_UTF8);
      start = end;
    }
  }

  #keep(piece: Buffer): void {
    if (piece.length === 0 || this.#isSkipping) return;
    this.#pieces.push(Buffer.from(piece));
    this.#length += piece.length;
    if (this.#length <= MAX_LINE_BYTES) return;
    this.#sink.unused(this.#line, `longer than ${MAX_LINE_BYTES / 1024 / 1024} MiB`);
    this.#forget();
    this.#isSkipping = true;
  }

  #forget(): void {
    this.#pieces = [];
    this.#length = 0;
  }
}
