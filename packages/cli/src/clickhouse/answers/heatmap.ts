import { type Heatmap, SHORTEST_SECONDS, STEPS_PER_DOUBLING, type TaskQuery } from "@clew/log";
import { quote } from "../server/index.js";
import type { Asking } from "./task-page.js";

interface CellColumns {
  readonly place: number | string;
  readonly step: number | string;
  readonly count: number | string;
  readonly failed: number | string;
}

/** The tasks of a subquery that have ended, by when they began and how long they took. */
export async function heatmapOf(
  { client, settings }: Asking,
  tasks: string,
  query: TaskQuery,
  columns: number,
): Promise<Heatmap> {
  const ended = `${tasks} WHERE is_timed`;
  const [range] = await client.rows<{ tasks: number | string; first: number; last: number }>(
    `SELECT count() AS tasks, min(start_time) AS first, max(start_time) AS last FROM ${ended}`,
    settings,
  );
  const isEmpty = Number(range?.tasks ?? 0) === 0;
  const from = query.from ?? (isEmpty ? 0 : (range?.first ?? 0));
  const to = Math.max(query.to ?? (isEmpty ? 0 : (range?.last ?? 0)), from);
  const place =
    to === from ? "0" : `floor((start_time - ${quote.number(from)}) / ${quote.number((to - from) / columns)})`;
  const rows = await client.rows<CellColumns>(
    `SELECT toInt32(least(${columns - 1}, greatest(0, ${place}))) AS place,
      toInt32(floor(${STEPS_PER_DOUBLING} * log2(greatest(${quote.number(SHORTEST_SECONDS)}, took)))) AS step,
      count() AS count, countIf(task_status = 'failed') AS failed FROM ${ended} GROUP BY place, step ORDER BY place, step`,
    settings,
  );
  const cells = rows.map((row) => ({
    column: Number(row.place),
    step: Number(row.step),
    count: Number(row.count),
    failed: Number(row.failed),
  }));
  return { from, to, columns, cells };
}
