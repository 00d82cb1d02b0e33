import type { DuckDBAppender } from "@duckdb/node-api";

/** The types of the store's columns, and their values in JavaScript. All but numbers and flags may be missing. */
export interface SqlValues {
  readonly VARCHAR: string | null;
  readonly DOUBLE: number | null;
  readonly UINTEGER: number;
  readonly INTEGER: number;
  readonly UTINYINT: number;
  readonly BOOLEAN: boolean;
}

export type SqlType = keyof SqlValues;
export type SqlValue = SqlValues[SqlType];

/** A column: its name, its type, and its value out of the thing that a row is made of. */
export type Column<Thing> = {
  readonly [Type in SqlType]: readonly [
    name: string,
    type: Type,
    of: (thing: Thing) => SqlValues[Type],
    storage?: "COMPRESSION zstd",
  ];
}[SqlType];

/** The statement that makes a table of columns. */
export function createTable(name: string, columns: readonly Column<never>[]): string {
  const declared = columns.map(([column, type, , storage]) => `${column} ${type}${storage ? ` USING ${storage}` : ""}`);
  return `CREATE TABLE ${name} (${declared.join(", ")})`;
}

/** Appends one row, made of a thing. */
export function appendRow<Thing>(appender: DuckDBAppender, columns: readonly Column<Thing>[], thing: Thing): void {
  for (const [, type, of] of columns) append(appender, type, of(thing));
  appender.endRow();
}

/** Appends the value of one column. */
export function append(appender: DuckDBAppender, type: SqlType, value: SqlValue): void {
  if (value === null) appender.appendNull();
  else APPEND[type](appender, value as never);
}

type Append = { readonly [Type in SqlType]: (appender: DuckDBAppender, value: NonNullable<SqlValues[Type]>) => void };

const APPEND: Append = {
  VARCHAR: (appender, value) => appender.appendVarchar(value),
  DOUBLE: (appender, value) => appender.appendDouble(value),
  UINTEGER: (appender, value) => appender.appendUInteger(value),
  INTEGER: (appender, value) => appender.appendInteger(value),
  UTINYINT: (appender, value) => appender.appendUTinyInt(value),
  BOOLEAN: (appender, value) => appender.appendBoolean(value),
};
