/** The numbers of a type of action: how often, how it ended, how long it took. */
export interface TypeNumbers {
  readonly actionType: string;
  readonly count: number;
  /** Those that failed by themselves. */
  readonly failed: number;
  /** Those that were told to stop, and those whose own deadline expired. */
  readonly cancelled: number;
  readonly timedOut: number;
  readonly incomplete: number;
  readonly p50Seconds: number | null;
  readonly p95Seconds: number | null;
  readonly p99Seconds: number | null;
  readonly selfSeconds: number | null;
}
