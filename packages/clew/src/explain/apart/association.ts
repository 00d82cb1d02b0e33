// How far a value that some tasks have goes with an outcome, and how likely chance alone does as much.

/** Natural logarithm of n!, from a table for small n and Stirling's series above. */
function logFactorial(n: number): number {
  while (n >= TABLE.length && TABLE.length < 256) TABLE.push((TABLE.at(-1) as number) + Math.log(TABLE.length));
  if (n < TABLE.length) return TABLE[n] as number;
  return n * Math.log(n) - n + Math.log(2 * Math.PI * n) / 2 + 1 / (12 * n) - 1 / (360 * n ** 3);
}
const TABLE: number[] = [0];

/** Of two groups of tasks, how many there are and how many have a value. */
export interface Counts {
  readonly these: number;
  readonly theseWith: number;
  readonly others: number;
  readonly othersWith: number;
}

/**
 * Fisher's exact test, one-sided: the natural logarithm of the probability that as many or more of the first group have
 * the value when it has nothing to do with the group.
 */
export function logChance({ these, theseWith, others, othersWith }: Counts): number {
  const having = theseWith + othersWith;
  const all = these + others;
  const fixed =
    logFactorial(these) + logFactorial(others) + logFactorial(having) + logFactorial(all - having) - logFactorial(all);
  const most = Math.min(these, having);
  let sum = Number.NEGATIVE_INFINITY;
  for (let k = theseWith; k <= most; k++) {
    const term =
      fixed - logFactorial(k) - logFactorial(these - k) - logFactorial(having - k) - logFactorial(others - having + k);
    sum = addLogs(sum, term);
    if (term < sum - 40) break;
  }
  return Math.min(0, sum);
}

function addLogs(a: number, b: number): number {
  const high = Math.max(a, b);
  return high === Number.NEGATIVE_INFINITY ? high : high + Math.log(Math.exp(a - high) + Math.exp(b - high));
}

/**
 * What knowing the value is worth for telling the groups apart: the gain in log-likelihood (half of the G statistic), 0
 * where the value is no more likely in the first group.
 */
export function gain({ these, theseWith, others, othersWith }: Counts): number {
  if (theseWith * others <= othersWith * these) return 0;
  return entropy(these, others) - entropy(theseWith, othersWith) - entropy(these - theseWith, others - othersWith);
}

/** What there is to know about which group a task is in, on the scale of `gain`. */
export function uncertainty(these: number, others: number): number {
  return entropy(these, others);
}

function entropy(a: number, b: number): number {
  return term(a + b) - term(a) - term(b);
}

function term(n: number): number {
  return n === 0 ? 0 : n * Math.log(n);
}
