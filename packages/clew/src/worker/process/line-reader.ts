/** The lines of a stream while they come. A reader that is slower than the process holds the process up. */

import type { Readable } from "node:stream";
import { on } from "../../scope/index.js";
import { quietSteps } from "../../scope/internal.js";

/** How many pieces of output may wait for their reader. */
const MOST_PIECES = 16;

/** Gives the lines that come from the call on, the last one also where it has no end. */
export function readLines(stream: Readable): AsyncIterableIterator<string> {
  const pieces = on(stream, "data", { until: ["end", "close"], highWaterMark: MOST_PIECES });
  return quietSteps(linesOf(stream, pieces as AsyncIterable<[Uint8Array]>));
}

async function* linesOf(stream: Readable, pieces: AsyncIterable<[Uint8Array]>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for await (const [bytes] of pieces) {
      const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) yield withoutReturn(line);
    }
    rest += decoder.decode();
    if (rest !== "") yield withoutReturn(rest);
  } finally {
    // Others may read it too.
    stream.resume();
  }
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}
