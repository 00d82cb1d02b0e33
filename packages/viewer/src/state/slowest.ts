// The slowest tasks against the others: where the time of both goes, and what sets the slowest apart.

import type { ApartAnswer, LogSource, SlowAnswer, TaskQuery } from "@clew/log";

/** The share of the tasks that are the slowest. */
const SLOWEST = 0.05;

export interface SlowestAnswer {
  /** The duration from which on a task is one of them, in seconds. */
  readonly seconds: number;
  /** The choice of them. */
  readonly query: TaskQuery;
  readonly slow: SlowAnswer;
  readonly others: SlowAnswer;
  readonly apart: ApartAnswer;
}

/** `null` where no task that matches has ended. */
export async function askSlowest(source: LogSource, query: TaskQuery): Promise<SlowestAnswer | null> {
  const ended: TaskQuery = { ...query, minDurationSeconds: query.minDurationSeconds ?? 0 };
  const page = { sort: "duration", descending: true, limit: 1 } as const;
  const { total } = await source.tasks(ended, { ...page, offset: 0 });
  const { rows } = await source.tasks(ended, { ...page, offset: Math.max(0, Math.ceil(total * SLOWEST) - 1) });
  const seconds = rows[0]?.duration;
  if (seconds === undefined || seconds === null) return null;
  const slowest: TaskQuery = { ...ended, minDurationSeconds: seconds };
  const [slow, others, apart] = await Promise.all([
    source.slow(slowest),
    source.slow({ ...ended, maxDurationSeconds: seconds }),
    source.apart(slowest, ended),
  ]);
  return { seconds, query: slowest, slow, others, apart };
}
