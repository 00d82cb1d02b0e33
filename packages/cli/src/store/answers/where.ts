// Which tasks a query means, as SQL with values. Text from a page never becomes part of the SQL.

import type { TaskQuery } from "@clew/log";
import type { DuckDBValue } from "@duckdb/node-api";
import { FIELDS_SQL } from "../tables/index.js";

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
  for (const [field, wanted] of valuesByField(query)) {
    const places = wanted.map(place).join(", ");
    const ofRoot = known.narrowFields.has(field)
      ? `t IN (SELECT t FROM root_values WHERE field = ${place(field)} AND value IN (${places}))`
      : `json_extract_string(fields, ${place(jsonPath([field]))}) IN (${places})`;
    const deeper = typesAndNames(field).map(
      ([type, name]) => `(type = ${place(type)} AND coalesce(
        json_extract_string(${FIELDS_SQL}, ${place(jsonPath([name]))}),
        json_extract_string(${FIELDS_SQL}, ${place(jsonPath(name.split(".")))})) IN (${places}))`,
    );
    // A field of the root with this very name is meant where there is one.
    if (deeper.length === 0) conditions.push(ofRoot);
    else {
      const isOfRoot = `json_exists(fields, ${place(jsonPath([field]))})`;
      const inTask = `task_uuid IN (SELECT task_uuid FROM message_rows WHERE ${deeper.join(" OR ")})`;
      conditions.push(`((${isOfRoot} AND ${ofRoot}) OR (NOT ${isOfRoot} AND ${inTask}))`);
    }
  }
  if (known.textTable !== undefined) conditions.push(`task_uuid IN (SELECT task_uuid FROM ${known.textTable})`);
  return { sql: conditions.length === 0 ? "true" : conditions.join(" AND "), values };
}

/** The values of each field, one of which must hold. */
function valuesByField({ fields = [] }: TaskQuery): ReadonlyMap<string, readonly string[]> {
  const byField = new Map<string, string[]>();
  for (const { field, value } of fields) byField.set(field, [...(byField.get(field) ?? []), value]);
  return byField;
}

/** The ways to read `payment.card.kind` as a type and a name in its records. Types may have dots of their own. */
function typesAndNames(field: string): readonly (readonly [type: string, name: string])[] {
  const dots = [...field].flatMap((sign, i) => (sign === "." ? [i] : []));
  return dots.slice(0, MOST_DOTS).map((dot) => [field.slice(0, dot), field.slice(dot + 1)]);
}

const MOST_DOTS = 16;

/** The pointer to a value in an object, whatever the names on the way. */
function jsonPath(names: readonly string[]): string {
  return names.map((name) => `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
