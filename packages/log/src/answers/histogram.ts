/** Tasks over the time in which they began. */
export interface Histogram {
  readonly from: number;
  readonly to: number;
  readonly buckets: readonly { readonly count: number; readonly failed: number }[];
}

/** A thing that a histogram counts: the time at which it began, and whether it failed. */
export interface HistogramItem {
  readonly startTime: number;
  readonly failed: boolean;
}

/** Counts items in even steps of time. Without a range it goes from the first to the last of them. */
export function histogramOf(
  items: readonly HistogramItem[],
  buckets: number,
  range: { readonly from?: number | undefined; readonly to?: number | undefined } = {},
): Histogram {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { startTime } of items) {
    first = Math.min(first, startTime);
    last = Math.max(last, startTime);
  }
  const from = range.from ?? (items.length === 0 ? 0 : first);
  const to = Math.max(range.to ?? (items.length === 0 ? 0 : last), from);
  const counts = Array.from({ length: Math.max(1, Math.floor(buckets)) }, () => ({ count: 0, failed: 0 }));
  for (const { startTime, failed } of items) {
    const place = to === from ? 0 : Math.floor(((startTime - from) / (to - from)) * counts.length);
    const bucket = counts[Math.min(counts.length - 1, Math.max(0, place))];
    if (bucket === undefined) continue;
    bucket.count++;
    if (failed) bucket.failed++;
  }
  return { from, to, buckets: counts };
}
