import { FIRST_SPAN_PLACE, fieldNames, handedOutRuns, type Message } from "../wire/index.js";

/** Numbers that were handed out, as ascending runs. */
export type Runs = readonly (readonly [first: number, last: number])[];

/**
 * The empty places below the highest of the numbers that a program counted, which ascend; those that were handed out
 * are none, and places of spans are not counted.
 *
 * A number found in a log must not decide how much is allocated, so the list stops where it is far longer than what
 * was read: a reader sees that thousands are missing, not each of nine quadrillion.
 */
export function gapsBetween(all: readonly number[], handedOut: Runs): readonly number[] {
  const numbers = (all.at(-1) ?? 0) < FIRST_SPAN_PLACE ? all : all.filter((number) => number < FIRST_SPAN_PLACE);
  if (numbers.length === 0 || (numbers.at(-1) === numbers.length && handedOut.length === 0)) return NONE;
  const gaps: number[] = [];
  const most = 1_000 + 10 * (numbers.length + handedOut.length);
  let run = 0;
  let expected = 1;
  for (const number of numbers) {
    while (expected < number && gaps.length < most) {
      while ((handedOut[run]?.[1] ?? Number.POSITIVE_INFINITY) < expected) run++;
      const [first, last] = handedOut[run] ?? NO_RUN;
      // A whole run at once: it may be longer than the log.
      if (first <= expected) expected = Math.min(last, number - 1) + 1;
      else gaps.push(expected++);
    }
    expected = Math.max(expected, number + 1);
  }
  return gaps;
}

const NO_RUN = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY] as const;

export const NONE: readonly number[] = [];

/** The numbers that a finish message says were given away as serialized task ids. */
export function handedOutBy(end: Message | undefined): Runs {
  const runs = handedOutRuns(end?.[fieldNames.HANDED_OUT]);
  return runs.length < 2 ? runs : [...runs].sort(([a], [b]) => a - b);
}

/** A list of the numbers in runs is no longer than this; the runs may be. */
const MOST_LISTED = 10_000;

/** The numbers in runs that are not taken, up to a bound. */
export function numbersOf(runs: Runs, taken: ReadonlySet<number>): readonly number[] {
  const numbers: number[] = [];
  let looked = 0;
  for (const [first, last] of runs) {
    for (let number = first; number <= last; number++) {
      if (numbers.length >= MOST_LISTED || looked++ > MOST_LISTED + taken.size) return numbers;
      if (!taken.has(number)) numbers.push(number);
    }
  }
  return numbers;
}

/** Whether so many empty places are no more than the finish says were handed out. */
export function isFilled(empty: number, end: Message | undefined): boolean {
  return empty === 0 || handedOutBy(end).reduce((sum, [first, last]) => sum + last - first + 1, 0) >= empty;
}
