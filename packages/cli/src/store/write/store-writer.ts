// Rows are written while logs are read, in one transaction: each line when it comes, each task when it seems complete. A
// task that got lines afterwards is put together again, from its lines in the store, before anybody can see the rows.

import type { DuckDBAppender, DuckDBConnection } from "@duckdb/node-api";
import { scanLines } from "clew/parse";
import type { LineBlock } from "../../input/index.js";
import { fieldNamesOf, typeNumbers } from "../answers/index.js";
import { type Database, rowsOf } from "../database/index.js";
import type { FileState } from "../files/index.js";
import { fillBegunGroup, Sieve } from "../sieve/index.js";
import { NEW_SIEVE, NOTHING_READ, RootValues, type SqlValue, type StoreState, writeState } from "../tables/index.js";
import { MessageRows } from "./message-rows.js";
import { changedTrees, findChanged, forgetChanged } from "./settle.js";
import { TaskRows } from "./task-rows.js";
import { TaskWriter } from "./task-writer.js";

/** Takes what was read of logs, in its order. */
export interface RowSink {
  /** Takes lines, and has done with them when the promise fulfils. */
  lines(block: LineBlock): Promise<void>;
  /** Takes rows that `TaskRows` made. */
  tasks(values: readonly SqlValue[]): void;
  /** All was read: gives what the store knows of itself from now on, once it is written. */
  end(read: ReadState): Promise<StoreState>;
}

/** The knowledge of a reader about its logs, at the end. */
export interface ReadState {
  readonly files: readonly FileState[];
  readonly firstTime: number | null;
  readonly lastTime: number | null;
  readonly rootValues: StoreState["rootValues"];
}

const TABLES = ["message_rows", "task_rows", "action_rows", "root_values", "block_rows"] as const;
/** A transaction of more messages takes more memory than a store may. */
const MOST_AT_ONCE = 250_000;
/** A read of more messages than this works out at once what would else be worked out when it is asked for. */
const LONG = 100_000;
const NOTHING_SAID = { message: () => {}, scanned: () => {}, unused: () => {} };

export class StoreWriter implements RowSink {
  readonly #connection: DuckDBConnection;
  readonly #before: StoreState;
  readonly #appenders: readonly DuckDBAppender[];
  readonly #bits: DuckDBAppender;
  readonly #blocks: DuckDBAppender;
  readonly #messages: MessageRows;
  readonly #tasks: TaskWriter;
  #committed: number;

  private constructor(connection: DuckDBConnection, before: StoreState, appenders: readonly DuckDBAppender[]) {
    const [lines, tasks, actions, rootValues, blocks, bits] = appenders as [...Six<DuckDBAppender>];
    this.#connection = connection;
    this.#before = before;
    this.#appenders = appenders;
    this.#bits = bits;
    this.#blocks = blocks;
    this.#messages = new MessageRows(lines, new Sieve(bits, blocks, before.messages), before.messages);
    this.#tasks = new TaskWriter(tasks, actions, rootValues, before.nextTask);
    this.#committed = before.messages;
  }

  /** Begins to write to a database, after what it holds. */
  static async begin(database: Database, before: StoreState): Promise<StoreWriter> {
    const connection = await database.connect();
    await connection.run("BEGIN");
    await connection.run(NEW_SIEVE);
    const appenders = await Promise.all(TABLES.map((table) => connection.createAppender(table)));
    return new StoreWriter(connection, before, [
      ...appenders,
      await connection.createAppender("new_sieve", "main", "temp"),
    ]);
  }

  async lines(block: LineBlock): Promise<void> {
    const messages = this.#messages;
    scanLines(block, block.firstLine, {
      ...NOTHING_SAID,
      message: (message, _line, text) => messages.addParsed(message, text),
      scanned: (line) => messages.addScanned(line),
    });
    // Nobody sees a new store before it is finished, so it is written in several transactions.
    if (this.#before !== NOTHING_READ || messages.next - this.#committed < MOST_AT_ONCE) return;
    this.#flush();
    for (const sql of ["COMMIT", "CHECKPOINT", "BEGIN"]) await this.#connection.run(sql);
    this.#committed = messages.next;
  }

  tasks(values: readonly SqlValue[]): void {
    this.#tasks.write(values);
  }

  async end(read: ReadState): Promise<StoreState> {
    const [connection, before] = [this.#connection, this.#before];
    const messages = this.#messages.next;
    this.#flush();
    await fillBegunGroup(connection, this.#bits, this.#blocks, before.messages, messages);
    const rootValues = await this.#settle(read.rootValues);
    this.#flush();
    for (const appender of this.#appenders) appender.closeSync();
    // A search reads one part of all groups: those lie side by side, as far as they are written together.
    await connection.run("INSERT INTO sieve_rows SELECT * FROM new_sieve ORDER BY part, g");
    await connection.run("DROP TABLE new_sieve");
    const tooMany = rootValues.flatMap(([field, values]) => (values === null ? [field] : []));
    if (tooMany.length > 0) {
      const places = tooMany.map((_, i) => `$${i + 1}`).join(", ");
      await connection.run(`DELETE FROM root_values WHERE field IN (${places})`, tooMany);
    }
    const isLong = messages - before.messages > LONG;
    const types = isLong ? await typeNumbers((sql) => rowsOf(connection, sql)) : null;
    const fieldNames = isLong ? await fieldNamesOf((sql) => rowsOf(connection, sql), messages) : null;
    const state: StoreState = { ...read, messages, nextTask: this.#tasks.next, types, fieldNames, rootValues };
    await writeState(connection, state);
    await connection.run("COMMIT");
    return state;
  }

  /** Lets go of the database; what was not committed is gone. */
  close(): void {
    this.#connection.closeSync();
  }

  #flush(): void {
    for (const appender of this.#appenders) appender.flushSync();
  }

  /** Puts the tasks together again that got lines after they had been given; gives the values that were seen of the roots. */
  async #settle(seen: StoreState["rootValues"]): Promise<StoreState["rootValues"]> {
    const connection = this.#connection;
    if (!(await findChanged(connection, this.#before.nextTask))) return seen;
    await forgetChanged(connection);
    const rootValues = new RootValues(seen);
    const rows = new TaskRows(rootValues);
    for await (const { tree, range } of changedTrees(connection)) {
      rows.add(tree, range);
      this.#tasks.write(rows.take());
    }
    return rootValues.seen;
  }
}

type Six<Item> = readonly [Item, Item, Item, Item, Item, Item];
