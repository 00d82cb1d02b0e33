// Durations always differ. One is a difference where it is several times as long as in the other run, by more than the
// durations of this log vary anyway, and by more than milliseconds.

import type { Span } from "../task/index.js";
import { ownSeconds, waitingOf } from "../task/index.js";

export interface DurationOutlier {
  readonly a: Span;
  readonly b: Span;
  readonly seconds: { readonly a: number; readonly b: number };
}

/** Several times. */
const LEAST_RATIO = 3;
/** Not by milliseconds: what a pause of the machine or its collector makes up. */
const LEAST_SECONDS = 0.05;
/** Of how many usual deviations an outlier is away from the usual. */
const DEVIATIONS = 5.5;

/** Finds the actions whose own time differs so, the one that differs most first. */
export function durationOutliers(paired: readonly { readonly a: Span; readonly b: Span }[]): DurationOutlier[] {
  const timed = paired.flatMap(({ a, b }) => {
    if (a.action.status !== b.action.status || a.end === undefined || b.end === undefined) return [];
    // How long these waited by themselves depends on how far two clocks were apart.
    if ([...a.children, ...b.children].some(({ otherClock }) => otherClock)) return [];
    const seconds = { a: ownSeconds(waitingOf(a)), b: ownSeconds(waitingOf(b)) };
    const ratio = Math.log(Math.max(seconds.b, 1e-6) / Math.max(seconds.a, 1e-6));
    return [{ a, b, seconds, ratio, path: b.path.id }];
  });
  const ratios = timed.filter(({ seconds }) => Math.max(seconds.a, seconds.b) > 0.001).map(({ ratio }) => ratio);
  const middle = median(ratios);
  // The median absolute deviation of a normal distribution is 1/1.4826 of its standard deviation.
  const deviation = 1.4826 * median(ratios.map((ratio) => Math.abs(ratio - middle)));
  return timed
    .filter(({ seconds, ratio }) => {
      if (Math.abs(seconds.a - seconds.b) < LEAST_SECONDS || Math.abs(ratio) < Math.log(LEAST_RATIO)) return false;
      return Math.abs(ratio - middle) > DEVIATIONS * deviation;
    })
    .sort((x, y) => Math.abs(y.ratio) - Math.abs(x.ratio));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
