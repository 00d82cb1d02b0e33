import type { TypeNumbers } from "@clew/log";

interface TypeColumns {
  readonly action_type: string;
  readonly count: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly timed_out: number;
  readonly incomplete: number;
  readonly percentiles: readonly number[] | null;
  readonly self_time: number | null;
}

/** Numbers for each type of action, those that took most time of their own first. */
export async function typeNumbers(rows: (sql: string) => Promise<TypeColumns[]>): Promise<TypeNumbers[]> {
  const types = await rows(
    `SELECT coalesce(action_type, '(unknown)') AS action_type, count(*)::DOUBLE AS count,
      (count(*) FILTER (outcome = 'failed'))::DOUBLE AS failed,
      (count(*) FILTER (outcome = 'cancelled'))::DOUBLE AS cancelled,
      (count(*) FILTER (outcome = 'timed out'))::DOUBLE AS timed_out,
      (count(*) FILTER (end_time IS NULL))::DOUBLE AS incomplete,
      quantile_disc(duration, [0.5, 0.95, 0.99]) AS percentiles, sum(self_time) AS self_time
      FROM action_rows GROUP BY 1 ORDER BY self_time DESC NULLS LAST, 1`,
  );
  return types.map(({ action_type, count, failed, cancelled, timed_out, incomplete, percentiles, self_time }) => ({
    actionType: action_type,
    count,
    failed,
    cancelled,
    timedOut: timed_out,
    incomplete,
    p50Seconds: percentiles?.[0] ?? null,
    p95Seconds: percentiles?.[1] ?? null,
    p99Seconds: percentiles?.[2] ?? null,
    selfSeconds: self_time,
  }));
}
