// Which tasks a query means, as SQL with values. Text from a page never becomes part of the SQL.

import type { FieldOperator, TaskQuery } from "@clew/log";
import type { DuckDBValue } from "@duckdb/node-api";
import { FIELDS_SQL, KIND_NAMES } from "../tables/index.js";

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
  if (except !== "types" && query.notTypes !== undefined && query.notTypes.length > 0) {
    conditions.push(`type NOT IN (${query.notTypes.map(place).join(", ")})`);
  }
  if (query.taskUuids !== undefined)
    conditions.push(`task_uuid IN (${namesSql(place(JSON.stringify(query.taskUuids)))})`);
  if (query.from !== undefined) conditions.push(`start_time >= ${place(query.from)}`);
  if (query.to !== undefined) conditions.push(`start_time < ${place(query.to)}`);
  if (query.minDurationSeconds !== undefined) conditions.push(`duration >= ${place(query.minDurationSeconds)}`);
  if (query.maxDurationSeconds !== undefined) conditions.push(`duration < ${place(query.maxDurationSeconds)}`);
  if (query.minFailures !== undefined) conditions.push(`failures >= ${place(query.minFailures)}`);
  for (const demand of demandsOf(query)) conditions.push(demandSql(demand, known, place));
  if (known.textTable !== undefined) conditions.push(`task_uuid IN (SELECT task_uuid FROM ${known.textTable})`);
  return { sql: conditions.length === 0 ? "true" : conditions.join(" AND "), values };
}

/** The texts of a list that is given as JSON, whatever its length. */
export function namesSql(json: string): string {
  return `SELECT unnest(from_json(${json}, '["VARCHAR"]'))`;
}

/** A demand on a field, with all that it may be one of. */
interface Demand {
  readonly field: string;
  readonly op: FieldOperator | undefined;
  readonly wanted: readonly string[];
}

/** Of the values that a field is to be one must hold; of what it is not to be, to exceed or to stay below, each. */
function demandsOf({ fields = [] }: TaskQuery): readonly Demand[] {
  const byField = new Map<string, string[]>();
  const others: Demand[] = [];
  for (const { field, value, op } of fields) {
    if (op === undefined) byField.set(field, [...(byField.get(field) ?? []), value]);
    else others.push({ field, op, wanted: [value] });
  }
  return [...[...byField].map(([field, wanted]) => ({ field, op: undefined, wanted })), ...others];
}

type Place = (value: DuckDBValue) => string;

function demandSql({ field, op, wanted }: Demand, known: Known, place: Place): string {
  const test = testOf(op, wanted, place);
  const ofRoot =
    known.narrowFields.has(field) && test.isOfText
      ? `t IN (SELECT t FROM root_values WHERE field = ${place(field)} AND ${test.ofText("value")})`
      : test.ofJson("fields", place(jsonPath([field])));
  const deeper = typesAndNames(field).map(([type, name]) => {
    const whole = test.ofJson(FIELDS_SQL, place(jsonPath([name])));
    const within = name.includes(".") ? ` OR ${test.ofJson(FIELDS_SQL, place(jsonPath(name.split("."))))}` : "";
    // A select for each type: joined by OR, the lines of all types would be read.
    return `SELECT task_uuid FROM message_rows WHERE type = ${place(type)} AND (${whole}${within})`;
  });
  if (test.isOfText && wanted.includes("true")) deeper.push(`SELECT task_uuid FROM ${messagesOf(place(field))}`);
  const has = deeper.length === 0 ? ofRoot : rootOrDeeper(ofRoot, deeper, place(jsonPath([field])));
  return op === "is not" ? `NOT coalesce(${has}, false)` : has;
}

/** A field of the root with this very name is meant where there is one. */
function rootOrDeeper(ofRoot: string, deeper: readonly string[], path: string): string {
  const isOfRoot = `json_exists(fields, ${path})`;
  const inTask = `task_uuid IN (${deeper.join(" UNION ALL ")})`;
  return `((${isOfRoot} AND ${ofRoot}) OR (NOT ${isOfRoot} AND ${inTask}))`;
}

/** A test of a value: of its text, or of the place where it stands in a JSON object. */
interface ValueTest {
  readonly isOfText: boolean;
  ofText(text: string): string;
  ofJson(json: string, path: string): string;
}

function testOf(op: FieldOperator | undefined, wanted: readonly string[], place: Place): ValueTest {
  if (op === undefined || op === "is not") {
    const places = wanted.map(place).join(", ");
    const ofText = (text: string) => `${text} IN (${places})`;
    return { isOfText: true, ofText, ofJson: (json, path) => ofText(textSql(json, path)) };
  }
  const limit = place(Number(wanted[0]));
  return {
    isOfText: false,
    ofText: () => "false",
    ofJson: (json, path) =>
      // The text of a string begins with a quote, so that it is no number.
      `TRY_CAST(json_extract(${json}, ${path})::VARCHAR AS DOUBLE) ${op === "above" ? ">" : "<"} ${limit}`,
  };
}

/** A value in a JSON object as text, as `fieldText` gives it. */
function textSql(json: string, path: string): string {
  return `CASE WHEN json_type(${json}, ${path}) = 'NULL' THEN 'null' ELSE json_extract_string(${json}, ${path}) END`;
}

/** The messages of a type, which are no starts and no finishes of actions. */
function messagesOf(type: string): string {
  return `message_rows WHERE type = ${type} AND ${KIND_NAMES.sql} = 'message'`;
}

/** The tasks of a table `chosen`, each with its values of a field, as SQL of a table with `t` and `value`. */
export function valuesSql(field: string, place: Place): string {
  const path = place(jsonPath([field]));
  const own = `SELECT t, ${textSql("fields", path)} AS value FROM chosen WHERE json_exists(fields, ${path})`;
  const deeper = typesAndNames(field).map(([type, name]) => {
    const texts = [jsonPath([name]), jsonPath(name.split("."))].map((at) => textSql(FIELDS_SQL, place(at)));
    return `SELECT task_uuid, coalesce(${texts.join(", ")}) AS value FROM message_rows WHERE type = ${place(type)}`;
  });
  deeper.push(`SELECT task_uuid, 'true' AS value FROM ${messagesOf(place(field))}`);
  return `${own} UNION ALL SELECT DISTINCT t, value FROM (${deeper.join(" UNION ALL ")}) JOIN chosen USING (task_uuid)
    WHERE value IS NOT NULL AND NOT json_exists(fields, ${path})`;
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
