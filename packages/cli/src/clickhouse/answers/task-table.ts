// The tasks that a query means, as a subquery: each made of its few parts when it is asked for, so that nothing can be
// counted twice, and what comes late is there when it has come. Of its columns the server makes those that are used.

import { type FieldOperator, type FieldValue, spellings, type TaskQuery } from "@clew/log";
import { type ClickHouseClient, quote } from "../server/index.js";
import { HAS, type KnownServer } from "../tables/index.js";

/** The tables that are asked. */
export interface Tables {
  readonly messages: string;
  /** What each batch says of its tasks. */
  readonly parts: string;
}

export function tablesOf({ address }: ClickHouseClient, { suffix }: Pick<KnownServer, "suffix">): Tables {
  const { database } = address;
  return { messages: `${database}.messages${suffix}`, parts: `${database}.task_parts${suffix}` };
}

/** The tasks for each demand on a field that cannot be asked in SQL; they were looked for beforehand. */
export type FoundTasks = ReadonlyMap<string, readonly string[]>;

/** A task that ran for longer before a window than this is taken for one that began in it. */
const LONGEST_BEFORE_SECONDS = 86_400;
/** Start and finish are timed by two clocks. */
const SLACK_SECONDS = 2;

const has = (what: keyof typeof HAS, column = "has") => `bitAnd(${column}, ${HAS[what]}) != 0`;
/** A task has the type of its start, else of its finish, else of its lone message. */
const TYPE_RANK = `multiIf(${has("start")}, 3, ${has("finish")}, 2, ${has("lone")}, 1, 0)`;

const COLUMNS = `task, any(task_uuid) AS uuid, groupBitOr(has) AS has_all,
  multiIf(${has("start", "has_all")}, minIf(began, ${has("start")}), ${has("lone", "has_all")}, minIf(began, ${has("lone")}), min(began)) AS start_time,
  argMax(root_type, ${TYPE_RANK}) AS task_type,
  multiIf(${has("finish", "has_all")}, if(argMaxIf(root_status, ended, ${has("finish")}) = 'failed', 'failed', 'succeeded'),
    ${has("lone", "has_all")} AND NOT ${has("start", "has_all")}, 'succeeded', 'incomplete') AS task_status,
  max(root_duration) AS measured,
  ${has("finish", "has_all")} AND (measured >= 0 OR ${has("start", "has_all")}) AS is_timed,
  if(is_timed, if(measured >= 0, measured, maxIf(ended, ${has("finish")}) - start_time), -1) AS took,
  length(groupUniqArrayArray(failed_lines))
    + (${has("loneError", "has_all")} AND bitAnd(has_all, ${HAS.start + HAS.finish}) = 0) AS failures,
  min(first_time) AS first_line, max(last_time) AS last_line`;

/** A subquery of the tasks that match all of a query, or all of it but one part. */
export function tasksSql(
  tables: Tables,
  query: TaskQuery,
  found: FoundTasks,
  { except, field }: { readonly except?: "types" | "statuses"; readonly field?: string } = {},
): string {
  const rows = [
    ...windowOf(query, tables),
    ...taskConditions(query, tables, found),
    ...onlyFailed(query, tables, except),
  ];
  const tasks = conditionsOnTasks(query, except);
  return `(SELECT ${COLUMNS}${field === undefined ? "" : `, ${fieldColumns(field)}`} FROM ${tables.parts}
    ${rows.length === 0 ? "" : `WHERE ${rows.join(" AND ")}`} GROUP BY task
    ${tasks.length === 0 ? "" : `HAVING ${tasks.join(" AND ")}`})`;
}

/** Whether the root has a field, and its text. */
function fieldColumns(field: string): string {
  const name = quote.text(field);
  return `max(has(names, ${name})) AS has_field, anyIf(texts[indexOf(names, ${name})], has(names, ${name})) AS field_text`;
}

/** Of a task that failed some part says so: where few did, few are put together. */
function onlyFailed({ statuses, from }: TaskQuery, { parts }: Tables, except: string | undefined): string[] {
  if (statuses === undefined || except === "statuses" || statuses.some((status) => status !== "failed")) return [];
  const since = from === undefined ? "" : ` AND began >= ${quote.number(from - LONGEST_BEFORE_SECONDS)}`;
  return [`task IN (SELECT task FROM ${parts} WHERE root_status = 'failed'${since})`];
}

/** The tasks that may have begun within the time, and their parts from a day before it on. */
function windowOf({ from, to }: TaskQuery, { parts }: Tables): string[] {
  if (from === undefined && to === undefined) return [];
  const inWindow = [
    ...(from === undefined ? [] : [`began >= ${quote.number(from - SLACK_SECONDS)}`]),
    ...(to === undefined ? [] : [`began < ${quote.number(to + SLACK_SECONDS)}`]),
  ];
  const since = from === undefined ? [] : [`began >= ${quote.number(from - LONGEST_BEFORE_SECONDS)}`];
  return [...since, `task IN (SELECT task FROM ${parts} WHERE ${inWindow.join(" AND ")})`];
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
  if (text !== "")
    conditions.push(`task IN (SELECT cityHash64(task_uuid) FROM ${tables.messages} WHERE ${lineHas(text)})`);
  if (taskUuids !== undefined) conditions.push(taskUuids.length === 0 ? "0" : `task_uuid IN ${quote.list(taskUuids)}`);
  for (const demand of demandsOf(fields)) {
    const name = quote.text(demand.field);
    const uuids = found.get(demandKey(demand));
    const tasks =
      uuids === undefined
        ? `task IN (SELECT task FROM ${tables.parts} WHERE has(names, ${name}) AND texts[indexOf(names, ${name})] IN ${quote.list(demand.values)})`
        : uuids.length === 0
          ? "0"
          : `task_uuid IN ${quote.list(uuids)}`;
    conditions.push(demand.op === "is not" ? `NOT (${tasks})` : tasks);
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
