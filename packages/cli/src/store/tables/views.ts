// The tables that people ask with SQL, each column with the expression that makes it of the store's own rows.

import { KIND_NAMES, STATUS_NAMES } from "./role.js";
import { FIELDS_SQL } from "./schema.js";

export interface View {
  readonly name: string;
  readonly rows: string;
  readonly columns: readonly ViewColumn[];
}

/** A name, its expression, and the values that it has where they are few. */
export type ViewColumn = readonly [name: string, sql: string, values?: readonly string[]];

// Differences of times have six digits that mean something.
const seconds = (column: string) => `round(${column}, 6)`;
const LEVEL: ViewColumn = ["task_level", "level::BIGINT[]"];
const same = (name: string): ViewColumn => [name, name];

export const VIEWS: readonly View[] = [
  {
    name: "messages",
    rows: "message_rows",
    columns: [
      same("task_uuid"),
      LEVEL,
      same("timestamp"),
      ["kind", KIND_NAMES.sql, KIND_NAMES.names],
      same("type"),
      ["status", STATUS_NAMES.sql],
      ["fields", `${FIELDS_SQL}::JSON`],
    ],
  },
  {
    name: "actions",
    rows: "action_rows",
    columns: [
      same("task_uuid"),
      LEVEL,
      ...["action_type", "status", "outcome", "start_time", "end_time"].map(same),
      ["duration", seconds("duration")],
      ["self_time", seconds("self_time")],
      same("exception"),
      same("reason"),
    ],
  },
  {
    name: "tasks",
    rows: "task_rows",
    columns: [
      same("task_uuid"),
      ["action_type", "CASE WHEN is_action THEN type END"],
      same("status"),
      same("start_time"),
      ["duration", seconds("duration")],
      same("messages"),
    ],
  },
];

export function createView({ name, rows, columns }: View): string {
  return `CREATE VIEW ${name} AS SELECT ${columns.map(([column, sql]) => `${sql} AS ${column}`).join(", ")} FROM ${rows}`;
}

/** The views and their columns, a line each, as a help has them. */
export function viewsText(): string {
  const width = Math.max(...VIEWS.map(({ name }) => name.length)) + 2;
  const lines = VIEWS.map(({ name, columns }) => {
    const names = columns.map(([column, , values]) => (values ? `${column} (${values.join(", ")})` : column));
    return `  ${name.padEnd(width)}${names.join(", ")}\n`;
  });
  return lines.join("");
}
