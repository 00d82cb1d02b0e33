import type { Histogram, TaskQuery } from "@clew/log";
import { quote } from "../server/index.js";
import type { Asking } from "./task-page.js";

const MOST_BUCKETS = 10_000;

/** The times at which the tasks of a subquery began, in even steps over the time that was asked for, else from the first to the last. */
export async function histogramOf(
  { client, settings }: Asking,
  tasks: string,
  query: TaskQuery,
  buckets: number,
): Promise<Histogram> {
  const most = Math.max(1, Math.min(MOST_BUCKETS, Math.floor(buckets)));
  const [range] = await client.rows<{ tasks: number | string; first: number; last: number }>(
    `SELECT count() AS tasks, min(start_time) AS first, max(start_time) AS last FROM ${tasks}`,
    settings,
  );
  const isEmpty = Number(range?.tasks ?? 0) === 0;
  const from = query.from ?? (isEmpty ? 0 : (range?.first ?? 0));
  const to = Math.max(from, query.to ?? (isEmpty ? from : (range?.last ?? from)));
  const filled = Array.from({ length: most }, () => ({ count: 0, failed: 0 }));
  if (isEmpty) return { from, to, buckets: filled };
  const place =
    to === from ? "0" : `floor(((start_time - ${quote.number(from)}) / ${quote.number(to - from)}) * ${most})`;
  const rows = await client.rows<{ bucket: number | string; count: number | string; failed: number | string }>(
    `SELECT toInt32(least(${most - 1}, greatest(0, ${place}))) AS bucket, count() AS count,
      countIf(task_status = 'failed') AS failed FROM ${tasks} GROUP BY bucket`,
    settings,
  );
  for (const { bucket, count, failed } of rows)
    filled[Number(bucket)] = { count: Number(count), failed: Number(failed) };
  return { from, to, buckets: filled };
}
