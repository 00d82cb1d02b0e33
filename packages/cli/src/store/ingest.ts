// Lines to rows: each message when it is read, each task when it seems complete. A task that gets messages afterwards is
// put together again, from its lines in the store, before anybody can see the rows.

import type { DuckDBAppender, DuckDBConnection } from "@duckdb/node-api";
import { type Message, Parser, type ScannedLine, scanLines, type TaskTree } from "clew/parse";
import type { LineBlock } from "../input/index.js";
import { rowsOf } from "./duckdb.js";
import type { FileReader } from "./file-reader.js";
import { MessageRows } from "./message-rows.js";
import { RootValues } from "./root-values.js";
import { NEW_SIEVE } from "./schema.js";
import { changedTrees, findChanged, forgetChanged } from "./settle.js";
import { fillBegunGroup, Sieve } from "./sieve.js";
import { NOTHING_READ, type StoreState } from "./store-state.js";
import { type RowRange, TaskRows } from "./task-rows.js";
import { typeNumbers } from "./type-numbers.js";

/** Messages of tasks that have not ended are held up to this number; what is beyond is put together at the end. */
const MOST_HELD = 300_000;
/** What comes later than this is not lost, its task is put together again: holding less costs less memory and time. */
const LINGER_SECONDS = 1;

interface GrowingRange {
  first: number;
  last: number;
  lines: number;
}

/** A read of more messages than this works out at once what would else be worked out when it is asked for. */
const LONG = 100_000;

const TABLES = ["message_rows", "task_rows", "action_rows", "root_values", "block_rows"] as const;

/** A transaction of more messages takes more memory than a store may. */
const MOST_AT_ONCE = 500_000;

/**
 * Reads files into the tables, on a connection on which a transaction has begun. Into a new store, which nobody sees before
 * it is finished, it is written in several transactions.
 */
export async function ingest(
  connection: DuckDBConnection,
  before: StoreState,
  readers: readonly FileReader[],
): Promise<StoreState & { readonly changed: readonly string[] }> {
  await connection.run(NEW_SIEVE);
  const appenders = [
    ...(await Promise.all(TABLES.map((table) => connection.createAppender(table)))),
    await connection.createAppender("new_sieve", "main", "temp"),
  ];
  const [lines, roots, actions, rootValues, blocks, bits] = appenders as [...Six<DuckDBAppender>];
  const values = new RootValues(rootValues, before.rootValues);
  const sieve = new Sieve(bits, blocks, before.messages);
  const messages = new MessageRows(lines, sieve, before.messages);
  const tasks = new TaskRows(roots, actions, values, before.nextTask);
  const flush = () => {
    for (const appender of appenders) appender.flushSync();
  };

  const gathering = new Gathering(messages, tasks, before);
  let written = before.messages;
  for (const reader of readers) {
    for await (const block of reader.blocks()) {
      gathering.read(block, reader);
      if (before !== NOTHING_READ || messages.next - written < MOST_AT_ONCE) continue;
      flush();
      for (const sql of ["COMMIT", "CHECKPOINT", "BEGIN"]) await connection.run(sql);
      written = messages.next;
    }
  }
  gathering.end();
  flush();
  await fillBegunGroup(connection, bits, blocks, before.messages, messages.next);
  if (await findChanged(connection, before.nextTask)) {
    await forgetChanged(connection);
    for await (const { tree, range } of changedTrees(connection)) tasks.add(tree, range);
  }
  flush();
  for (const appender of appenders) appender.closeSync();
  // A search reads one part of all groups: those lie side by side, as far as they are written together.
  await connection.run("INSERT INTO sieve_rows SELECT * FROM new_sieve ORDER BY part, g");
  await connection.run("DROP TABLE new_sieve");
  if (values.tooMany.length > 0) {
    const places = values.tooMany.map((_, i) => `$${i + 1}`).join(", ");
    await connection.run(`DELETE FROM root_values WHERE field IN (${places})`, values.tooMany);
  }
  const isLong = messages.next - before.messages > LONG;
  return {
    files: [],
    messages: messages.next,
    nextTask: tasks.next,
    firstTime: gathering.firstTime,
    lastTime: gathering.lastTime,
    types: isLong ? await typeNumbers((sql) => rowsOf(connection, sql)) : null,
    rootValues: values.seen,
    changed: gathering.changed,
  };
}

type Six<Item> = readonly [Item, Item, Item, Item, Item, Item];

class Gathering {
  /** The tasks of which something was read, the first thousand and one. */
  readonly changed: string[] = [];
  firstTime: number | null;
  lastTime: number | null;
  readonly #messages: MessageRows;
  readonly #tasks: TaskRows;
  readonly #ranges = new Map<string, GrowingRange>();
  readonly #parser = new Parser({ endless: true, maxMessages: MOST_HELD, lingerSeconds: LINGER_SECONDS });

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
    const { taskUuid, timestamp } = line;
    this.#note(taskUuid, timestamp);
    this.#messages.addScanned(line, taskUuid, timestamp);
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
