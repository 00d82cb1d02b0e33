/** A log of so many messages is what waiting is promised for; of a larger one as much longer as there is more of it. */
export const FROM_MESSAGES = 1_000_000;

/** What 95 of 100 take at most. @param {readonly number[]} times */
export function p95(times) {
  return [...times].sort((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1] ?? Number.NaN;
}
