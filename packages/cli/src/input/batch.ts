import { hashOfUuid, type Message, parseLine, type ScannedLine, uuidOfTrace } from "clew/parse";
import type { LayeredLines, MessageSink } from "./layered-lines.js";
import type { LineBlock } from "./line-blocks.js";
import { taskHashes } from "./task-hashes.js";

/** Is told that a task was asked for in a trace, by the hashes of the task's uuid and of the uuid that the trace has. */
export type TraceNote = (uuidHash: number, traceHash: number) => void;

/** Some messages of a log, in their order. */
export interface Batch {
  /** Gives all of them; to be called once. What cannot be used is told of, unless it is known already. */
  feed(sink: MessageSink, unused?: "told" | "known"): void;
  /** In its place: gives the hash of the uuid of each task that has a message in it, and perhaps of others. */
  tasks(note: (uuidHash: number) => void, asked: TraceNote): void;
}

type OnUnused = (line: number, reason: string) => void;

/** The lines of a block. */
export function scannedBatch(block: LineBlock, lines: LayeredLines, unused: OnUnused): Batch {
  const feed: Batch["feed"] = (sink, asTold = "told") => lines.block(block, sink, asTold === "told" ? unused : ignore);
  return {
    feed,
    tasks: (note, asked) => {
      const sink = noting(note, asked);
      if (taskHashes(block, note, (text) => noteTrace(text, asked))) lines.pass(block, sink);
      else feed(sink, "known");
    },
  };
}

/** What the lines of a source leave to say when they are over. */
export function lastBatch(lines: LayeredLines, unused: OnUnused): Batch {
  const feed: Batch["feed"] = (sink, asTold = "told") => {
    lines.end({ message: (message, line) => sink.message(message, line), unused: asTold === "told" ? unused : ignore });
  };
  return { feed, tasks: (note, asked) => feed(noting(note, asked), "known") };
}

function noting(note: (uuidHash: number) => void, asked: TraceNote): MessageSink {
  return {
    message: (message) => {
      note(hashOfUuid(message.task_uuid));
      noteTraceOf(message, asked);
    },
    scanned: (line) => {
      note(line.uuidHash);
      noteTraceOfLine(line, asked);
    },
  };
}

function ignore(): void {}

/** Tells of the trace that the message says its task was asked for in. */
export function noteTraceOf({ task_uuid: taskUuid, clew_trace_id: traceId }: Message, asked: TraceNote): void {
  if (typeof traceId === "string") asked(hashOfUuid(taskUuid), hashOfUuid(uuidOfTrace(traceId)));
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
        note(hashOfUuid(message.task_uuid));
        noteTraceOf(message, asked);
      }
    },
  };
}
