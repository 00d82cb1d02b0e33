import type { TypeNumbers } from "@clew/log";
import type { Asking } from "./task-page.js";

interface TypeColumns {
  readonly action_type: string;
  readonly count: number | string;
  readonly failed: number | string;
  readonly incomplete: number | string;
  readonly percentiles: readonly number[];
  readonly timed: number | string;
}

/** Percentiles as `quantile_disc` has them: the value at this share of the sorted ones, rounded up. */
const PERCENTILES = [0.5, 0.95, 0.99]
  .map((share) => `sorted[toUInt64(greatest(1, ceil(${share} * length(sorted))))]`)
  .join(", ");

/** Numbers for each type of action, those first that took longest in sum. Time of their own is known of whole tasks alone. */
export async function typeNumbers({ client, tables, settings }: Asking): Promise<readonly TypeNumbers[]> {
  const rows = await client.rows<TypeColumns>(
    `SELECT action_type, count() AS count, countIf(ends > 0 AND failures > 0) AS failed, countIf(ends = 0) AS incomplete,
      arraySort(groupArrayIf(took, is_timed)) AS sorted, [${PERCENTILES}] AS percentiles, length(sorted) AS timed
      FROM (SELECT task_uuid, arrayPopBack(task_level) AS place,
          anyIf(type, kind != 'message') AS action_type, countIf(kind = 'start') AS starts, countIf(kind = 'finish') AS ends,
          countIf(kind = 'finish' AND status = 'failed') AS failures, maxIf(duration, kind = 'finish') AS measured,
          ends > 0 AND (measured >= 0 OR starts > 0) AS is_timed,
          if(measured >= 0, measured, maxIf(time, kind = 'finish') - minIf(time, kind = 'start')) AS took
        FROM ${tables.messages} WHERE kind != 'message' GROUP BY task_uuid, place)
      GROUP BY action_type ORDER BY arraySum(sorted) DESC, action_type`,
    settings,
  );
  return rows.map(({ action_type, count, failed, incomplete, percentiles, timed }) => {
    const at = (i: number) => (Number(timed) === 0 ? null : (percentiles[i] ?? null));
    return {
      actionType: action_type === "" ? "(unknown)" : action_type,
      count: Number(count),
      failed: Number(failed),
      incomplete: Number(incomplete),
      p50Seconds: at(0),
      p95Seconds: at(1),
      p99Seconds: at(2),
      selfSeconds: null,
    };
  });
}
