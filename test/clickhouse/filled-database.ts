// A database of a real server with a log in it, for one test.

import { parseLine } from "clew/parse";
import { clickHouseAddress } from "../../packages/cli/src/address/index.js";
import {
  ClickHouseClient,
  ClickHouseStore,
  INGEST_COLUMNS,
  isModern,
  lookAt,
  RowBinary,
  schemaStatements,
  shippedRow,
  versionOf,
} from "../../packages/cli/src/clickhouse/index.js";

/** The address of the server, such as clickhouse://127.0.0.1:8123, where there is one. */
export const server = process.env.CLEW_TEST_CLICKHOUSE;

export interface FilledDatabase {
  readonly client: ClickHouseClient;
  readonly store: ClickHouseStore;
  drop(): Promise<void>;
}

/** Makes a database anew, and puts the lines of a log into it. */
export async function filledDatabase(name: string, log: string): Promise<FilledDatabase> {
  const client = new ClickHouseClient(clickHouseAddress(`${server}/${name}`));
  const bare = new ClickHouseClient(clickHouseAddress(`${server}/default`));
  await bare.text(`DROP DATABASE IF EXISTS ${name}`);
  const options = { database: name, isModern: isModern(await versionOf(bare)) };
  for (const statement of schemaStatements(options)) await bare.text(statement);
  const rows = new RowBinary();
  for (const line of log.split("\n")) {
    const parsed = parseLine(line);
    if (parsed.ok) rows.add(shippedRow(parsed.message, line), "here", 1_795_000_000);
  }
  const query = `INSERT INTO ${name}.ingest (${INGEST_COLUMNS.map(([column]) => column).join(", ")}) FORMAT RowBinary`;
  await client.post(0, { query }, rows.bytes);
  const store = new ClickHouseStore(client, await lookAt(client));
  const drop = async () => {
    await bare.text(`DROP DATABASE ${name}`);
    client.close();
    bare.close();
  };
  return { client, store, drop };
}
