// Counts the actions of a log that failed, as DuckDB reads JSON by itself: `node duckdb.mjs LOG`.
import { createRequire } from "node:module";

const { DuckDBInstance } = createRequire(new URL("../../packages/cli/package.json", import.meta.url))(
  "@duckdb/node-api",
);
const connection = await (await DuckDBInstance.create()).connect();
const answer = await connection.runAndReadAll(
  "SELECT count(*) FROM read_json($1, format = 'newline_delimited') WHERE action_status = 'failed'",
  [process.argv[2]],
);
console.log(String(answer.getRows()[0]?.[0]));
