// Whole tasks out of ClickHouse, as the lines of a log. Of many tasks some are taken, evenly by a hash of their uuids: the
// same ones each time and on every shard. How many there are in all, the database counts.

import { type ClickHouseClient, quote } from "../server/index.js";
import { ageOf, ageSentence, type KnownServer, lookAt } from "../tables/index.js";
import { tablesOf, tasksSql } from "./task-table.js";

/** Which tasks are taken of many: as many of all kinds as there are, or of those that failed and the others alike. */
export type Sampling = "even" | "failures";

const MOST_TASKS = 20_000;
/** Hashes are compared in so many steps. */
const STEPS = 1_000_000;

/** Of the tasks that failed, and of the others, which share was taken: 1 where all were. */
export interface Shares {
  readonly failed: number;
  readonly others: number;
}

/** Lines, and of which share of the tasks they are. */
export interface SampledLines {
  readonly lines: string;
  readonly shares: Shares;
}

/** The lines of the tasks, or of some of them, which is told. */
export async function sampledLines(
  client: ClickHouseClient,
  sampling: Sampling,
  tell: (sentence: string) => void,
): Promise<SampledLines> {
  const server = await lookAt(client);
  const { suffix } = server;
  const age = await ageOf(client, server);
  if (age !== undefined) tell(ageSentence(client.address.shown, age));
  const { window } = client.address;
  const tables = tablesOf(client, server);
  const settings = settingsFor({ suffix });
  const tasks = tasksSql(tables, window, new Map());
  const [counted] = await client.rows<{ tasks: number | string; failed: number | string; first: number }>(
    `SELECT count() AS tasks, countIf(task_status = 'failed') AS failed, min(start_time) AS first FROM ${tasks}`,
    settings,
  );
  const [count, failed] = [Number(counted?.tasks ?? 0), Number(counted?.failed ?? 0)];
  if (count === 0) return { lines: "", shares: { failed: 1, others: 1 } };
  const shares = sharesOf(sampling, count, failed);
  const isAll = shares.failed >= 1 && shares.others >= 1;
  if (!isAll) tell(sampleSentence(client.address.shown, count, failed, shares));
  const step = (share: number) => quote.number(Math.ceil(share * STEPS));
  const sampled = isAll
    ? tasks
    : `${tasks} WHERE task % ${STEPS} < if(task_status = 'failed', ${step(shares.failed)}, ${step(shares.others)})`;
  const conditions = [
    `slot >= ${quote.number(Math.max(0, Math.floor((counted?.first ?? 0) / 600)))}`,
    ...(isAll && Object.keys(window).length === 0 ? [] : [`task_uuid IN (SELECT uuid FROM ${sampled})`]),
  ];
  const lines = await client.text(
    `SELECT line FROM ${tables.messages} WHERE ${conditions.join(" AND ")}
      ORDER BY time, task_uuid, task_level, line_hash LIMIT 1 BY task_uuid, task_level, line_hash FORMAT TSVRaw`,
    settings,
  );
  return { lines, shares };
}

/** The settings for questions within questions: all of a task is on one shard, so that each shard answers for itself. */
export function settingsFor({ suffix }: Pick<KnownServer, "suffix">): Readonly<Record<string, string>> {
  return suffix === "" ? {} : { distributed_product_mode: "local" };
}

function sharesOf(sampling: Sampling, tasks: number, failed: number): Shares {
  const even = Math.min(1, MOST_TASKS / tasks);
  if (sampling === "even" || even === 1) return { failed: even, others: even };
  const ofFailed = Math.min(1, MOST_TASKS / 2 / Math.max(1, failed));
  const left = MOST_TASKS - failed * ofFailed;
  return { failed: ofFailed, others: Math.min(1, left / Math.max(1, tasks - failed)) };
}

function sampleSentence(name: string, tasks: number, failed: number, shares: Shares): string {
  const number = (value: number) => Math.round(value).toLocaleString("en");
  const frame = `${name}: ${number(failed)} of ${number(tasks)} tasks failed`;
  return shares.failed === shares.others
    ? `${frame}; this is of ${number(tasks * shares.others)} of them, chosen evenly`
    : `${frame}; this is of ${number(failed * shares.failed)} of these and ${number((tasks - failed) * shares.others)} of the others, each chosen evenly, and counts stand for all`;
}
