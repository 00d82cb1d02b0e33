// Which tasks a query means, as SQL with values. Text from a page never becomes part of the SQL.

import type { TaskQuery } from "@clew/viewer/model";
import type { DuckDBValue } from "@duckdb/node-api";

/** A condition on rows of `task_rows`, and the values for its places. */
export interface Where {
  readonly sql: string;
  readonly values: readonly DuckDBValue[];
}

export function whereOf(query: TaskQuery, narrowFields: ReadonlySet<string>, except?: "types" | "statuses"): Where {
  const conditions: string[] = [];
  const values: DuckDBValue[] = [];
  const place = (value: DuckDBValue) => `$${values.push(value)}`;
  const oneOf = (column: string, wanted: readonly string[] | undefined) => {
    if (wanted !== undefined)
      conditions.push(wanted.length === 0 ? "false" : `${column} IN (${wanted.map(place).join(", ")})`);
  };
  if (except !== "types") oneOf("type", query.types);
  if (except !== "statuses") oneOf("status", query.statuses);
  if (query.from !== undefined) conditions.push(`start_time >= ${place(query.from)}`);
  if (query.to !== undefined) conditions.push(`start_time < ${place(query.to)}`);
  if (query.minDurationSeconds !== undefined) conditions.push(`duration >= ${place(query.minDurationSeconds)}`);
  for (const { field, value } of query.fields ?? []) {
    if (narrowFields.has(field)) {
      conditions.push(`t IN (SELECT t FROM root_values WHERE field = ${place(field)} AND value = ${place(value)})`);
    } else conditions.push(`json_extract_string(fields, ${place(jsonPath(field))}) = ${place(value)}`);
  }
  if (query.text !== undefined && query.text !== "") {
    const places = spellings(query.text).map((text) => `contains(lower(line), ${place(text)})`);
    conditions.push(`task_uuid IN (SELECT task_uuid FROM message_rows WHERE ${places.join(" OR ")})`);
  }
  return { sql: conditions.length === 0 ? "true" : conditions.join(" AND "), values };
}

function jsonPath(field: string): string {
  return `$.${JSON.stringify(field)}`;
}

/** The ways in which a text may stand in a line of JSON, in small letters: as it is, and escaped as writers escape it. */
export function spellings(text: string): string[] {
  const small = text.toLowerCase();
  const escaped = JSON.stringify(small).slice(1, -1);
  const ascii = escaped.replace(/[\u0080-\uffff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
  return [...new Set([small, escaped, ascii])];
}
