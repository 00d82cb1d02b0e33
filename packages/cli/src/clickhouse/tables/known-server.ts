import { ClickHouseError } from "../../address/index.js";
import { type ClickHouseClient, quote } from "../server/index.js";
import { INGEST_COLUMNS, MESSAGE_COLUMNS } from "./schema.js";

/** The things that one must know of a server before anything is asked of it. */
export interface KnownServer {
  readonly version: string;
  readonly isModern: boolean;
  /** The ends of the names of the tables that are asked: `_all` where the database is spread over shards. */
  readonly suffix: "" | "_all";
}

const FIRST_MODERN = 20;

/** Refuses to add to the tables of another version what is new in this one, where what they hold would have to be in it. */
export async function refuseOtherTables(
  client: ClickHouseClient,
  { database, shown }: Named = client.address,
): Promise<void> {
  if ((await hasTable(client, "messages", database)) && !(await hasTable(client, "task_parts", database)))
    throw otherVersion(shown, "there is no task_parts");
}

type Named = Pick<ClickHouseClient["address"], "database" | "shown">;

/** Refuses to add to tables on all nodes of a cluster what one node alone would have, and the other way round. */
export async function refuseOtherSpread(
  client: ClickHouseClient,
  { database, shown }: Named,
  cluster: string | undefined,
): Promise<void> {
  if (!(await hasTable(client, "messages", database))) return;
  const isSpread = await hasTable(client, "messages_all", database);
  if (isSpread === (cluster !== undefined)) return;
  throw new ClickHouseError(
    "CLEW_CLICKHOUSE_SCHEMA",
    isSpread
      ? `The tables in ${shown} are those of a cluster: say with --cluster which, so that all its nodes are given what is missing`
      : `The tables in ${shown} are on one server: leave out --cluster, or make those of the cluster in a new database`,
  );
}

/** Refuses tables that were made before there was one of batches: what they hold needs none, and it can be added. */
export async function requireBatches(client: ClickHouseClient): Promise<void> {
  if (await hasTable(client, "batches")) return;
  const { shown } = client.address;
  throw new ClickHouseError(
    "CLEW_CLICKHOUSE_SCHEMA",
    `${shown} has no table batches that this user may read: clew ship --create --to ${shown} adds what tables of an older clew lack (on a cluster with --cluster), and keeps what is there; or else grant the user what docs/guides/a-cluster.md lists`,
  );
}

export async function hasTable(client: ClickHouseClient, table: string, database = client.address.database) {
  const [row] = await client.rows<{ result: number }>(`EXISTS TABLE ${database}.${table}`);
  return row?.result === 1;
}

/** Looks which server it is, and whether it has the tables, in the form that this version of clew knows. */
export async function lookAt(client: ClickHouseClient): Promise<KnownServer> {
  const version = await versionOf(client);
  const { database, shown } = client.address;
  const columns = await client.rows<{ name: string }>(`DESCRIBE TABLE ${database}.messages`).catch((error: unknown) => {
    if (error instanceof ClickHouseError && error.code === "CLEW_CLICKHOUSE_SCHEMA") return [];
    throw error;
  });
  if (columns.length === 0) {
    throw new ClickHouseError(
      "CLEW_CLICKHOUSE_SCHEMA",
      `There are no tables of clew in ${shown}: make them with clew ship --create --to ${shown}`,
    );
  }
  refuseOtherVersion(shown, "messages", columns, MESSAGE_COLUMNS);
  await refuseOtherTables(client);
  const isSpread = await hasTable(client, "messages_all");
  return { version, isModern: isModern(version), suffix: isSpread ? "_all" : "" };
}

/** Looks whether what is to be sent has a place in the door of the tables. */
export async function lookAtDoor(client: ClickHouseClient): Promise<void> {
  const { database, shown } = client.address;
  const columns = await client.rows<{ name: string }>(`DESCRIBE TABLE ${database}.ingest`);
  refuseOtherVersion(shown, "ingest", columns, INGEST_COLUMNS);
}

function refuseOtherVersion(
  shown: string,
  table: string,
  columns: readonly { readonly name: string }[],
  known: readonly (readonly [name: string, type: string])[],
): void {
  const names = new Set(columns.map(({ name }) => name));
  const missing = known.find(([name]) => !names.has(name));
  if (missing !== undefined) throw otherVersion(shown, `${table} has no column ${quote.text(missing[0])}`);
}

function otherVersion(shown: string, difference: string): ClickHouseError {
  return new ClickHouseError(
    "CLEW_CLICKHOUSE_SCHEMA",
    `The tables in ${shown} are of another version of clew: ${difference}; ship the logs into a new database, or use the version that made it`,
  );
}

export async function versionOf(client: ClickHouseClient): Promise<string> {
  const [row] = await client.rows<{ version: string }>("SELECT version() AS version");
  return row?.version ?? "";
}

export function isModern(version: string): boolean {
  return Number.parseInt(version, 10) >= FIRST_MODERN;
}
