// Questions in SQL. They are asked of the store's file, opened for reading only and locked against everything else.

import type { DuckDBConnection } from "@duckdb/node-api";
import type { Progress, UnusedLines } from "../../input/index.js";
import type { Database } from "../database/index.js";
import { type Leave, openUpToDate } from "../up-to-date.js";
import { checkQuery, refused } from "./checked-query.js";
import { withNaturalArrows } from "./natural-arrows.js";
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

/** Asks one question of logs, and hands the answer over while it is read. */
export async function queryStore(
  names: readonly string[],
  sql: string,
  options: QueryOptions,
  read: (answer: Answer, unused: UnusedLines) => Promise<void>,
): Promise<void> {
  const leave: Leave = [];
  try {
    const { database, unused } = await openUpToDate(names, options, leave);
    const meant = withNaturalArrows(sql);
    await checkQuery(database, meant);
    const connection = await lockedConnection(database);
    leave.push(() => connection.closeSync());
    await read(await answerOf(connection, meant, options), unused);
  } finally {
    for (const undo of leave.reverse()) await undo();
  }
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
