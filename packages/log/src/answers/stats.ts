// The answer of `clew stats --json`: an object for each type of action.

import type { Summary } from "clew/explain";

export interface StatsAnswer {
  readonly action_type: string;
  /** The value of the field by which they were told apart, where they were; null where they have none. */
  readonly by?: Readonly<Record<string, string | null>>;
  readonly count: number;
  /** Those that failed by themselves; apart from those that were told to stop, and those that ran out of their time. */
  readonly failed: number;
  readonly cancelled?: number;
  readonly timed_out?: number;
  readonly incomplete: number;
  readonly p50_seconds: number | undefined;
  readonly p95_seconds: number | undefined;
  readonly p99_seconds: number | undefined;
  readonly self_seconds: number;
  /** The actions that were read, where the log was sampled: `count` then has those that were left out, too. */
  readonly read?: number;
}

export function statsJson({ actions, sampling }: Summary): StatsAnswer[] {
  return actions.map((action) => ({
    action_type: action.actionType,
    ...(action.by !== undefined && { by: { [action.by.field]: action.by.value ?? null } }),
    count: action.count,
    failed: action.failed,
    ...(action.cancelled > 0 && { cancelled: action.cancelled }),
    ...(action.timedOut > 0 && { timed_out: action.timedOut }),
    incomplete: action.incomplete,
    p50_seconds: action.p50Seconds,
    p95_seconds: action.p95Seconds,
    p99_seconds: action.p99Seconds,
    self_seconds: action.selfSeconds,
    ...(sampling === undefined ? {} : { read: action.read }),
  }));
}
