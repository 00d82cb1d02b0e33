/** The tenfold steps below the longest duration that a bar can show. */
const DECADES = 5;

/**
 * The length of the bar of a duration, from 0 to 1: a tenth of the longest is a fifth shorter. On an even scale one task of ten
 * minutes would make those of a second all alike. What has a duration at all can be seen.
 */
export function durationBar(seconds: number | null, longest: number): number {
  if (seconds === null || !(longest > 0) || !(seconds > 0)) return 0;
  return Math.min(1, Math.max(0.015, 1 + Math.log10(seconds / longest) / DECADES));
}
