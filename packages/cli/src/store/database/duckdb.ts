// The embedded database. It is 70 MB of native code, so it is loaded when a store is opened and not before.

import { chmod } from "node:fs/promises";
import { availableParallelism } from "node:os";
import type { DuckDBConnection, DuckDBInstance, DuckDBValue } from "@duckdb/node-api";
import { StoreError } from "./store-error.js";

export type Row = Readonly<Record<string, unknown>>;

/** Together with what reading a log takes this stays under 1 GiB; what does not fit goes to a file. */
const MEMORY = "256MiB";
const MOST_THREADS = 4;

/** A database in memory beside the file, for what was worked out and may be forgotten. */
export const SCRATCH = "scratch";

/** A file of the database, opened. One process at a time can write to it; several can read it when none writes. */
export class Database {
  readonly path: string;
  readonly #instance: DuckDBInstance;
  #idle: DuckDBConnection[] = [];
  #closed = false;

  constructor(path: string, instance: DuckDBInstance) {
    this.path = path;
    this.#instance = instance;
  }

  /** A connection of its own; whoever asked for it closes it. */
  connect(): Promise<DuckDBConnection> {
    return this.#instance.connect();
  }

  /** The rows of a statement, as values of JavaScript. */
  rows<Kind = Row>(sql: string, values: readonly DuckDBValue[] = []): Promise<Kind[]> {
    return this.#lend((connection) => rowsOf<Kind>(connection, sql, values));
  }

  /** The one value that a statement selects, as another statement takes it. */
  value(sql: string, values: readonly DuckDBValue[] = []): Promise<DuckDBValue> {
    return this.#lend(async (connection) => (await connection.runAndReadAll(sql, [...values])).value(0, 0));
  }

  async #lend<Answer>(ask: (connection: DuckDBConnection) => Promise<Answer>): Promise<Answer> {
    const connection = this.#idle.pop() ?? (await this.connect());
    try {
      return await ask(connection);
    } finally {
      if (this.#closed) connection.closeSync();
      else this.#idle.push(connection);
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const connection of this.#idle) connection.closeSync();
    this.#idle = [];
    this.#instance.closeSync();
  }
}

/** The rows of a statement on a connection that its caller keeps. */
export async function rowsOf<Kind = Row>(
  connection: DuckDBConnection,
  sql: string,
  values: readonly DuckDBValue[] = [],
): Promise<Kind[]> {
  const reader = await connection.runAndReadAll(sql, [...values]);
  return reader.getRowObjectsJS() as Kind[];
}

/** Opens a file, or makes it. Throws a `StoreError` where the database is not there or another process has the file. */
export async function openDatabase(path: string, access: "read" | "write"): Promise<Database> {
  const { DuckDBInstance } = await load();
  try {
    const instance = await DuckDBInstance.create(path, {
      access_mode: access === "read" ? "READ_ONLY" : "READ_WRITE",
      memory_limit: MEMORY,
      threads: String(Math.max(1, Math.min(MOST_THREADS, availableParallelism()))),
      temp_directory: `${path}.spill`,
      // Newer ways to compress: a log takes a sixth of its size.
      storage_compatibility_version: "latest",
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
      enable_external_access: "false",
      preserve_insertion_order: "true",
    });
    const database = new Database(path, instance);
    // It holds what the log holds.
    if (access === "write") await chmod(path, 0o600);
    await database.rows(`ATTACH ':memory:' AS ${SCRATCH} (READ_WRITE)`);
    return database;
  } catch (error) {
    throw cannotOpen(path, error);
  }
}

/** Opens a store, as `log`, to write what is in it to other files. */
export async function openExporter(path: string): Promise<Database> {
  const { DuckDBInstance } = await load();
  try {
    const instance = await DuckDBInstance.create(":memory:", {
      memory_limit: MEMORY,
      autoinstall_known_extensions: "false",
      preserve_insertion_order: "true",
    });
    const database = new Database(path, instance);
    await database.rows(`ATTACH '${path.replaceAll("'", "''")}' AS log (READ_ONLY)`);
    return database;
  } catch (error) {
    throw cannotOpen(path, error);
  }
}

async function load(): Promise<typeof import("@duckdb/node-api")> {
  try {
    return await import("@duckdb/node-api");
  } catch (error) {
    throw new StoreError(
      "CLEW_NO_DUCKDB",
      `Cannot open a store: DuckDB's native code for ${process.platform}-${process.arch} is not installed; ` +
        "install @clew/cli again without --no-optional, on a platform that @duckdb/node-api supports",
      { cause: error },
    );
  }
}

function cannotOpen(path: string, error: unknown): StoreError {
  const text = error instanceof Error ? error.message : String(error);
  if (/lock/i.test(text)) {
    const owner = /PID (\d+)/.exec(text)?.[1];
    return new StoreError(
      "CLEW_STORE_BUSY",
      `Cannot open ${JSON.stringify(path)}: ${owner === undefined ? "another process" : `process ${owner}`} has it open; ` +
        "end that one (a `clew view` keeps its store open), or try again when it is done",
      { cause: error, path },
    );
  }
  if (/not a valid DuckDB|storage version|newer version|older version/i.test(text)) {
    return new StoreError(
      "CLEW_STORE_DAMAGED",
      `Cannot open ${JSON.stringify(path)}: it is no store, or a damaged one`,
      {
        cause: error,
      },
    );
  }
  return new StoreError("CLEW_STORE", `Cannot open ${JSON.stringify(path)}: ${text.split("\n")[0]}`, { cause: error });
}
