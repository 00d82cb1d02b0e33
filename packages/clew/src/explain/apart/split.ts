/**
 * Splits values in two where the data says so: at the point that leaves the least variance on both sides (Otsu's
 * method; for one variable the same as Fisher's and Jenks's natural breaks).
 */
export function splitInTwo(values: readonly number[]): { readonly slow: readonly boolean[]; readonly at: number } {
  const sorted = [...values].sort((a, b) => a - b);
  let total = 0;
  for (const value of sorted) total += value;
  let at = sorted[0] ?? 0;
  let best = -1;
  let low = 0;
  for (let i = 0; i + 1 < sorted.length; i++) {
    low += sorted[i] as number;
    if (sorted[i] === sorted[i + 1]) continue;
    const below = i + 1;
    const above = sorted.length - below;
    const between = below * above * (low / below - (total - low) / above) ** 2;
    if (between > best) {
      best = between;
      at = ((sorted[i] as number) + (sorted[i + 1] as number)) / 2;
    }
  }
  return { slow: values.map((value) => value > at), at };
}
