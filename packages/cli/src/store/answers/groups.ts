import { MOST_GROUPS, type TaskGroups } from "@clew/log";
import type { DuckDBValue } from "@duckdb/node-api";
import type { Database } from "../database/index.js";
import { type FieldSource, isOfRoot, valuesSql, type Where } from "./where.js";

interface GroupColumns {
  readonly value: string | null;
  readonly count: number;
  readonly failed: number;
  readonly percentiles: readonly number[] | null;
  readonly all_groups: number;
}

/** The matching tasks by the values of a field, of which the roots' lie in a source. */
export async function groupsOf(
  database: Database,
  where: Where,
  field: string,
  source: FieldSource,
): Promise<TaskGroups> {
  const values: DuckDBValue[] = [...where.values];
  const place = (value: DuckDBValue) => `$${values.push(value)}`;
  const isColumn = field === "type" || field === "status";
  const tables = isColumn
    ? `valued AS (SELECT t, status, duration, ${field} AS value FROM task_rows WHERE ${where.sql})`
    : `chosen AS MATERIALIZED (SELECT t, task_uuid, status, duration, fields, ${isOfRoot(source, field, place)} AS is_own
        FROM task_rows WHERE ${where.sql}),
      valued AS (SELECT * FROM chosen LEFT JOIN (${valuesSql(field, source, place)}) USING (t))`;
  const rows = await database.rows<GroupColumns>(
    `WITH ${tables} SELECT value, count(*)::DOUBLE AS count, (count(*) FILTER (status = 'failed'))::DOUBLE AS failed,
        quantile_disc(duration, [0.5, 0.95]) AS percentiles, (count(*) OVER ())::DOUBLE AS all_groups
        FROM valued GROUP BY value
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
