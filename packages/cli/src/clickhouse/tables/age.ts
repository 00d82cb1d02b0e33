// How old what a replica answers may be: one that lags, or has just come back, has not all that the others have.

import { ClickHouseError } from "../../address/index.js";
import type { ClickHouseClient } from "../server/index.js";
import type { KnownServer } from "./known-server.js";

/** A shipper holds a line back for so long, so that nobody can tell a lag that is shorter. */
const UNNOTICED_SECONDS = 5;

interface Lag {
  readonly now: number;
  readonly replicas: number | string;
  /** It does not know what the others have. */
  readonly cut: number;
  /** When the oldest of what it has not fetched was inserted. */
  readonly oldest: number;
}

/**
 * The moment up to which the node that is asked surely has everything, in seconds since the Unix epoch; `undefined` where it
 * lacks nothing, or may not say so: that is a right of its own.
 */
export async function ageOf(client: ClickHouseClient, { suffix }: Pick<KnownServer, "suffix">) {
  if (suffix === "") return undefined;
  const { database } = client.address;
  try {
    const [lag] = await client.rows<Lag>(
      `SELECT toUInt32(now()) AS now, count() AS replicas,
        max(is_readonly OR is_session_expired OR (log_max_index > 0 AND log_max_index >= log_pointer)) AS cut,
        toUInt32(min(if(inserts_in_queue > 0, inserts_oldest_time, now()))) AS oldest
      FROM system.replicas WHERE database = '${database}' AND table IN ('messages', 'task_parts', 'batches')`,
    );
    if (lag === undefined || Number(lag.replicas) === 0) return undefined;
    const since = lag.cut === 1 ? Math.min(lag.oldest, await newestOf(client)) : lag.oldest;
    return lag.now - since > UNNOTICED_SECONDS ? since : undefined;
  } catch (error) {
    if (error instanceof ClickHouseError && error.code === "CLEW_CLICKHOUSE_RIGHTS") return undefined;
    throw error;
  }
}

/** When the newest batch that the node itself has was sealed. */
async function newestOf(client: ClickHouseClient): Promise<number> {
  const [row] = await client.rows<{ sealed: number }>(
    `SELECT toUInt32(max(sealed)) AS sealed FROM ${client.address.database}.messages`,
  );
  return row?.sealed ?? 0;
}

/** A sentence of it, for those who read text. */
export function ageSentence(name: string, age: number): string {
  const moment = new Date(age * 1000).toISOString().replace(".000", "");
  return `${name}: as of ${moment}; the node that answered has not all that came since`;
}
