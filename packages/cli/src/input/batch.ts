import { hashOfUuid, type Message, parseLine, type ScannedLine, uuidOfTrace } from "clew/parse";
import type { LayeredLines, MessageSink } from "./layered-lines.js";
import type { LineBlock } from "./line-blocks.js";
import type { SoughtText } from "./sought-word.js";
import { taskHashes } from "./task-hashes.js";

/** Is told of the tasks of a batch, by the hashes of their uuids. */
export interface TaskNotes {
  /** It has a message in the batch. */
  note(uuidHash: number): void;
  /** It has a line with the text that is sought, or may have one. */
  want(uuidHash: number): void;
  readonly asked: TraceNote;
}

/** Is told that a task was asked for in a trace, by the hashes of the task's uuid and of the uuid that the trace has. */
export type TraceNote = (uuidHash: number, traceHash: number) => void;

/** Some messages of a log, in their order. */
export interface Batch {
  /** Gives all of them; to be called once. What cannot be used is told of, unless it is known already. */
  feed(sink: MessageSink, unused?: "told" | "known"): void;
  /** In its place: tells of each task that has a message in it, and perhaps of others. */
  tasks(notes: TaskNotes): void;
}

type OnUnused = (line: number, reason: string) => void;

/** The lines of a block; only tasks with a line that has the text are wanted, where one is sought. */
export function scannedBatch(block: LineBlock, lines: LayeredLines, unused: OnUnused, text?: SoughtText): Batch {
  const feed: Batch["feed"] = (sink, asTold = "told") => lines.block(block, sink, asTold === "told" ? unused : ignore);
  return {
    feed,
    tasks: (notes) => {
      const { note, want, asked } = notes;
      const sink = noting(notes);
      const sought = text && { text, found: want };
      if (taskHashes(block, note, (line) => noteTrace(line, asked), sought)) lines.pass(block, sink);
      else feed(sink, "known");
    },
  };
}

/** What the lines of a source leave to say when they are over. */
export function lastBatch(lines: LayeredLines, unused: OnUnused): Batch {
  const feed: Batch["feed"] = (sink, asTold = "told") => {
    lines.end({ message: (message, line) => sink.message(message, line), unused: asTold === "told" ? unused : ignore });
  };
  return { feed, tasks: (notes) => feed(noting(notes), "known") };
}

/** Tells of the tasks of lines that are read. A line may say more than stands in it: the tasks of all of them are wanted. */
export function noting({ note, want, asked }: TaskNotes): MessageSink {
  return {
    message: (message) => {
      const hash = hashOfUuid(message.task_uuid);
      note(hash);
      want(hash);
      noteTraceOf(message, asked);
    },
    scanned: (line) => {
      note(line.uuidHash);
      want(line.uuidHash);
      noteTraceOfLine(line, asked);
    },
  };
}

function ignore(): void {}

/** Tells of the trace that the message says its task was asked for in. */
function noteTraceOf({ task_uuid: taskUuid, clew_trace_id: traceId }: Message, asked: TraceNote): void {
  if (typeof traceId === "string") asked(hashOfUuid(taskUuid), hashOfUuid(uuidOfTrace(traceId)));
}

/** The same of a line that was scanned. */
function noteTraceOfLine(line: ScannedLine, asked: TraceNote): void {
  if (line.hasParentSpan) noteTrace(line.text, asked);
}

function noteTrace(text: string, asked: TraceNote): void {
  const parsed = text.includes(TRACE_ID) ? parseLine(text) : undefined;
  if (parsed?.ok) noteTraceOf(parsed.message, asked);
}

const TRACE_ID = '"clew_trace_id"';

/** Messages that were parsed. */
export function parsedBatch(messages: readonly Message[]): Batch {
  const feed: Batch["feed"] = (sink) => {
    for (const message of messages) sink.message(message, 0);
  };
  return { feed, tasks: (notes) => feed(noting(notes)) };
}
