// How far a value that some have explains how numbers vary, and how likely chance alone does as much.

/** The logarithm of the chance that a value that has nothing to do with it explains this share of the variance. */
export function logTail(share: number, n: number): number {
  if (n < 4) return 0;
  const z2 = ((n - 2) * share) / Math.max(1e-12, 1 - share);
  const z = Math.sqrt(z2);
  return z < 1 ? 0 : -z2 / 2 - Math.log(z * Math.sqrt(2 * Math.PI));
}

/** The sum of squared distances from the mean. */
export function squares(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return squares;
}

/** The share of the variance that is explained by who is slower; 0 where those with the value are not. */
export function shareOf(values: readonly number[], has: (k: number) => boolean, all = squares(values)): number {
  let count = 0;
  let sum = 0;
  let total = 0;
  values.forEach((value, k) => {
    total += value;
    if (!has(k)) return;
    count++;
    sum += value;
  });
  const n = values.length;
  if (count < FEWEST || count === n) return 0;
  const difference = sum / count - (total - sum) / (n - count);
  return difference <= 0 ? 0 : Math.min(1 - 1e-12, ((count * (n - count)) / n) * (difference ** 2 / all));
}

/** A value that fewer have is an anecdote. */
const FEWEST = 3;
