import {
  type Message,
  parseLine,
  readLines,
  type ScannedLine,
  type ScanSink,
  scanLines,
  uuidOfTrace,
} from "clew/parse";
import { hashOf } from "./last-batches.js";
import type { LineBlock } from "./line-blocks.js";
import { askingLines, taskHashes } from "./task-hashes.js";

/** Where messages go, parsed or only scanned. */
export interface MessageSink extends Pick<ScanSink, "scanned"> {
  message(message: Message, line: number): void;
}

/** Is told that a task was asked for in a trace, by the hashes of the task's uuid and of the uuid that the trace has. */
export type TraceNote = (uuidHash: number, traceHash: number) => void;

/** Some messages of a log, in their order. */
export interface Batch {
  /** Gives all of them. What cannot be used is told of, unless it is known already. */
  feed(sink: MessageSink, unused?: "told" | "known"): void;
  /** Gives the FNV-1a of the uuid of each task that has a message in it, and perhaps of others. Tells of nothing. */
  tasks(note: (uuidHash: number) => void, asked: TraceNote): void;
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
    tasks: (note, asked) => {
      if (taskHashes(block, note)) {
        for (const text of askingLines(block)) noteTrace(text, asked);
        return;
      }
      const message = (message: Message) => {
        note(hashOf(message.task_uuid));
        noteTraceOf(message, asked);
      };
      const scanned = (line: ScannedLine) => {
        note(line.uuidHash);
        noteTraceOfLine(line, asked);
      };
      feed({ message, scanned }, "known");
    },
  };
}

function ignore(): void {}

/** Tells of the trace that the message says its task was asked for in. */
export function noteTraceOf({ task_uuid: taskUuid, clew_trace_id: traceId }: Message, asked: TraceNote): void {
  if (typeof traceId === "string") asked(hashOf(taskUuid), hashOf(uuidOfTrace(traceId)));
}

/** The same of a line that was scanned. */
export function noteTraceOfLine(line: ScannedLine, asked: TraceNote): void {
  if (line.hasParentSpan) noteTrace(line.text, asked);
}

function noteTrace(text: string, asked: TraceNote): void {
  const parsed = text.includes(TRACE_ID) ? parseLine(text) : undefined;
  if (parsed?.ok) noteTraceOf(parsed.message, asked);
}

const TRACE_ID = '"clew_trace_id"';

/** Messages that were parsed. */
export function parsedBatch(messages: readonly Message[]): Batch {
  return {
    feed: (sink) => {
      for (const message of messages) sink.message(message, 0);
    },
    tasks: (note, asked) => {
      for (const message of messages) {
        note(hashOf(message.task_uuid));
        noteTraceOf(message, asked);
      }
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
