// Questions in SQL. They are asked of the store's file, opened for reading only and locked against everything else; of a
// copy of it where another process has it open; and of a store that is gone afterwards where the log is a pipe.

import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import { type Progress, UnusedLines } from "../../input/index.js";
import { type Database, openDatabase, StoreError } from "../database/index.js";
import { takeSnapshot } from "../files/index.js";
import { openStore } from "../open-store.js";
import { checkQuery, refused } from "./checked-query.js";
import { queryValue } from "./query-value.js";

export interface QueryOptions {
  readonly timeoutSeconds: number;
  readonly mostRows: number;
  readonly progress?: Progress;
}

/** The columns and rows of an answer, as they come. */
export interface Answer {
  readonly columns: readonly string[];
  /** Values are null, booleans, numbers, bigints, texts, lists and objects. */
  readonly rows: AsyncIterable<readonly (readonly unknown[])[]>;
  /** Tells whether there were more rows than were asked for; known when the rows were read. */
  readonly hasMore: () => boolean;
}

/** The steps to undo at the end, the last first. */
export type Leave = (() => unknown)[];

/** Asks one question of logs, and hands the answer over while it is read. */
export async function queryStore(
  names: readonly string[],
  sql: string,
  options: QueryOptions,
  read: (answer: Answer, unused: UnusedLines) => Promise<void>,
): Promise<void> {
  const leave: Leave = [];
  try {
    const { path, unused } = await findStore(names, options, leave);
    const database = await openDatabase(path, "read");
    leave.push(() => database.close());
    await checkQuery(database, sql);
    const connection = await lockedConnection(database);
    leave.push(() => connection.closeSync());
    await read(await answerOf(connection, sql, options), unused);
  } finally {
    for (const undo of leave.reverse()) await undo();
  }
}

/** A store of these logs that is up to date and that nobody has open. */
export async function findStore(
  names: readonly string[],
  { progress }: Pick<QueryOptions, "progress">,
  leave: Leave,
): Promise<{ readonly path: string; readonly unused: UnusedLines }> {
  const pipe = names.length === 0 || names.includes("-") ? await keptPipe(leave) : undefined;
  const files = pipe === undefined ? names : [pipe, ...names.filter((name) => name !== "-")];
  const refresh = async (path?: string) => {
    const store = await openStore(files, { ...(progress && { progress }), ...(path !== undefined && { path }) });
    await store.close();
    return { path: store.path, unused: pipe === undefined ? store.unused : ofStandardInput(store.unused, pipe) };
  };
  try {
    return await refresh();
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== "CLEW_STORE_BUSY" || error.path === undefined) throw error;
    const copy = await takeSnapshot(error.path);
    leave.push(copy.remove);
    return await refresh(copy.path);
  }
}

/** A file that holds what the pipe gave. */
async function keptPipe(leave: Leave): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "clew-query-"));
  leave.push(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, "standard-input.log");
  await pipeline(process.stdin, createWriteStream(file, { mode: 0o600 }));
  return file;
}

/** The same lines, with the name that the pipe has elsewhere. */
function ofStandardInput(unused: UnusedLines, pipe: string): UnusedLines {
  const named = new UnusedLines();
  for (const line of unused.first) named.add(line.file === pipe ? { ...line, file: "standard input" } : line);
  named.count = unused.count;
  return named;
}

async function lockedConnection(database: Database): Promise<DuckDBConnection> {
  const connection = await database.connect();
  await connection.run("SET lock_configuration = true");
  return connection;
}

async function answerOf(
  connection: DuckDBConnection,
  sql: string,
  { timeoutSeconds, mostRows }: QueryOptions,
): Promise<Answer> {
  const timer = setTimeout(() => connection.interrupt(), Math.min(timeoutSeconds * 1000, 2 ** 31 - 1));
  const explained = (error: unknown) => {
    clearTimeout(timer);
    const text = error instanceof Error ? error.message : String(error);
    return refused(
      /interrupt/i.test(text) ? `it took longer than ${timeoutSeconds} s; narrow it, or give --timeout` : text,
    );
  };
  const result = await connection.stream(sql).catch((error: unknown) => {
    throw explained(error);
  });
  const types = result.columnTypes();
  let hasMore = false;
  async function* rows() {
    let left = mostRows;
    try {
      for await (const chunk of result.yieldRows()) {
        if (chunk.length > left) hasMore = true;
        yield chunk
          .slice(0, left)
          .map((row) => row.map((value, i) => queryValue(value, types[i] ?? result.columnType(i))));
        left -= chunk.length;
        if (hasMore) return;
      }
    } catch (error) {
      throw explained(error);
    } finally {
      clearTimeout(timer);
    }
  }
  return { columns: result.deduplicatedColumnNames(), rows: rows(), hasMore: () => hasMore };
}
