/**
 * Benjamini and Hochberg: of hypotheses with these probabilities, which stand where of those that do the expected part
 * that is false may be at most `level`. `tried` is the number of all that could have come out; by Tarone those that could
 * not have, with so few observations, do not count.
 */
export function discoveries(logChances: readonly number[], tried: number, level: number): boolean[] {
  const order = logChances.map((_, i) => i).sort((i, j) => (logChances[i] as number) - (logChances[j] as number));
  let last = -1;
  order.forEach((i, rank) => {
    if ((logChances[i] as number) <= Math.log((level * (rank + 1)) / Math.max(1, tried))) last = rank;
  });
  const found = logChances.map(() => false);
  for (let rank = 0; rank <= last; rank++) found[order[rank] as number] = true;
  return found;
}
