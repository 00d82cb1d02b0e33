// Logs to lines and tasks: whoever takes them writes each line when it comes, and each task when it seems complete.

import { MOST_CHANGED_TASKS } from "@clew/log";
import { type Message, Parser, type ScannedLine, scanLines, type TaskTree } from "clew/parse";
import type { LineBlock } from "../../input/index.js";
import { RootValues, type RowRange, type StoreState } from "../tables/index.js";
import type { FileReader } from "./file-reader.js";
import type { RowSink } from "./store-writer.js";
import { TaskRows } from "./task-rows.js";

/** Messages of tasks that have not ended are held up to this number; what is beyond is put together at the end. */
const MOST_HELD = 300_000;
/** A message that comes later than this is not lost: its task is put together again: holding less costs less memory and time. */
const LINGER_SECONDS = 1;

/** The outcome of a read, as the store now has it. */
export interface Ingested {
  readonly state: StoreState;
  /** The tasks of which something was read: the first thousand, and one more where there are more. */
  readonly changed: readonly string[];
}

/** Reads files, after what a store has read of them before. */
export async function ingest(sink: RowSink, before: StoreState, readers: readonly FileReader[]): Promise<Ingested> {
  const gathering = new Gathering(before);
  for (const reader of readers) {
    for await (const block of reader.blocks()) {
      const taken = sink.lines(block);
      gathering.read(block, reader);
      await taken;
      sink.tasks(gathering.rows.take());
    }
  }
  gathering.end();
  sink.tasks(gathering.rows.take());
  const read = new Set(readers.map((reader) => reader.before));
  const files = [...before.files.filter((file) => !read.has(file)), ...readers.map((reader) => reader.state)];
  const { firstTime, lastTime, rootValues } = gathering;
  const state = await sink.end({ files, firstTime, lastTime, rootValues: rootValues.seen });
  return { state, changed: gathering.changed };
}

interface GrowingRange {
  first: number;
  last: number;
  lines: number;
}

class Gathering {
  readonly changed: string[] = [];
  readonly rootValues: RootValues;
  readonly rows: TaskRows;
  firstTime: number | null;
  lastTime: number | null;
  #next: number;
  readonly #ranges = new Map<string, GrowingRange>();
  readonly #parser = new Parser({ endless: true, maxMessages: MOST_HELD, lingerSeconds: LINGER_SECONDS });

  constructor(before: StoreState) {
    this.rootValues = new RootValues(before.rootValues);
    this.rows = new TaskRows(this.rootValues);
    this.firstTime = before.firstTime;
    this.lastTime = before.lastTime;
    this.#next = before.messages;
  }

  read(block: LineBlock, reader: FileReader): void {
    const lines = scanLines(block, block.firstLine, {
      message: (message) => this.#addParsed(message),
      scanned: (line) => this.#addScanned(line),
      unused: reader.unused,
    });
    reader.seen(block.firstLine + lines);
  }

  end(): void {
    this.#give(this.#parser.end());
  }

  #addScanned(line: ScannedLine): void {
    this.#note(line.taskUuid, line.timestamp);
    this.#give(this.#parser.addScanned(line));
  }

  #addParsed(message: Message): void {
    this.#note(message.task_uuid, message.timestamp);
    this.#give(this.#parser.add(message));
  }

  #note(taskUuid: string, time: number): void {
    const n = this.#next++;
    const range = this.#ranges.get(taskUuid);
    if (range === undefined) {
      this.#ranges.set(taskUuid, { first: n, last: n, lines: 1 });
      if (this.changed.length <= MOST_CHANGED_TASKS) this.changed.push(taskUuid);
    } else {
      range.last = n;
      range.lines++;
    }
    if (!Number.isFinite(time)) return;
    if (this.firstTime === null || time < this.firstTime) this.firstTime = time;
    if (this.lastTime === null || time > this.lastTime) this.lastTime = time;
  }

  #give(trees: readonly TaskTree[]): void {
    for (const tree of trees) {
      const range = this.#ranges.get(tree.taskUuid) as RowRange;
      this.#ranges.delete(tree.taskUuid);
      this.rows.add(tree, range);
    }
  }
}
