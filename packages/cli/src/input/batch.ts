import { type Message, readLines, type ScannedLine, type ScanSink, scanLines } from "clew/parse";
import { hashOf } from "./last-batches.js";
import type { LineBlock } from "./line-blocks.js";
import { taskHashes } from "./task-hashes.js";

/** Where messages go, parsed or only scanned. */
export interface MessageSink extends Pick<ScanSink, "scanned"> {
  message(message: Message, line: number): void;
}

/** Some messages of a log, in their order. */
export interface Batch {
  /** Gives all of them. What cannot be used is told of, unless it is known already. */
  feed(sink: MessageSink, unused?: "told" | "known"): void;
  /** Gives the FNV-1a of the uuid of each task that has a message in it, and perhaps of others. Tells of nothing. */
  tasks(note: (uuidHash: number) => void): void;
}

/** The lines of a block, which are scanned. */
export function scannedBatch(block: LineBlock, unused: (line: number, reason: string) => void): Batch {
  const feed: Batch["feed"] = (sink, asTold = "told") => {
    scanLines(block, block.firstLine, {
      message: (message, line) => sink.message(message, line),
      scanned: (line: ScannedLine) => sink.scanned(line),
      unused: asTold === "told" ? unused : ignore,
    });
  };
  return {
    feed,
    tasks: (note) => {
      if (taskHashes(block, note)) return;
      feed({ message: (message) => note(hashOf(message.task_uuid)), scanned: (line) => note(line.uuidHash) }, "known");
    },
  };
}

function ignore(): void {}

/** Messages that were parsed. */
export function parsedBatch(messages: readonly Message[]): Batch {
  return {
    feed: (sink) => {
      for (const message of messages) sink.message(message, 0);
    },
    tasks: (note) => {
      for (const message of messages) note(hashOf(message.task_uuid));
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
