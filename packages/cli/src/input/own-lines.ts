// Lines of any kind to lines of our own, for those who keep lines: a page, a store. A line of our own stays as it was
// written.

import { isAscii } from "node:buffer";
import type { Message } from "clew/parse";
import { isDocument } from "./documents/index.js";
import { LayeredLines } from "./layered-lines.js";
import type { LayerOptions } from "./layers/index.js";
import { LineBlock } from "./line-blocks.js";
import { logLine } from "./log-line.js";
import { taskHashes } from "./task-hashes.js";

/** A message and the line that it is. */
export interface OwnLine {
  readonly message: Message;
  readonly text: string;
}

type OnUnused = (line: number, reason: string) => void;

function ignore(): void {}

/** Whether a log that begins with these bytes is written in another form than our own. */
export function looksForeign(head: Buffer): boolean {
  if (isDocument(head)) return true;
  const lines = new OwnLines();
  lines.add(head.subarray(0, head.lastIndexOf(10) + 1).toString(), 1, ignore);
  return lines.lines.layers.describe() !== undefined;
}

export class OwnLines {
  readonly lines: LayeredLines;

  constructor(options: LayerOptions = {}) {
    this.lines = new LayeredLines(options);
  }

  /** The messages in whole lines. */
  add(text: string, firstLine: number, unused: OnUnused): readonly OwnLine[] {
    const written = text.split("\n");
    const found: OwnLine[] = [];
    const sink = {
      message: (message: Message) => void found.push({ message, text: logLine(message) }),
      own: (message: Message, line: number) => void found.push({ message, text: written[line - firstLine] as string }),
      unused,
    };
    this.lines.text(text, firstLine, sink);
    return found;
  }

  /** A block of lines of our own: the block itself where it holds no others. */
  *blocks(block: LineBlock, unused: OnUnused): Generator<LineBlock, void, undefined> {
    if (taskHashes(block, ignore, ignore)) {
      yield* this.#asBlock(this.settle(unused), block.firstLine);
      yield block;
    } else yield* this.#asBlock(this.add(block.text(), block.firstLine, unused), block.firstLine);
  }

  /** What is left, as a block. */
  *lastBlock(unused: OnUnused): Generator<LineBlock, void, undefined> {
    yield* this.#asBlock(this.end(unused), 1);
  }

  *#asBlock(lines: readonly OwnLine[], firstLine: number): Generator<LineBlock, void, undefined> {
    if (lines.length === 0) return;
    const bytes = Buffer.from(lines.map(({ text }) => `${text}\n`).join(""));
    yield new LineBlock(bytes, firstLine, isAscii(bytes), lines.length);
  }

  /** Those that wait for lines that may follow. */
  settle(unused: OnUnused): readonly OwnLine[] {
    const found: OwnLine[] = [];
    this.lines.settle({ message: (message) => void found.push({ message, text: logLine(message) }), unused });
    return found;
  }

  /** Those that are left when no line follows. */
  end(unused: OnUnused): readonly OwnLine[] {
    const found: OwnLine[] = [];
    this.lines.end({ message: (message) => void found.push({ message, text: logLine(message) }), unused });
    return found;
  }
}
