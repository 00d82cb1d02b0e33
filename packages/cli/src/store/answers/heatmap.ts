import { type Heatmap, type HeatmapCell, SHORTEST_SECONDS, STEPS_PER_DOUBLING, type TaskQuery } from "@clew/log";
import type { Database } from "../database/index.js";
import type { Where } from "./where.js";

/** The matching tasks that have ended, in even steps of time and of the logarithm of their durations. */
export async function heatmapOf(
  database: Database,
  { sql, values }: Where,
  query: TaskQuery,
  columns: number,
): Promise<Heatmap> {
  const ended = `${sql} AND duration IS NOT NULL`;
  const [range] = await database.rows<{ first: number | null; last: number | null }>(
    `SELECT min(start_time) AS first, max(start_time) AS last FROM task_rows WHERE ${ended}`,
    values,
  );
  const from = query.from ?? range?.first ?? 0;
  const to = Math.max(from, query.to ?? range?.last ?? from);
  const cells = await database.rows<HeatmapCell>(
    `SELECT least(${columns - 1}, greatest(0, floor((start_time - $${values.length + 1}) / $${values.length + 2})))::INTEGER AS column,
      floor(${STEPS_PER_DOUBLING} * log2(greatest(${SHORTEST_SECONDS}, duration)))::INTEGER AS step,
      count(*)::DOUBLE AS count, (count(*) FILTER (status = 'failed'))::DOUBLE AS failed
      FROM task_rows WHERE ${ended} GROUP BY 1, 2 ORDER BY 1, 2`,
    [...values, from, to > from ? (to - from) / columns : 1],
  );
  return { from, to, columns, cells };
}
