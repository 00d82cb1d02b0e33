import type { Histogram } from "@clew/log";
import { formatCount, plural } from "../../model/index.js";

export interface HistogramProps {
  readonly histogram: Histogram;
  /** The time that it covers, which says how moments are written. */
  readonly span: { readonly firstTime: number; readonly lastTime: number };
  /** Narrows the tasks to those that began in this stretch; `undefined` for all of the time. */
  choose(range: { readonly from: number; readonly to: number } | undefined): void;
}

/** The time from the beginning of one bucket to the end of another. The last one ends after what lies at its edge. */
export function stretchOf({ from, to, buckets }: Histogram, first: number, last: number) {
  const step = (to - from) / buckets.length;
  const end = last === buckets.length - 1 ? to + 1e-6 : from + step * (last + 1);
  return { from: from + step * first, to: end };
}

export function bucketWords({ count, failed }: { readonly count: number; readonly failed: number }): string {
  return `${plural(count, "task")}${failed > 0 ? `, ${formatCount(failed)} failed` : ""}`;
}
