// Which tasks a query means, as SQL with values. Text from a page never becomes part of the SQL.

import type { TaskQuery } from "@clew/log";
import type { DuckDBValue } from "@duckdb/node-api";

/** A condition on rows of `task_rows`, and the values for its places. */
export interface Where {
  readonly sql: string;
  readonly values: readonly DuckDBValue[];
}

/** The parts of a query that are looked up before. */
export interface Known {
  /** The fields of roots of which all values are in a table. */
  readonly narrowFields: ReadonlySet<string>;
  /** The table of the tasks in which the query's text stands. */
  readonly textTable: string | undefined;
}

/** The condition for all of a query, or for all but one part. */
export function whereOf(query: TaskQuery, known: Known, except?: "types" | "statuses"): Where {
  const conditions: string[] = [];
  const values: DuckDBValue[] = [];
  const place = (value: DuckDBValue) => `$${values.push(value)}`;
  const oneOf = (column: string, wanted: readonly string[] | undefined) => {
    if (wanted !== undefined)
      conditions.push(wanted.length === 0 ? "false" : `${column} IN (${wanted.map(place).join(", ")})`);
  };
  if (query.taskUuidStart !== undefined) {
    conditions.push(`starts_with(lower(task_uuid), ${place(query.taskUuidStart.toLowerCase())})`);
  }
  if (except !== "types") oneOf("type", query.types);
  if (except !== "statuses") oneOf("status", query.statuses);
  if (query.from !== undefined) conditions.push(`start_time >= ${place(query.from)}`);
  if (query.to !== undefined) conditions.push(`start_time < ${place(query.to)}`);
  if (query.minDurationSeconds !== undefined) conditions.push(`duration >= ${place(query.minDurationSeconds)}`);
  if (query.minFailures !== undefined) conditions.push(`failures >= ${place(query.minFailures)}`);
  for (const { field, value } of query.fields ?? []) {
    if (known.narrowFields.has(field)) {
      conditions.push(`t IN (SELECT t FROM root_values WHERE field = ${place(field)} AND value = ${place(value)})`);
    } else conditions.push(`json_extract_string(fields, ${place(jsonPath(field))}) = ${place(value)}`);
  }
  if (known.textTable !== undefined) conditions.push(`task_uuid IN (SELECT task_uuid FROM ${known.textTable})`);
  return { sql: conditions.length === 0 ? "true" : conditions.join(" AND "), values };
}

/** The pointer to a field of an object, whatever its name. */
function jsonPath(field: string): string {
  return `/${field.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
