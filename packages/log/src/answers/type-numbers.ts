/** The numbers of a type of action: how often, how it ended, how long it took. */
export interface TypeNumbers {
  readonly actionType: string;
  readonly count: number;
  readonly failed: number;
  readonly incomplete: number;
  readonly p50Seconds: number | null;
  readonly p95Seconds: number | null;
  readonly p99Seconds: number | null;
  readonly selfSeconds: number | null;
}
