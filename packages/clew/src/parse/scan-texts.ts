// The fast path from texts: their lines as bytes, in one piece of memory that is used again and again.

import { inPieces } from "./pieces.js";
import { type LineSink, readLines } from "./read-lines.js";
import { type LineBytes, ScannedLine, scanFirst } from "./scan-lines.js";

/** Where the lines of texts go: usual ones scanned, unusual ones as messages. */
export interface TextSink extends LineSink {
  scanned(line: ScannedLine): void;
}

/** So many characters are made bytes at once, which may take three each; a line that does not fit is read without that. */
const PIECE = 16 * 1024;
const BYTES = 64 * 1024;
const NEWLINE = 10;

/** Reads texts of whole lines, the last of which may lack its line end, as `readLines` does, and three times as fast. */
export class TextScanner {
  readonly #piece = new EncodedPiece();
  readonly #line = new ScannedLine(this.#piece);

  /** Gives the number of lines. */
  scan(text: string, firstLine: number, sink: TextSink): number {
    return inPieces(text, PIECE, firstLine, (piece, line) => {
      const length = this.#piece.take(piece);
      // Without a line end, an empty line at its end would be taken for one.
      return length === 0
        ? readLines(`${piece}\n`, line, sink)
        : scanFirst(length, this.#piece, this.#line, line, sink);
    });
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Some lines of a text as bytes, which are UTF-8 with a line end at the end; what was there before stands behind them. */
class EncodedPiece implements LineBytes {
  readonly bytes = new Uint8Array(BYTES);
  #written = "";
  #isAscii = false;

  /** Takes the lines in place of others. Gives how many bytes they are; 0 where they do not fit, or cannot be had back. */
  take(piece: string): number {
    const { read, written } = encoder.encodeInto(piece, this.bytes);
    if (read < piece.length || written === BYTES) return 0;
    this.#written = piece;
    this.#isAscii = written === piece.length;
    // Half a character has no bytes.
    if (!this.#isAscii && decoder.decode(this.bytes.subarray(0, written)) !== piece) return 0;
    this.bytes[written] = NEWLINE;
    return written + 1;
  }

  text(start: number, end: number): string {
    return this.#isAscii ? ownText(this.#written, start, end) : decoder.decode(this.bytes.subarray(start, end));
  }
}

/**
 * A part of a text that keeps no more than itself in memory. A slice may keep all that it was cut from; put behind another
 * text and cut from there, that is a text of its own length.
 */
function ownText(text: string, start: number, end: number): string {
  return ` ${text.slice(start, end)}`.slice(1);
}
