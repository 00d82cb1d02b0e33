// Lines to rows: each message when it is read, each task when it seems complete. A task that gets messages afterwards is
// put together again, from its lines in the store, before anybody can see the rows.

import type { DuckDBConnection } from "@duckdb/node-api";
import { type Message, Parser, type ScannedLine, scanLines, type TaskTree } from "clew/parse";
import type { LineBlock } from "../input/index.js";
import type { FileReader } from "./file-reader.js";
import { MessageRows } from "./message-rows.js";
import { RootValues } from "./root-values.js";
import { changedTrees, findChanged, forgetChanged } from "./settle.js";
import type { StoreState } from "./store-state.js";
import { type RowRange, TaskRows } from "./task-rows.js";

/** Messages of tasks that have not ended are held up to this number; what is beyond is put together at the end. */
const MOST_HELD = 300_000;

interface GrowingRange {
  first: number;
  last: number;
  lines: number;
}

/** Reads files into the tables, on a connection on which a transaction has begun. */
export async function ingest(
  connection: DuckDBConnection,
  before: StoreState,
  readers: readonly FileReader[],
): Promise<StoreState & { readonly changed: readonly string[] }> {
  const messageAppender = await connection.createAppender("message_rows");
  const taskAppender = await connection.createAppender("task_rows");
  const actionAppender = await connection.createAppender("action_rows");
  const valueAppender = await connection.createAppender("root_values");
  const values = new RootValues(valueAppender, before.rootValues);
  const messages = new MessageRows(messageAppender, before.messages);
  const tasks = new TaskRows(taskAppender, actionAppender, values, before.nextTask);
  const gathering = new Gathering(messages, tasks, before);
  for (const reader of readers) for await (const block of reader.blocks()) gathering.read(block, reader);
  gathering.end();
  const flush = () => {
    for (const appender of [messageAppender, taskAppender, actionAppender, valueAppender]) appender.flushSync();
  };
  flush();

  if (await findChanged(connection, before.nextTask)) {
    await forgetChanged(connection);
    for await (const { tree, range } of changedTrees(connection)) tasks.add(tree, range);
    flush();
  }
  for (const appender of [messageAppender, taskAppender, actionAppender, valueAppender]) appender.closeSync();
  if (values.tooMany.length > 0) {
    const places = values.tooMany.map((_, i) => `$${i + 1}`).join(", ");
    await connection.run(`DELETE FROM root_values WHERE field IN (${places})`, values.tooMany);
  }
  return {
    files: [],
    messages: messages.next,
    nextTask: tasks.next,
    firstTime: gathering.firstTime,
    lastTime: gathering.lastTime,
    rootValues: values.seen,
    changed: gathering.changed,
  };
}

class Gathering {
  /** The tasks of which something was read, the first thousand and one. */
  readonly changed: string[] = [];
  firstTime: number | null;
  lastTime: number | null;
  readonly #messages: MessageRows;
  readonly #tasks: TaskRows;
  readonly #ranges = new Map<string, GrowingRange>();
  readonly #parser = new Parser({ endless: true, maxMessages: MOST_HELD });

  constructor(messages: MessageRows, tasks: TaskRows, { firstTime, lastTime }: StoreState) {
    this.#messages = messages;
    this.#tasks = tasks;
    this.firstTime = firstTime;
    this.lastTime = lastTime;
  }

  read(block: LineBlock, reader: FileReader): void {
    const lines = scanLines(block, block.firstLine, {
      message: (message, _line, text) => this.#addParsed(message, text),
      scanned: (line) => this.#addScanned(line),
      unused: reader.unused,
    });
    reader.seen(block.firstLine + lines);
  }

  end(): void {
    this.#give(this.#parser.end());
  }

  #addScanned(line: ScannedLine): void {
    const { taskUuid } = line;
    this.#note(taskUuid, line.timestamp);
    this.#messages.addScanned(line, taskUuid);
    this.#give(this.#parser.addScanned(line));
  }

  #addParsed(message: Message, text: string): void {
    this.#note(message.task_uuid, message.timestamp);
    this.#messages.addParsed(message, text);
    this.#give(this.#parser.add(message));
  }

  #note(taskUuid: string, time: number): void {
    const n = this.#messages.next;
    const range = this.#ranges.get(taskUuid);
    if (range === undefined) {
      this.#ranges.set(taskUuid, { first: n, last: n, lines: 1 });
      if (this.changed.length <= MOST_CHANGED) this.changed.push(taskUuid);
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
      this.#tasks.add(tree, range);
    }
  }
}

const MOST_CHANGED = 1000;
