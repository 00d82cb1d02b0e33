import { type ClickHouseClient, ClickHouseError, quote } from "../server/index.js";
import { INGEST_COLUMNS, MESSAGE_COLUMNS } from "./schema.js";

/** The things that one must know of a server before anything is asked of it. */
export interface KnownServer {
  readonly version: string;
  readonly isModern: boolean;
  /** The ends of the names of the tables that are asked: `_all` where the database is spread over shards. */
  readonly suffix: "" | "_all";
}

const FIRST_MODERN = 20;

/** Refuses to add to the tables of another version what is new in this one: what they hold would not be in it. */
export async function refuseOtherTables(
  client: ClickHouseClient,
  { database, shown }: Pick<ClickHouseClient["address"], "database" | "shown"> = client.address,
): Promise<void> {
  const exists = async (table: string) =>
    (await client.rows<{ result: number }>(`EXISTS TABLE ${database}.${table}`))[0]?.result === 1;
  if ((await exists("messages")) && !(await exists("task_parts"))) throw otherVersion(shown, "there is no task_parts");
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
  const spread = await client.rows<{ result: number }>(`EXISTS TABLE ${database}.messages_all`);
  return { version, isModern: isModern(version), suffix: spread[0]?.result === 1 ? "_all" : "" };
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
