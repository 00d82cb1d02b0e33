// Demands on fields that cannot be asked in the same words of all servers: on fields within tasks, such as payment.card, and
// on numbers. The records that are meant are read here, and judged as those of a log in memory.

import { type FieldValue, MemoryStore } from "@clew/log";
import { ClickHouseError } from "../../address/index.js";
import { quote } from "../server/index.js";
import type { Asking } from "./task-page.js";
import { demandKey, demandsOf, type FieldDemand, type FoundTasks, isAskedInSql } from "./task-table.js";

const MOST_DOTS = 16;
/** Lines that are read for one demand. */
const MOST_LINES = 1_000_000;
/** Tasks that a question can name. */
const MOST_TASKS = 50_000;

/** The tasks that meet each demand that is not asked in SQL; of what a field is not to be, those that do not. */
export async function findTasks(
  asking: Asking,
  fields: readonly FieldValue[] = [],
  from?: number,
): Promise<FoundTasks> {
  const found = new Map<string, readonly string[]>();
  for (const demand of demandsOf(fields)) {
    if (!isAskedInSql(demand)) found.set(demandKey(demand), await tasksThatMeet(asking, demand, from));
  }
  return found;
}

async function tasksThatMeet(
  asking: Asking,
  demand: FieldDemand,
  from: number | undefined,
): Promise<readonly string[]> {
  const { field, values, op } = demand;
  const store = new MemoryStore("");
  store.add(await recordsWith(asking, field, from));
  if (store.messages > MOST_LINES) throw tooMany(field);
  const wanted = values.map(
    (value): FieldValue => (op === undefined || op === "is not" ? { field, value } : { field, value, op }),
  );
  const tasks = await store.taskUuids({ fields: wanted });
  if (tasks.length > MOST_TASKS) throw tooMany(field);
  return tasks;
}

/** The lines of the records in which a field can stand, and those with which their tasks began. */
export async function recordsWith(
  { client, tables: { messages, parts }, settings }: Asking,
  field: string,
  from: number | undefined,
  tasks?: string,
): Promise<string> {
  const types = typesOf(field);
  const ofRoot = `(length(task_level) = 1 AND task_level[1] = 1 AND task_uuid IN (SELECT task_uuid FROM ${parts} WHERE has(names, ${quote.text(field)})))`;
  const conditions = [
    `(${ofRoot} OR type IN ${quote.list(types)})`,
    ...(from === undefined ? [] : [`slot >= ${quote.number(Math.max(0, Math.floor(from / 600) - 144))}`]),
    ...(tasks === undefined ? [] : [`task_uuid IN (SELECT uuid FROM ${tasks})`]),
  ];
  return client.text(
    `SELECT line FROM ${messages} WHERE ${conditions.join(" AND ")} LIMIT ${MOST_LINES + 1} FORMAT TSVRaw`,
    settings,
  );
}

/** The ways to read `payment.card.kind` as a type and a name, or as a type alone. Types may have dots of their own. */
function typesOf(field: string): string[] {
  const dots = [...field].flatMap((sign, i) => (sign === "." ? [i] : []));
  return [...dots.slice(0, MOST_DOTS).map((dot) => field.slice(0, dot)), field];
}

function tooMany(field: string): ClickHouseError {
  return new ClickHouseError(
    "CLEW_CLICKHOUSE_LARGE",
    `Too many lines could have the field ${JSON.stringify(field)}; narrow the question by a time`,
  );
}
