// Text to messages, as fast as JSON can be read. Many lines are parsed as one JSON list, which is a quarter faster than
// one by one; wherever something is wrong with one of them, they are read one by one and the wrong one is found.

import { type Message, mayHoldLongInteger } from "../wire/index.js";
import { BYTE_ORDER_MARK, messageOf, readMessage, trimLine } from "./parse-line.js";
import { inPieces } from "./pieces.js";

/** Where the lines of a text go, each with its number. */
export interface LineSink {
  message(message: Message, line: number): void;
  /** The text is that of the line, as it was written. */
  unused(line: number, reason: string, text: string): void;
}

/** So much text is parsed at once. Measured: 16 KiB to 64 KiB are equal, 256 KiB are slower, for they leave the cache. */
const PIECE = 32 * 1024;

/**
 * Reads a text of whole lines, the last of which may lack its line end, and tells the sink of each message and of each
 * line that is none, in their order. Blank lines are neither. Only a log's first line may begin with a byte order mark.
 *
 * `firstLine` is the number of the text's first line. Gives how many lines the text has.
 *
 * @example
 * ```ts
 * import { readLines } from "clew/parse";
 *
 * const text = '{"task_uuid": "t1", "task_level": [1], "timestamp": 1}\noops\n';
 * const lines = readLines(text, 1, {
 *   message: (message, line) => console.log(line, message.task_uuid), // 1 t1
 *   unused: (line) => console.log(line), // 2
 * });
 * console.log(lines); // 2
 * ```
 */
export function readLines(text: string, firstLine: number, sink: LineSink): number {
  const marked = firstLine === 1 && text.charCodeAt(0) === BYTE_ORDER_MARK;
  return inPieces(
    marked ? text.slice(1) : text,
    PIECE,
    firstLine,
    (piece, line) => readPiece(piece, line, sink) ?? readOneByOne(piece, line, sink),
  );
}

/** Stands between the lines. Nobody who writes a log can know it, so no line can pretend to be two, nor two to be one. */
const SEPARATOR = Math.floor(Math.random() * 1e9) + 1e9;
const SEPARATOR_TEXT = `,${SEPARATOR},`;

/** The number of lines, where each of them is JSON; else nothing was read, and that is `undefined`. */
function readPiece(piece: string, firstLine: number, sink: LineSink): number | undefined {
  const joined = piece.replaceAll("\n", SEPARATOR_TEXT);
  const lines = (joined.length - piece.length) / (SEPARATOR_TEXT.length - 1) + 1;
  if (lines === 1 || mayHoldLongInteger(piece)) return undefined;
  let values: unknown[];
  try {
    values = JSON.parse(`[${joined}]`);
  } catch {
    return undefined;
  }
  if (values.length !== lines * 2 - 1) return undefined;
  for (let i = 1; i < values.length; i += 2) if (values[i] !== SEPARATOR) return undefined;
  let texts: readonly string[] | undefined;
  for (let i = 0; i < lines; i++) {
    const message = messageOf(values[i * 2]);
    if (typeof message === "string") {
      texts ??= piece.split("\n");
      sink.unused(firstLine + i, message, texts[i] as string);
    } else sink.message(message, firstLine + i);
  }
  return lines;
}

function readOneByOne(piece: string, firstLine: number, sink: LineSink): number {
  let line = firstLine;
  let start = 0;
  do {
    const found = piece.indexOf("\n", start);
    const end = found === -1 ? piece.length : found;
    const text = piece.slice(start, end);
    const trimmed = trimLine(text);
    if (trimmed !== "") give(readMessage(trimmed), line, text, sink);
    line++;
    start = end + 1;
  } while (start <= piece.length);
  return line - firstLine;
}

function give(message: Message | string, line: number, text: string, sink: LineSink): void {
  if (typeof message === "string") sink.unused(line, message, text);
  else sink.message(message, line);
}
