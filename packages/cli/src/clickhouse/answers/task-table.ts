// The tasks that a query means, as a subquery: each made of its few events when it is asked for, so that nothing can be
// counted twice, and what comes late is there when it has come.

import { spellings, type TaskQuery } from "@clew/log";
import { quote } from "../server/index.js";

/** The tables that are asked. */
export interface Tables {
  readonly messages: string;
  readonly events: string;
}

/** The tasks in which what cannot be asked in SQL was found beforehand, for each condition on a field. */
export type FoundTasks = ReadonlyMap<string, readonly string[]>;

/** A task that ran for longer before a window than this is taken for one that began in it. */
const LONGEST_BEFORE_SECONDS = 86_400;
/** Start and finish are timed by two clocks. */
const SLACK_SECONDS = 2;

const COLUMNS = `task_uuid,
  countIf(role = 'start') AS starts, countIf(role = 'finish') AS finishes, countIf(role = 'message') AS alone,
  if(starts > 0, minIf(at, role = 'start'), if(alone > 0, minIf(at, role = 'message'),
    min(at))) AS start_time,
  if(starts > 0, anyIf(type, role = 'start'), if(finishes > 0, anyIf(type, role = 'finish'), anyIf(type, role = 'message'))) AS task_type,
  if(finishes > 0, if(argMaxIf(status, at, role = 'finish') = 'failed', 'failed', 'succeeded'),
    if(starts = 0 AND alone > 0, 'succeeded', 'incomplete')) AS task_status,
  maxIf(duration, role = 'finish') AS measured,
  finishes > 0 AND (measured >= 0 OR starts > 0) AS is_timed,
  if(is_timed, if(measured >= 0, measured, maxIf(at, role = 'finish') - start_time), -1) AS took,
  uniqExactIf(line_hash, status = 'failed' AND role IN ('finish', 'failure'))
    + (starts = 0 AND finishes = 0 AND anyIf(exception, role = 'message') != '') AS failures,
  max(at) AS last_time`;

const FIELDS = `anyIf(field_names, role IN ('start', 'message') AND notEmpty(field_names)) AS names,
  anyIf(field_values, role IN ('start', 'message') AND notEmpty(field_names)) AS field_texts`;

/** A subquery of the tasks that match all of a query, or all of it but one part. */
export function tasksSql(
  tables: Tables,
  query: TaskQuery,
  found: FoundTasks,
  { except, withFields = false }: { readonly except?: "types" | "statuses"; readonly withFields?: boolean } = {},
): string {
  const rows = [...windowOf(query, tables), ...taskConditions(query, tables, found)];
  const tasks = conditionsOnTasks(query, except);
  return `(SELECT ${COLUMNS}${withFields ? `, ${FIELDS}` : ""} FROM ${tables.events}
    ${rows.length === 0 ? "" : `WHERE ${rows.join(" AND ")}`} GROUP BY task_uuid
    ${tasks.length === 0 ? "" : `HAVING ${tasks.join(" AND ")}`})`;
}

/** The tasks that may have begun within the time, and their events from a day before it on. */
function windowOf({ from, to }: TaskQuery, { events }: Tables): string[] {
  if (from === undefined && to === undefined) return [];
  const inWindow = [
    ...(from === undefined ? [] : [`began >= ${quote.number(from - SLACK_SECONDS)}`]),
    ...(to === undefined ? [] : [`began < ${quote.number(to + SLACK_SECONDS)}`]),
  ];
  const since = from === undefined ? [] : [`began >= ${quote.number(from - LONGEST_BEFORE_SECONDS)}`];
  return [...since, `task_uuid IN (SELECT task_uuid FROM ${events} WHERE ${inWindow.join(" AND ")})`];
}

function taskConditions(
  { taskUuidStart, text = "", fields = [] }: TaskQuery,
  tables: Tables,
  found: FoundTasks,
): string[] {
  const conditions: string[] = [];
  if (taskUuidStart !== undefined && taskUuidStart !== "") {
    conditions.push(`startsWith(lowerUTF8(task_uuid), ${quote.text(taskUuidStart.toLowerCase())})`);
  }
  if (text !== "") conditions.push(`task_uuid IN (SELECT task_uuid FROM ${tables.messages} WHERE ${lineHas(text)})`);
  for (const [field, values] of valuesByField(fields)) {
    const name = quote.text(field);
    const ofRoot = `SELECT task_uuid FROM ${tables.events} WHERE has(field_names, ${name})`;
    const own = `task_uuid IN (${ofRoot} AND field_values[indexOf(field_names, ${name})] IN ${quote.list(values)})`;
    const deeper = found.get(fieldKey(field, values));
    if (deeper === undefined || deeper.length === 0) conditions.push(own);
    // A field of the root with this very name is meant where there is one.
    else conditions.push(`(${own} OR (task_uuid NOT IN (${ofRoot}) AND task_uuid IN ${quote.list(deeper)}))`);
  }
  return conditions;
}

function conditionsOnTasks(query: TaskQuery, except: "types" | "statuses" | undefined): string[] {
  const { types, statuses, from, to, minDurationSeconds, minFailures } = query;
  const oneOf = (column: string, values: readonly string[]) =>
    values.length === 0 ? "0" : `${column} IN ${quote.list(values)}`;
  return [
    ...(types === undefined || except === "types" ? [] : [oneOf("task_type", types)]),
    ...(statuses === undefined || except === "statuses" ? [] : [oneOf("task_status", statuses)]),
    ...(from === undefined ? [] : [`start_time >= ${quote.number(from)}`]),
    ...(to === undefined ? [] : [`start_time < ${quote.number(to)}`]),
    ...(minDurationSeconds === undefined ? [] : [`is_timed AND took >= ${quote.number(minDurationSeconds)}`]),
    ...(minFailures === undefined ? [] : [`failures >= ${quote.number(minFailures)}`]),
  ];
}

/** The values of each field, one of which must hold. */
export function valuesByField(fields: NonNullable<TaskQuery["fields"]>): ReadonlyMap<string, readonly string[]> {
  const byField = new Map<string, string[]>();
  for (const { field, value } of fields) byField.set(field, [...(byField.get(field) ?? []), value]);
  return byField;
}

export function fieldKey(field: string, values: readonly string[]): string {
  return JSON.stringify([field, values]);
}

/** The condition that a text stands in a line, in any case and however JSON spells it. */
export function lineHas(needle: string): string {
  const conditions = spellings(needle).map((spelling) => `position(lowerUTF8(line), ${quote.text(spelling)}) > 0`);
  return `(${conditions.join(" OR ")})`;
}
