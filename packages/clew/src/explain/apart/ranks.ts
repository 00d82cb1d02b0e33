// Whether numbers of one group lie above those of another: the rank test of Mann and Whitney, and its form over strata of
// van Elteren. Ranks, for durations have long tails.

/** Numbers of two groups, in a part of the data in which they can be compared. */
export interface Stratum {
  readonly these: readonly number[];
  readonly others: readonly number[];
}

/**
 * The natural logarithm of the probability that these lie as far above the others as they do where nothing sets them
 * apart, one-sided. `designEffect` is by how much fewer independent observations there are than numbers.
 */
export function logRankChance(strata: readonly Stratum[], designEffect = 1): number {
  const [only] = strata;
  if (strata.length === 1 && only !== undefined && designEffect === 1 && isSmall(only)) return logExactChance(only);
  let statistic = 0;
  let variance = 0;
  for (const stratum of strata) {
    const { excess, spread, n } = rankSum(stratum);
    if (n < 2) continue;
    // Van Elteren's weights: the reciprocal of the size of a stratum and one.
    statistic += excess / (n + 1);
    variance += spread / (n + 1) ** 2;
  }
  return variance === 0 ? 0 : logNormalTail(statistic / Math.sqrt(variance * designEffect));
}

/** Numbers, and numbers of the smaller group, up to which the chance is counted out: the normal distribution is far off. */
const SMALL = { all: 60, fewer: 10 };

function isSmall({ these, others }: Stratum): boolean {
  const fewer = Math.min(these.length, others.length);
  return fewer > 0 && fewer <= SMALL.fewer && these.length + others.length <= SMALL.all;
}

/** The chance by the exact distribution of the rank sum, over all ways to choose the smaller group, with ties as they are. */
function logExactChance(stratum: Stratum): number {
  const { ranks, isThese } = ranksOf(stratum);
  const above = stratum.these.length <= stratum.others.length;
  const fewer = above ? stratum.these.length : stratum.others.length;
  // Doubled, ranks are whole numbers even where they are shared.
  const doubled = ranks.map((rank) => 2 * rank);
  let sum = 0;
  doubled.forEach((rank, i) => {
    if ((isThese[i] === 1) === above) sum += rank;
  });
  const most = 2 * doubled.length * fewer;
  // ways[k][s]: the ways to choose k of those taken in so far with the sum s.
  const ways = Array.from({ length: fewer + 1 }, () => new Float64Array(most + 1));
  (ways[0] as Float64Array)[0] = 1;
  for (const rank of doubled) {
    for (let k = fewer; k >= 1; k--) {
      const [with_, without] = [ways[k] as Float64Array, ways[k - 1] as Float64Array];
      for (let s = most; s >= rank; s--) with_[s] = (with_[s] as number) + (without[s - rank] as number);
    }
  }
  let all = 0;
  let asFar = 0;
  (ways[fewer] as Float64Array).forEach((count, s) => {
    all += count;
    if (above ? s >= sum : s <= sum) asFar += count;
  });
  return Math.log(asFar / all);
}

/**
 * The ranks of the numbers of both groups, ascending, each the middle one where several numbers are the same; of which group
 * each is; and what the same ones take off the variance. Both groups are sorted and merged: nothing is looked up.
 */
function ranksOf({ these, others }: Stratum) {
  const a = Float64Array.from(these).sort();
  const b = Float64Array.from(others).sort();
  const n = a.length + b.length;
  const ranks = new Float64Array(n);
  const isThese = new Uint8Array(n);
  let ties = 0;
  for (let from = 0, i = 0, j = 0; from < n; ) {
    const value = Math.min(a[i] ?? Number.POSITIVE_INFINITY, b[j] ?? Number.POSITIVE_INFINITY);
    let to = from;
    for (; i < a.length && (a[i] as number) <= value; i++) isThese[to++] = 1;
    for (; j < b.length && (b[j] as number) <= value; j++) to++;
    ranks.fill((from + to + 1) / 2, from, to);
    ties += (to - from) ** 3 - (to - from);
    from = to;
  }
  return { ranks, isThese, ties };
}

/** The rank sum of these above its expectation, and its variance with ties accounted for. */
function rankSum(stratum: Stratum): { readonly excess: number; readonly spread: number; readonly n: number } {
  const [these, others] = [stratum.these.length, stratum.others.length];
  const n = these + others;
  if (these === 0 || others === 0) return { excess: 0, spread: 0, n: 0 };
  const { ranks, isThese, ties } = ranksOf(stratum);
  let sum = 0;
  for (let i = 0; i < n; i++) if (isThese[i] === 1) sum += ranks[i] as number;
  const spread = ((these * others) / 12) * (n + 1 - ties / (n * Math.max(1, n - 1)));
  return { excess: sum - (these * (n + 1)) / 2, spread, n };
}

/** The natural logarithm of the upper tail of the normal distribution. */
export function logNormalTail(z: number): number {
  if (z < -6) return 0;
  if (z > 5) return -(z * z) / 2 - Math.log(z * Math.sqrt(2 * Math.PI)) + Math.log1p(-1 / (z * z));
  // Abramowitz and Stegun 26.2.17: wrong by less than 7.5e-8.
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    (Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI)) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return Math.log(z >= 0 ? tail : 1 - tail);
}

/**
 * By how much fewer independent observations there are than values, since those of one task go together: Kish's design
 * effect with the intraclass correlation of a one-way analysis of variance.
 */
export function designEffect(values: readonly number[], tasks: readonly number[]): number {
  const n = values.length;
  const groups = new Map<number, { count: number; sum: number }>();
  let sum = 0;
  values.forEach((value, i) => {
    const group = groups.get(tasks[i] as number) ?? { count: 0, sum: 0 };
    group.count++;
    group.sum += value;
    groups.set(tasks[i] as number, group);
    sum += value;
  });
  const k = groups.size;
  if (k < 2 || n - k < 2) return k < 2 ? n : 1;
  const mean = sum / n;
  let between = 0;
  let squares = 0;
  for (const group of groups.values()) {
    between += group.count * (group.sum / group.count - mean) ** 2;
    squares += group.count ** 2;
  }
  let total = 0;
  for (const value of values) total += (value - mean) ** 2;
  const msBetween = between / (k - 1);
  const msWithin = (total - between) / (n - k);
  const size = (n - squares / n) / (k - 1);
  const correlation = (msBetween - msWithin) / (msBetween + (size - 1) * msWithin);
  return Number.isFinite(correlation) ? Math.max(1, 1 + (squares / n - 1) * Math.max(0, correlation)) : 1;
}
