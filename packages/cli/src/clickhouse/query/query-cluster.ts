// Questions in SQL, of a database.

import { ClickHouseError, clickHouseAddress } from "../../address/index.js";
import { settingsFor, tablesOf, tasksSql } from "../answers/index.js";
import { ClickHouseClient, quote } from "../server/index.js";
import { lookAt } from "../tables/index.js";
import { refused, withTables } from "./asked-tables.js";

export interface ClusterQueryOptions {
  readonly timeoutSeconds: number;
  readonly mostRows: number;
}

/** An answer in the form of the store beside a log. */
export interface ClusterAnswer {
  readonly columns: readonly string[];
  readonly rows: AsyncIterable<readonly (readonly unknown[])[]>;
  readonly hasMore: () => boolean;
}

const WIDE = /^(Nullable\()?U?Int(64|128|256)\)?$/;

/** Asks one question of the tables of a database, in its own SQL. */
export async function queryCluster(
  name: string,
  sql: string,
  { timeoutSeconds, mostRows }: ClusterQueryOptions,
): Promise<ClusterAnswer> {
  const client = new ClickHouseClient(clickHouseAddress(name), { timeMs: (timeoutSeconds + 1) * 1000 });
  try {
    const server = await lookAt(client);
    const meant = withTables(sql, askedTables(client, tablesOf(client, server)));
    const settings = {
      ...settingsFor(server),
      max_execution_time: String(Math.ceil(timeoutSeconds)),
      // Whole blocks come, of which the first is beyond what is asked for.
      max_result_rows: String(mostRows + 1),
      result_overflow_mode: "break",
    };
    const answer = JSON.parse(await client.text(`${meant} FORMAT JSONCompact`, settings)) as {
      readonly meta: readonly { readonly name: string; readonly type: string }[];
      readonly data: readonly (readonly unknown[])[];
    };
    const types = answer.meta.map(({ type }) => type);
    async function* rows() {
      yield answer.data.slice(0, mostRows).map((row) => row.map((value, i) => plainValue(value, types[i] ?? "")));
    }
    return { columns: answer.meta.map(({ name }) => name), rows: rows(), hasMore: () => answer.data.length > mostRows };
  } catch (error) {
    if (error instanceof ClickHouseError && error.serverCode === TOOK_TOO_LONG) {
      throw refused(`it took longer than ${timeoutSeconds} s; narrow it, or give --timeout`);
    }
    throw error;
  } finally {
    client.close();
  }
}

const TOOK_TOO_LONG = 159;

/** The tables of `clew query`, as far as the database has their columns; of the tasks and messages of the address's time. */
function askedTables(
  { address: { window } }: ClickHouseClient,
  tables: ReturnType<typeof tablesOf>,
): ReadonlyMap<string, string> {
  const { from, to } = window;
  const times = [
    ...(from === undefined
      ? []
      : [`slot >= ${quote.number(Math.max(0, Math.floor(from / 600)))}`, `time >= ${quote.number(from)}`]),
    ...(to === undefined ? [] : [`time < ${quote.number(to)}`]),
  ];
  const rows = (...conditions: string[]) => {
    const all = [...times, ...conditions];
    return `FROM ${tables.messages}${all.length === 0 ? "" : ` WHERE ${all.join(" AND ")}`}`;
  };
  const ofTasks = tasksSql(tables, window, new Map());
  return new Map([
    ["messages", `SELECT task_uuid, task_level, time AS timestamp, kind, type, status, host, line ${rows()}`],
    [
      "actions",
      `SELECT task_uuid, arrayPopBack(task_level) AS task_level, type AS action_type, status, time AS end_time,
        if(duration < 0, NULL, duration) AS duration, exception, reason, host ${rows("kind = 'finish'")}`,
    ],
    [
      "tasks",
      `SELECT uuid AS task_uuid, task_type AS action_type, task_status AS status, start_time,
        if(is_timed, took, NULL) AS duration FROM ${ofTasks}`,
    ],
  ]);
}

/** Numbers of 64 bits come as texts. */
function plainValue(value: unknown, type: string): unknown {
  if (typeof value !== "string" || !WIDE.test(type)) return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : BigInt(value);
}
