// Lines of any kind to lines of our own, for those who keep lines: a page, a store. A line of our own stays as it was
// written.

import type { Message } from "clew/parse";
import { LayeredLines } from "./layered-lines.js";
import type { LayerOptions } from "./layers/index.js";
import { logLine } from "./log-line.js";

/** A message and the line that it is. */
export interface OwnLine {
  readonly message: Message;
  readonly text: string;
}

type OnUnused = (line: number, reason: string) => void;

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
