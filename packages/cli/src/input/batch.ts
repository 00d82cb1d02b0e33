import type { Message, ScannedLine, ScanSink } from "clew/parse";
import { readLines, scanLines } from "clew/parse";
import type { LineBlock } from "./line-blocks.js";

/** Where messages go, parsed or only scanned. */
export type MessageSink = Pick<ScanSink, "message" | "scanned">;

/** Some messages of a log, in their order. */
export interface Batch {
  /** Gives all of them. What cannot be used is told of each time. */
  feed(sink: MessageSink): void;
}

/** The lines of a block, which are scanned. */
export function scannedBatch(block: LineBlock, unused: (line: number, reason: string) => void): Batch {
  return {
    feed: (sink) => {
      scanLines(block, block.firstLine, {
        message: (message, line) => sink.message(message, line),
        scanned: (line: ScannedLine) => sink.scanned(line),
        unused,
      });
    },
  };
}

/** Messages that were parsed. */
export function parsedBatch(messages: readonly Message[]): Batch {
  return {
    feed: (sink) => {
      for (const message of messages) sink.message(message, 0);
    },
  };
}

/** The messages of a block, parsed; `prepare` may change its text before, but not its lines. */
export function messagesIn(
  block: LineBlock,
  unused: (line: number, reason: string) => void,
  prepare?: (text: string) => string,
): Message[] {
  const messages: Message[] = [];
  const text = block.text();
  const sink = { message: (message: Message) => messages.push(message), unused };
  readLines(prepare === undefined ? text : prepare(text), block.firstLine, sink);
  return messages;
}
