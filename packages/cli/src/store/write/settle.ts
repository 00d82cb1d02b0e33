// Tasks of which something came after they had been put together: they have several rows, and get one.

import type { DuckDBConnection } from "@duckdb/node-api";
import { Parser, parseLine, type TaskTree } from "clew/parse";
import { rowsOf } from "../database/index.js";
import { LINE_SQL, type RowRange } from "../tables/index.js";

/** So many messages are put together at a time; a task is never cut. */
const BATCH = 50_000;

/** Finds the tasks that have more than one row, at least one of them from this number on; says whether there are any. */
export async function findChanged(connection: DuckDBConnection, fromTask: number): Promise<boolean> {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE again AS
      SELECT *, (sum(messages) OVER (ORDER BY first_n, task_uuid))::BIGINT // ${BATCH} AS batch FROM (
        SELECT task_uuid, min(first_n) AS first_n, max(last_n) AS last_n, sum(messages) AS messages FROM task_rows
        ${fromTask === 0 ? "" : `WHERE task_uuid IN (SELECT task_uuid FROM task_rows WHERE t >= ${fromTask})`}
        GROUP BY task_uuid HAVING count(*) > 1)`,
  );
  return (await rowsOf(connection, "SELECT 1 FROM again LIMIT 1")).length > 0;
}

/** Takes back all rows of those tasks but their lines. */
export async function forgetChanged(connection: DuckDBConnection): Promise<void> {
  await connection.run(
    "CREATE OR REPLACE TEMP TABLE again_t AS SELECT t FROM task_rows WHERE task_uuid IN (SELECT task_uuid FROM again)",
  );
  for (const table of ["task_rows", "action_rows", "root_values"]) {
    await connection.run(`DELETE FROM ${table} WHERE t IN (SELECT t FROM again_t)`);
  }
}

interface ChangedLine {
  readonly task_uuid: string;
  readonly line: string;
  readonly first_n: number;
  readonly last_n: number;
}

/** The trees of those tasks, from all of their lines, one after the other. */
export async function* changedTrees(
  connection: DuckDBConnection,
): AsyncGenerator<{ readonly tree: TaskTree; readonly range: RowRange }, void, undefined> {
  // A table between, and no stream: rows are written while these are read.
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE again_lines AS
      SELECT again.batch, m.task_uuid, ${LINE_SQL} AS line, again.first_n, again.last_n FROM message_rows m JOIN again USING (task_uuid)
      WHERE m.n BETWEEN (SELECT min(first_n) FROM again) AND (SELECT max(last_n) FROM again)
      ORDER BY again.batch, m.task_uuid, m.n`,
  );
  const batches = await rowsOf<{ batch: bigint }>(connection, "SELECT DISTINCT batch FROM again ORDER BY batch");
  for (const { batch } of batches) {
    const rows = await rowsOf<ChangedLine>(connection, "SELECT * FROM again_lines WHERE batch = $1", [batch]);
    const parser = new Parser();
    const ranges = new Map<string, RowRange>();
    for (const { task_uuid, line, first_n, last_n } of rows) {
      const lines = (ranges.get(task_uuid)?.lines ?? 0) + 1;
      ranges.set(task_uuid, { first: first_n, last: last_n, lines });
      const parsed = parseLine(line);
      if (parsed.ok) parser.add(parsed.message);
    }
    for (const tree of parser.end()) yield { tree, range: ranges.get(tree.taskUuid) as RowRange };
  }
  for (const table of ["again", "again_t", "again_lines"]) await connection.run(`DROP TABLE ${table}`);
}
