import { MemoryStore, MOST_GROUPS, type TaskGroups } from "@clew/log";
import { ClickHouseError } from "../../address/index.js";
import { quote } from "../server/index.js";
import { recordsWith } from "./field-demands.js";
import type { Asking } from "./task-page.js";

/** Tasks that are looked at where a field stands within them. */
const MOST_TASKS = 50_000;

/** Subqueries of the same tasks, one of them with the field of their roots. */
export interface GroupedTasks {
  readonly tasks: string;
  readonly withField: string;
  readonly from: number | undefined;
}

/** Tasks by a field of their roots, by their type or status; by a field within them where there are not too many. */
export async function groupsOf(asking: Asking, grouped: GroupedTasks, field: string): Promise<TaskGroups> {
  if (field === "type") return groupsBy(asking, grouped.tasks, "task_type", "1");
  if (field === "status") return groupsBy(asking, grouped.tasks, "task_status", "1");
  if (field.includes(".") || (await isMessage(asking, field))) return groupsWithin(asking, grouped, field);
  return groupsBy(asking, grouped.withField, "field_text", "has_field");
}

/** Whether there are messages of this type, which is true of the tasks that have one. */
async function isMessage({ client, tables, settings }: Asking, type: string): Promise<boolean> {
  const found = `SELECT 1 AS found FROM ${tables.messages} WHERE type = ${quote.text(type)} AND kind = 'message' LIMIT 1`;
  return (await client.rows(found, settings)).length > 0;
}

interface GroupColumns {
  readonly value: string;
  readonly has_value: number | string;
  readonly count: number | string;
  readonly failed: number | string;
  readonly timed: number | string;
  readonly p50: number;
  readonly p95: number;
}

async function groupsBy(
  { client, settings }: Asking,
  tasks: string,
  value: string,
  hasValue: string,
): Promise<TaskGroups> {
  const quantile = (share: number) => `sorted[toUInt64(greatest(1, ceil(timed * ${share})))]`;
  const groups = `SELECT if(${hasValue}, ${value}, '') AS value, ${hasValue} AS has_value, count() AS count,
    countIf(task_status = 'failed') AS failed, arraySort(groupArrayIf(took, is_timed)) AS sorted, length(sorted) AS timed
    FROM ${tasks} GROUP BY value, has_value`;
  const [[all], rows] = await Promise.all([
    client.rows<{ groups: number | string }>(`SELECT count() AS groups FROM (${groups})`, settings),
    client.rows<GroupColumns>(
      `SELECT value, has_value, count, failed, timed, if(timed > 0, ${quantile(0.5)}, 0) AS p50, if(timed > 0, ${quantile(0.95)}, 0) AS p95
        FROM (${groups}) ORDER BY count DESC, has_value DESC, value LIMIT ${MOST_GROUPS}`,
      settings,
    ),
  ]);
  return {
    groups: rows.map((row) => ({
      value: Number(row.has_value) === 1 ? row.value : null,
      count: Number(row.count),
      failed: Number(row.failed),
      p50Seconds: Number(row.timed) === 0 ? null : row.p50,
      p95Seconds: Number(row.timed) === 0 ? null : row.p95,
    })),
    more: Math.max(0, Number(all?.groups ?? 0) - MOST_GROUPS),
  };
}

async function groupsWithin(asking: Asking, { tasks, from }: GroupedTasks, field: string): Promise<TaskGroups> {
  const { client, tables, settings } = asking;
  const uuids = (
    await client.rows<{ uuid: string }>(`SELECT uuid FROM ${tasks} LIMIT ${MOST_TASKS + 1}`, settings)
  ).map(({ uuid }) => uuid);
  if (uuids.length > MOST_TASKS) {
    throw new ClickHouseError(
      "CLEW_CLICKHOUSE_LARGE",
      `Too many tasks to group them by ${JSON.stringify(field)}, which stands within them; narrow the question by a time`,
    );
  }
  if (uuids.length === 0) return { groups: [], more: 0 };
  const ofTasks = `task_uuid IN ${quote.list(uuids)}`;
  const [records, roots] = await Promise.all([
    recordsWith(asking, field, from, tasks),
    client.text(
      `SELECT line FROM ${tables.messages} WHERE ${ofTasks} AND length(task_level) = 1 AND (kind != 'message' OR task_level[1] = 1) FORMAT TSVRaw`,
      settings,
    ),
  ]);
  const store = new MemoryStore("");
  for (const text of [records, roots]) store.add(text);
  const known = new Set(await store.taskUuids({}));
  // Of a task of which neither begin nor end is there, any line says that it is there.
  const others = uuids.filter((uuid) => !known.has(uuid));
  if (others.length > 0) {
    store.add(
      await client.text(
        `SELECT line FROM ${tables.messages} WHERE task_uuid IN ${quote.list(others)} LIMIT 1 BY task_uuid FORMAT TSVRaw`,
        settings,
      ),
    );
  }
  return store.groups({}, field);
}
