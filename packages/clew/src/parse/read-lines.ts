import type { Message } from "../wire/index.js";
import { BYTE_ORDER_MARK, readMessage, trimLine } from "./parse-line.js";

/** Where the lines of a text go, each with its number. */
export interface LineSink {
  message(message: Message, line: number): void;
  unused(line: number, reason: string): void;
}

/**
 * Reads a text of whole lines, the last of which may lack its line end. `firstLine` is the number of the first one;
 * gives how many lines there were. Blank lines go nowhere, and only a log's first line may begin with a byte order mark.
 */
export function readLines(text: string, firstLine: number, sink: LineSink): number {
  let line = firstLine;
  let start = firstLine === 1 && text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
  do {
    const found = text.indexOf("\n", start);
    const end = found === -1 ? text.length : found;
    const trimmed = trimLine(text.slice(start, end));
    if (trimmed !== "") {
      const message = readMessage(trimmed);
      if (typeof message === "string") sink.unused(line, message);
      else sink.message(message, line);
    }
    line++;
    start = end + 1;
  } while (start < text.length);
  return line - firstLine;
}
