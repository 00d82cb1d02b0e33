import type { Histogram, TaskQuery } from "@clew/log";
import type { Database } from "../database/index.js";
import type { Where } from "./where.js";

const MOST_BUCKETS = 10_000;

/** The times at which the matching tasks began, in even steps over the time that was asked for, else from the first to the last. */
export async function histogramOf(
  database: Database,
  { sql, values }: Where,
  query: TaskQuery,
  buckets: number,
): Promise<Histogram> {
  const count = Math.max(1, Math.min(MOST_BUCKETS, Math.floor(buckets)));
  const [range] = await database.rows<{ first: number | null; last: number | null }>(
    `SELECT min(start_time) AS first, max(start_time) AS last FROM task_rows WHERE ${sql}`,
    values,
  );
  const from = query.from ?? range?.first ?? 0;
  const to = Math.max(from, query.to ?? range?.last ?? from);
  const filled = Array.from({ length: count }, () => ({ count: 0, failed: 0 }));
  if (range?.first == null) return { from, to, buckets: filled };
  const rows = await database.rows<{ bucket: number; count: number; failed: number }>(
    `SELECT least(${count - 1}, greatest(0, floor((start_time - $${values.length + 1}) / $${values.length + 2})))::INTEGER AS bucket,
      count(*)::DOUBLE AS count, (count(*) FILTER (status = 'failed'))::DOUBLE AS failed
      FROM task_rows WHERE ${sql} GROUP BY 1`,
    [...values, from, to > from ? (to - from) / count : 1],
  );
  for (const row of rows) filled[row.bucket] = { count: row.count, failed: row.failed };
  return { from, to, buckets: filled };
}
