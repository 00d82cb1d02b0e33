// The tasks that a query means, as a subquery: each made of its few events when it is asked for, so that nothing can be
// counted twice, and what comes late is there when it has come.

import { type FieldOperator, type FieldValue, spellings, type TaskQuery } from "@clew/log";
import { quote } from "../server/index.js";

/** The tables that are asked. */
export interface Tables {
  readonly messages: string;
  readonly events: string;
}

/** The tasks for each demand on a field that cannot be asked in SQL; they were looked for beforehand. */
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
  { taskUuidStart, taskUuids, text = "", fields = [] }: TaskQuery,
  tables: Tables,
  found: FoundTasks,
): string[] {
  const conditions: string[] = [];
  if (taskUuidStart !== undefined && taskUuidStart !== "") {
    conditions.push(`startsWith(lowerUTF8(task_uuid), ${quote.text(taskUuidStart.toLowerCase())})`);
  }
  if (text !== "") conditions.push(`task_uuid IN (SELECT task_uuid FROM ${tables.messages} WHERE ${lineHas(text)})`);
  if (taskUuids !== undefined) conditions.push(taskUuids.length === 0 ? "0" : `task_uuid IN ${quote.list(taskUuids)}`);
  for (const demand of demandsOf(fields)) {
    const name = quote.text(demand.field);
    const uuids = found.get(demandKey(demand));
    const tasks =
      uuids === undefined
        ? `(SELECT task_uuid FROM ${tables.events} WHERE has(field_names, ${name}) AND field_values[indexOf(field_names, ${name})] IN ${quote.list(demand.values)})`
        : uuids.length === 0
          ? "('')"
          : quote.list(uuids);
    conditions.push(`task_uuid ${demand.op === "is not" ? "NOT IN" : "IN"} ${tasks}`);
  }
  return conditions;
}

function conditionsOnTasks(query: TaskQuery, except: "types" | "statuses" | undefined): string[] {
  const { types, notTypes, statuses, from, to, minDurationSeconds, maxDurationSeconds, minFailures } = query;
  const oneOf = (column: string, values: readonly string[]) =>
    values.length === 0 ? "0" : `${column} IN ${quote.list(values)}`;
  return [
    ...(types === undefined || except === "types" ? [] : [oneOf("task_type", types)]),
    ...(notTypes === undefined || notTypes.length === 0 || except === "types"
      ? []
      : [`task_type NOT IN ${quote.list(notTypes)}`]),
    ...(statuses === undefined || except === "statuses" ? [] : [oneOf("task_status", statuses)]),
    ...(from === undefined ? [] : [`start_time >= ${quote.number(from)}`]),
    ...(to === undefined ? [] : [`start_time < ${quote.number(to)}`]),
    ...(minDurationSeconds === undefined ? [] : [`is_timed AND took >= ${quote.number(minDurationSeconds)}`]),
    ...(maxDurationSeconds === undefined ? [] : [`is_timed AND took < ${quote.number(maxDurationSeconds)}`]),
    ...(minFailures === undefined ? [] : [`failures >= ${quote.number(minFailures)}`]),
  ];
}

/** A demand on a field, with all that it may be one of. */
export interface FieldDemand {
  readonly field: string;
  readonly values: readonly string[];
  readonly op: FieldOperator | undefined;
}

/** Of the values that a field is to be one must hold; of what it is not to be, to exceed or to stay below, each. */
export function demandsOf(fields: readonly FieldValue[]): readonly FieldDemand[] {
  const wanted = new Map<string, string[]>();
  const others: FieldDemand[] = [];
  for (const { field, value, op } of fields) {
    if (op === undefined) wanted.set(field, [...(wanted.get(field) ?? []), value]);
    else others.push({ field, values: [value], op });
  }
  return [...[...wanted].map(([field, values]) => ({ field, values, op: undefined })), ...others];
}

/** Whether a demand is one on the text of a field of the root. */
export function isAskedInSql({ field, op, values }: FieldDemand): boolean {
  // A message's type is true where the message is: that stands in the messages.
  return !field.includes(".") && !values.includes("true") && (op === undefined || op === "is not");
}

export function demandKey({ field, values, op }: FieldDemand): string {
  return JSON.stringify([field, values, op]);
}

/** The condition that a text stands in a line, in any case and however JSON spells it. */
export function lineHas(needle: string): string {
  const conditions = spellings(needle).map((spelling) => `position(lowerUTF8(line), ${quote.text(spelling)}) > 0`);
  return `(${conditions.join(" OR ")})`;
}
