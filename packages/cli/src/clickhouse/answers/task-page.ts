// A page of tasks. Which tasks and in which order, the database says; their rows are made of the lines of their roots, as
// every reader makes them.

import { type PageRequest, type TaskPage, type TaskRow, taskRow } from "@clew/log";
import { Parser, parseLine } from "clew/parse";
import { type ClickHouseClient, quote, type Settings } from "../server/index.js";
import { type Tables, tasksSql } from "./task-table.js";

interface ListedTask {
  readonly uuid: string;
  readonly start_time: number;
  readonly first_line: number;
  readonly last_line: number;
  readonly messages?: number | string;
}

export interface Asking {
  readonly client: ClickHouseClient;
  readonly tables: Tables;
  readonly settings: Settings;
}

const SLOT_SECONDS = 600;
const LAST_SLOT = 0xffff_ffff;

/** The rows of a page of the tasks in a subquery, and how many there are in all. */
export async function taskPage(asking: Asking, tasks: string, page: PageRequest): Promise<TaskPage> {
  const { client, settings } = asking;
  if (page.limit < 1) {
    const [counted] = await client.rows<{ total: number | string }>(`SELECT count() AS total FROM ${tasks}`, settings);
    return { total: Number(counted?.total ?? 0), rows: [] };
  }
  const { rows: listed, total } = await client.page<ListedTask>(listSql(asking, tasks, page), settings);
  if (listed.length === 0) return { total, rows: [] };
  const places = placesOf(listed);
  const [roots, failures, messages] = await Promise.all([
    rootsOf(asking, places),
    failuresOf(asking, listed),
    page.sort === "messages" ? new Map<string, number>() : messagesOf(asking, places),
  ]);
  const rows = listed.map((task) => rowOf(task, roots.get(task.uuid), messages, failures.get(task.uuid) ?? 0));
  return { total, rows };
}

function listSql({ tables }: Asking, tasks: string, { sort, descending, offset, limit }: PageRequest): string {
  const direction = descending ? "DESC" : "ASC";
  const order = {
    time: [],
    duration: ["NOT is_timed ASC", `took ${direction}`],
    messages: [`messages ${direction}`],
    type: [`task_type ${direction}`],
  }[sort];
  const counted =
    sort === "messages"
      ? `ANY LEFT JOIN (SELECT task_uuid AS uuid, uniqExact(task_level, line_hash) AS messages FROM ${tables.messages} GROUP BY uuid) AS counted USING uuid`
      : "";
  return `SELECT uuid, start_time, first_line, last_line${sort === "messages" ? ", messages" : ""} FROM ${tasks} AS listed ${counted}
    ORDER BY ${[...order, `start_time ${direction}`, `uuid ${direction}`].join(", ")} LIMIT ${quote.number(offset)}, ${quote.number(limit)}`;
}

/** The condition that finds the lines of the tasks: those of tasks that lie in the same slots are looked up together. */
function placesOf(tasks: readonly ListedTask[]): string {
  const ranges = new Map<string, string[]>();
  for (const { uuid, first_line, last_line } of tasks) {
    const range = `slot BETWEEN ${slotOf(first_line)} AND ${slotOf(last_line)}`;
    ranges.set(range, [...(ranges.get(range) ?? []), uuid]);
  }
  const places = [...ranges].map(([range, uuids]) => `(${range} AND task_uuid IN ${quote.list(uuids)})`);
  return `PREWHERE task_uuid IN ${quote.list(tasks.map(({ uuid }) => uuid))} WHERE (${places.join(" OR ")})`;
}

function slotOf(time: number): string {
  return quote.number(Math.min(LAST_SLOT, Math.max(0, Math.floor(time / SLOT_SECONDS))));
}

/** The lines with which the tasks began and ended. */
async function rootsOf({ client, tables, settings }: Asking, places: string): Promise<Map<string, Parser>> {
  const lines = await client.text(
    `SELECT line FROM ${tables.messages} ${places} AND length(task_level) = 1 AND (kind != 'message' OR task_level[1] = 1)
      ORDER BY time FORMAT TSVRaw`,
    settings,
  );
  const roots = new Map<string, Parser>();
  for (const line of lines.split("\n")) {
    const parsed = parseLine(line);
    if (!parsed.ok) continue;
    const parser = roots.get(parsed.message.task_uuid) ?? new Parser();
    parser.add(parsed.message);
    roots.set(parsed.message.task_uuid, parser);
  }
  return roots;
}

/** How many actions of each failed, by all that was ever sent of it. */
async function failuresOf(
  { client, tables, settings }: Asking,
  listed: readonly ListedTask[],
): Promise<Map<string, number>> {
  const taskUuids = listed.map(({ uuid }) => uuid);
  const tasks = tasksSql(tables, { taskUuids }, new Map());
  const rows = await client.rows<{ uuid: string; failures: number | string }>(
    `SELECT uuid, failures FROM ${tasks} WHERE failures > 0`,
    settings,
  );
  return new Map(rows.map(({ uuid, failures }) => [uuid, Number(failures)]));
}

async function messagesOf({ client, tables, settings }: Asking, places: string): Promise<Map<string, number>> {
  const rows = await client.rows<{ task_uuid: string; messages: number | string }>(
    `SELECT task_uuid, uniqExact(task_level, line_hash) AS messages FROM ${tables.messages} ${places} GROUP BY task_uuid`,
    settings,
  );
  return new Map(rows.map(({ task_uuid, messages }) => [task_uuid, Number(messages)]));
}

function rowOf(
  task: ListedTask,
  root: Parser | undefined,
  counted: ReadonlyMap<string, number>,
  failures: number,
): TaskRow {
  const { uuid: taskUuid, start_time: startTime } = task;
  const messages = Number(task.messages ?? counted.get(taskUuid) ?? 0);
  const tree = root?.end()[0];
  const row = tree === undefined ? NOTHING_OF_ROOT : taskRow(tree, messages);
  return { ...row, taskUuid, startTime, messages, failures };
}

const NOTHING_OF_ROOT = {
  type: "",
  status: "incomplete",
  duration: null,
  exception: null,
  reason: null,
  about: "",
} as const;
