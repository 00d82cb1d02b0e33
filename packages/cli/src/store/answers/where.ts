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
  readonly rootSource: (field: string) => FieldSource;
  /** The table of the tasks in which the query's text stands. */
  readonly textTable: string | undefined;
  /** The tables of the tasks of which a record meets a demand, by the texts of the demands. */
  readonly recordTables: ReadonlyMap<string, string>;
}

/** Where the values of a field of the tasks' roots are: in a table, in the JSON of their fields, or nowhere. */
export type FieldSource = "table" | "json" | "none";

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
  if (known.textTable !== undefined) conditions.push(`t IN (SELECT t FROM ${known.textTable})`);
  return { sql: conditions.length === 0 ? "true" : conditions.join(" AND "), values };
}

/** The texts of a list that is given as JSON, whatever its length. */
export function namesSql(json: string): string {
  return `SELECT unnest(from_json(${json}, '["VARCHAR"]'))`;
}

/** A demand on a field, with all that it may be one of. */
export interface Demand {
  readonly field: string;
  readonly op: FieldOperator | undefined;
  readonly wanted: readonly string[];
}

/** Of the values that a field is to be one must hold; of what it is not to be, to exceed or to stay below, each. */
export function demandsOf({ fields = [] }: TaskQuery): readonly Demand[] {
  const byField = new Map<string, string[]>();
  const others: Demand[] = [];
  for (const { field, value, op } of fields) {
    if (op === undefined) byField.set(field, [...(byField.get(field) ?? []), value]);
    else others.push({ field, op, wanted: [value] });
  }
  return [...[...byField].map(([field, wanted]) => ({ field, op: undefined, wanted })), ...others];
}

type Place = (value: DuckDBValue) => string;

/** The name under which the tasks of a demand are known. */
export function demandKey(demand: Demand): string {
  return JSON.stringify(demand);
}

/** The tasks of which a record meets a demand, whatever their roots have; `undefined` where no record can. */
export function recordsSelect({ field, op, wanted }: Demand): Where | undefined {
  const values: DuckDBValue[] = [];
  const place = (value: DuckDBValue) => `$${values.push(value)}`;
  const test = testOf(op, wanted, place);
  const selects = typesAndNames(field).map(([type, name]) => {
    const whole = test.ofJson(FIELDS_SQL, place(jsonPath([name])));
    const within = name.includes(".") ? ` OR ${test.ofJson(FIELDS_SQL, place(jsonPath(name.split("."))))}` : "";
    // A select for each type: joined by OR, the lines of all types would be read.
    return `SELECT task_uuid FROM message_rows WHERE type = ${place(type)} AND (${whole}${within})`;
  });
  if (test.isOfText && wanted.includes("true")) selects.push(`SELECT task_uuid FROM ${messagesOf(place(field))}`);
  return selects.length === 0 ? undefined : { sql: selects.join(" UNION ALL "), values };
}

function demandSql(demand: Demand, known: Known, place: Place): string {
  const { field, op, wanted } = demand;
  const test = testOf(op, wanted, place);
  const source = known.rootSource(field);
  const ofRoot =
    source === "table" && test.isOfText
      ? `t IN (SELECT t FROM root_values WHERE field = ${place(field)} AND ${test.ofText("value")})`
      : test.ofJson("fields", place(jsonPath([field])));
  const table = known.recordTables.get(demandKey(demand));
  const has = table === undefined ? ofRoot : rootOrRecords(isOfRoot(source, field, place), ofRoot, table);
  return op === "is not" ? `NOT coalesce(${has}, false)` : has;
}

/** A field of the root with this very name is meant where there is one. */
function rootOrRecords(isOfRoot: string, ofRoot: string, table: string): string {
  return `((${isOfRoot} AND ${ofRoot}) OR (NOT ${isOfRoot} AND t IN (SELECT t FROM ${table})))`;
}

/** The condition that a task's root has a field. */
export function isOfRoot(source: FieldSource, field: string, place: Place): string {
  if (source === "none") return "false";
  if (source === "json") return `json_exists(fields, ${place(jsonPath([field]))})`;
  return `t IN (SELECT t FROM root_values WHERE field = ${place(field)})`;
}

/** A test of a value: of its text, or of the place where it stands in a JSON object. */
interface ValueTest {
  readonly isOfText: boolean;
  ofText(text: string): string;
  ofJson(json: string, path: string): string;
}

function testOf(op: FieldOperator | undefined, wanted: readonly string[], place: Place): ValueTest {
  if (op === undefined || op === "is not") {
    const ofText = (text: string) => `${text} IN (${wanted.map(place).join(", ")})`;
    return { isOfText: true, ofText, ofJson: (json, path) => ofText(textSql(json, path)) };
  }
  return {
    isOfText: false,
    ofText: () => "false",
    ofJson: (json, path) =>
      // The text of a string begins with a quote, so that it is no number.
      `TRY_CAST(json_extract(${json}, ${path})::VARCHAR AS DOUBLE) ${op === "above" ? ">" : "<"} ${place(Number(wanted[0]))}`,
  };
}

/** A value in a JSON object as text, as `fieldText` gives it. */
function textSql(json: string, path: string): string {
  return `coalesce(json_extract_string(${json}, ${path}), CASE WHEN json_type(${json}, ${path}) = 'NULL' THEN 'null' END)`;
}

/** The messages of a type, which are no starts and no finishes of actions. */
function messagesOf(type: string): string {
  return `message_rows WHERE type = ${type} AND ${KIND_NAMES.sql} = 'message'`;
}

/**
 * The tasks of a table `chosen`, each with its values of a field, as SQL of a table with `t` and `value`; `is_own` says of
 * a task there that its root has the field.
 */
export function valuesSql(field: string, source: FieldSource, place: Place): string {
  const own = {
    none: () => [],
    json: () => [`SELECT t, ${textSql("fields", place(jsonPath([field])))} AS value FROM chosen WHERE is_own`],
    table: () => [`SELECT t, value FROM root_values WHERE field = ${place(field)}`],
  }[source]();
  const records = typesAndNames(field).map(([type, name]) => {
    const paths = name.includes(".") ? [[name], name.split(".")] : [[name]];
    const texts = paths.map((path) => textSql(FIELDS_SQL, place(jsonPath(path))));
    return `SELECT task_uuid, coalesce(${texts.join(", ")}) AS value FROM message_rows WHERE type = ${place(type)}`;
  });
  records.push(`SELECT task_uuid, 'true' AS value FROM ${messagesOf(place(field))}`);
  const ofRecords = `SELECT DISTINCT t, value FROM (${records.join(" UNION ALL ")}) JOIN chosen USING (task_uuid)
    WHERE value IS NOT NULL AND NOT is_own`;
  return [...own, ofRecords].join(" UNION ALL ");
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
