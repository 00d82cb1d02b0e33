// Tasks by fields of the actions and messages within them, such as payment.card. What stands in a line cannot be asked
// for in the same words of all servers, so the lines of the types that are meant are read here.

import { type FieldValue, recordHolds } from "@clew/log";
import { parseLine } from "clew/parse";
import { type ClickHouseClient, ClickHouseError, quote, type Settings } from "../server/index.js";
import { type FoundTasks, fieldKey, type Tables, valuesByField } from "./task-table.js";

const MOST_DOTS = 16;
/** Lines that are read for one field. */
const MOST_LINES = 1_000_000;
/** Tasks that a question can name. */
const MOST_TASKS = 20_000;

/** The tasks for each field with a dot in its name. */
export async function findDeepFields(
  client: ClickHouseClient,
  tables: Tables,
  settings: Settings,
  fields: readonly FieldValue[] = [],
  from?: number,
): Promise<FoundTasks> {
  const found = new Map<string, readonly string[]>();
  for (const [field, values] of valuesByField(fields)) {
    if (!field.includes(".")) continue;
    found.set(fieldKey(field, values), await tasksWith(client, tables, settings, { field, values, from }));
  }
  return found;
}

interface DeepField {
  readonly field: string;
  readonly values: readonly string[];
  readonly from: number | undefined;
}

async function tasksWith(
  client: ClickHouseClient,
  { messages }: Tables,
  settings: Settings,
  { field, values, from }: DeepField,
): Promise<readonly string[]> {
  const types = typesOf(field);
  const since = from === undefined ? "" : ` AND slot >= ${quote.number(Math.max(0, Math.floor(from / 600) - 1))}`;
  const lines = await client.text(
    `SELECT line FROM ${messages} WHERE type IN ${quote.list(types)}${since} LIMIT ${MOST_LINES + 1} FORMAT TSVRaw`,
    settings,
  );
  const wanted = new Set(values);
  const tasks = new Set<string>();
  let count = 0;
  for (const line of lines.split("\n")) {
    const parsed = parseLine(line);
    if (!parsed.ok) continue;
    if (++count > MOST_LINES) throw tooMany(field);
    const { task_uuid, task_level, timestamp, action_type, action_status, message_type, ...record } = parsed.message;
    const type = String(action_type ?? message_type);
    if (!field.startsWith(`${type}.`)) continue;
    if (recordHolds(record, field.slice(type.length + 1), wanted)) tasks.add(task_uuid);
    if (tasks.size > MOST_TASKS) throw tooMany(field);
  }
  return [...tasks];
}

/** The ways to read `payment.card.kind` as a type and a name. Types may have dots of their own. */
function typesOf(field: string): string[] {
  const dots = [...field].flatMap((sign, i) => (sign === "." ? [i] : []));
  return dots.slice(0, MOST_DOTS).map((dot) => field.slice(0, dot));
}

function tooMany(field: string): ClickHouseError {
  return new ClickHouseError(
    "CLEW_CLICKHOUSE_LARGE",
    `Too many lines could have the field ${JSON.stringify(field)}; narrow the question by a time`,
  );
}
