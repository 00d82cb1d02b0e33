// A page of tasks. Which tasks and in which order, the database says; their rows are made of the lines of their roots, as
// every reader makes them.

import { type PageRequest, type TaskRow, taskRow } from "@clew/log";
import { Parser, parseLine } from "clew/parse";
import { type ClickHouseClient, quote, type Settings } from "../server/index.js";
import type { Tables } from "./task-table.js";

interface ListedTask {
  readonly task_uuid: string;
  readonly start_time: number;
  readonly last_time: number;
  readonly failures: number | string;
  readonly messages?: number | string;
}

export interface Asking {
  readonly client: ClickHouseClient;
  readonly tables: Tables;
  readonly settings: Settings;
}

const SLOT_SECONDS = 600;

/** The rows of a page of the tasks in a subquery. */
export async function taskRows(asking: Asking, tasks: string, page: PageRequest): Promise<TaskRow[]> {
  const { client, settings } = asking;
  if (page.limit < 1) return [];
  const listed = await client.rows<ListedTask>(listSql(asking, tasks, page), settings);
  if (listed.length === 0) return [];
  const places = placesOf(listed);
  const [roots, messages] = await Promise.all([
    rootsOf(asking, places),
    page.sort === "messages" ? new Map<string, number>() : messagesOf(asking, places),
  ]);
  return listed.map((task) => rowOf(task, roots.get(task.task_uuid), messages));
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
      ? `ANY LEFT JOIN (SELECT task_uuid, uniqExact(task_level, line_hash) AS messages FROM ${tables.messages} GROUP BY task_uuid) USING task_uuid`
      : "";
  return `SELECT task_uuid, start_time, last_time, failures${sort === "messages" ? ", messages" : ""} FROM ${tasks} ${counted}
    ORDER BY ${[...order, `start_time ${direction}`, `task_uuid ${direction}`].join(", ")} LIMIT ${quote.number(offset)}, ${quote.number(limit)}`;
}

/** The condition that finds the lines of the tasks, by their times and their uuids. */
function placesOf(tasks: readonly ListedTask[]): string {
  const slot = (time: number) => quote.number(Math.max(0, Math.floor(time / SLOT_SECONDS)));
  const first = Math.min(...tasks.map(({ start_time }) => start_time));
  return `slot >= ${slot(first)} AND task_uuid IN ${quote.list(tasks.map(({ task_uuid }) => task_uuid))}`;
}

/** The lines with which the tasks began and ended. */
async function rootsOf({ client, tables, settings }: Asking, places: string): Promise<Map<string, Parser>> {
  const lines = await client.text(
    `SELECT line FROM ${tables.messages} WHERE ${places} AND length(task_level) = 1 AND (kind != 'message' OR task_level[1] = 1)
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

async function messagesOf({ client, tables, settings }: Asking, places: string): Promise<Map<string, number>> {
  const rows = await client.rows<{ task_uuid: string; messages: number | string }>(
    `SELECT task_uuid, uniqExact(task_level, line_hash) AS messages FROM ${tables.messages} WHERE ${places} GROUP BY task_uuid`,
    settings,
  );
  return new Map(rows.map(({ task_uuid, messages }) => [task_uuid, Number(messages)]));
}

function rowOf(task: ListedTask, root: Parser | undefined, counted: ReadonlyMap<string, number>): TaskRow {
  const { task_uuid: taskUuid, start_time: startTime } = task;
  const messages = Number(task.messages ?? counted.get(taskUuid) ?? 0);
  const tree = root?.end()[0];
  const row = tree === undefined ? NOTHING_OF_ROOT : taskRow(tree, messages);
  return { ...row, taskUuid, startTime, messages, failures: Number(task.failures) };
}

const NOTHING_OF_ROOT = {
  type: "",
  status: "incomplete",
  duration: null,
  exception: null,
  reason: null,
  about: "",
} as const;
