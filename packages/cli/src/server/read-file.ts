// A file that was given to the page, to lines of our own: it is read as the command reads a file of its own.

import type { IncomingMessage } from "node:http";
import { documentLines, readPlain, TextCutter } from "../input/index.js";
import type { Refusal } from "./guard.js";

/** The page keeps what it shows of a file in its memory. */
export const MOST_FILE_BYTES = 128 * 1024 * 1024;

/** The body of a request, or the reason why it is not taken. */
export async function bodyOf(request: IncomingMessage, mostBytes: number): Promise<readonly Buffer[] | Refusal> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.length;
    // What still comes is passed over: who sends hears no answer before it is through.
    if (length <= mostBytes) pieces.push(piece);
    else pieces.length = 0;
  }
  if (length <= mostBytes) return pieces;
  const most = `${mostBytes / 1024 / 1024} MiB`;
  return { status: 413, error: `A page takes files of ${most} at most; open this one with: clew view FILE` };
}

/** The lines, a text of some at a time. A line that is of no use is a text that is none, and is counted as such. */
export async function* ownLinesOf(pieces: readonly Buffer[]): AsyncGenerator<string, void, undefined> {
  let lines = "";
  const cutter = new TextCutter((text) => {
    lines += text;
  });
  const source = {
    name: "the file",
    sizeBytes: undefined,
    isRereadable: false,
    read: async function* () {
      yield* pieces;
    },
  };
  const damage = (reason: string) => {
    lines += `${reason}\n`;
  };
  for await (const chunk of documentLines(readPlain(source, damage))) {
    cutter.push(chunk);
    if (lines === "") continue;
    yield lines;
    lines = "";
  }
  cutter.end();
  if (lines !== "") yield lines;
}
