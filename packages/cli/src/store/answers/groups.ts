import { MOST_GROUPS, type TaskGroups } from "@clew/log";
import type { DuckDBValue } from "@duckdb/node-api";
import type { Database } from "../database/index.js";
import { valuesSql, type Where } from "./where.js";

interface GroupColumns {
  readonly value: string | null;
  readonly count: number;
  readonly failed: number;
  readonly percentiles: readonly number[] | null;
  readonly all_groups: number;
}

/** The matching tasks by the values of a field. */
export async function groupsOf(database: Database, where: Where, field: string): Promise<TaskGroups> {
  const values: DuckDBValue[] = [...where.values];
  const place = (value: DuckDBValue) => `$${values.push(value)}`;
  const valued =
    field === "type" || field === "status" ? `SELECT t, ${field} AS value FROM chosen` : valuesSql(field, place);
  const rows = await database.rows<GroupColumns>(
    `WITH chosen AS (SELECT t, task_uuid, type, status, duration, fields FROM task_rows WHERE ${where.sql}),
      valued AS (${valued})
      SELECT value, count(*)::DOUBLE AS count, (count(*) FILTER (status = 'failed'))::DOUBLE AS failed,
        quantile_disc(duration, [0.5, 0.95]) AS percentiles, (count(*) OVER ())::DOUBLE AS all_groups
        FROM chosen LEFT JOIN valued USING (t) GROUP BY value
        ORDER BY count DESC, value NULLS LAST LIMIT ${MOST_GROUPS}`,
    values,
  );
  return {
    groups: rows.map(({ value, count, failed, percentiles }) => ({
      value,
      count,
      failed,
      p50Seconds: percentiles?.[0] ?? null,
      p95Seconds: percentiles?.[1] ?? null,
    })),
    more: Math.max(0, (rows[0]?.all_groups ?? 0) - rows.length),
  };
}
