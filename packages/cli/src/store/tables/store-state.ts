import type { FieldName, TypeNumbers } from "@clew/log";
import type { DuckDBConnection } from "@duckdb/node-api";
import { type Database, rowsOf } from "../database/index.js";
import type { FileState } from "../files/index.js";
import { SCHEMA_VERSION } from "./schema.js";

/** The knowledge of a store about itself; it is written together with the rows that it speaks of, or not at all. */
export interface StoreState {
  readonly files: readonly FileState[];
  readonly messages: number;
  readonly nextTask: number;
  readonly firstTime: number | null;
  readonly lastTime: number | null;
  /** The numbers of the types, where a long read worked them out; else `null`. */
  readonly types: readonly TypeNumbers[] | null;
  /** The names of fields, where a long read worked them out; else `null`. */
  readonly fieldNames: readonly FieldName[] | null;
  /** The values that were seen of each field of the roots; `null` where they are too many. */
  readonly rootValues: readonly (readonly [string, readonly string[] | null])[];
  /** Texts that were made of the rows: who changes these writes the state without them. */
  readonly kept?: KeptTexts;
}

/** Texts by their names, and a text that stands for the code that made them. */
export interface KeptTexts {
  readonly by: string;
  readonly texts: Readonly<Record<string, string>>;
}

export const NOTHING_READ: StoreState = {
  files: [],
  messages: 0,
  nextTask: 0,
  firstTime: null,
  lastTime: null,
  types: null,
  fieldNames: null,
  rootValues: [],
};

/** The state that was written last; `undefined` where this is no finished store of this version. */
export async function readState(database: Database): Promise<StoreState | undefined> {
  try {
    const [row] = await database.rows<{ version: number; state: string }>("SELECT version, state FROM store_state");
    return row?.version === SCHEMA_VERSION ? (JSON.parse(row.state) as StoreState) : undefined;
  } catch {
    return undefined;
  }
}

export async function writeState(connection: DuckDBConnection, state: StoreState): Promise<void> {
  await rowsOf(connection, "DELETE FROM store_state");
  await rowsOf(connection, "INSERT INTO store_state VALUES ($1::INTEGER, $2::VARCHAR)", [
    SCHEMA_VERSION,
    JSON.stringify(state),
  ]);
}
