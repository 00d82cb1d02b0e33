import { FIRST_SPAN_PLACE, fieldNames, type Message } from "../wire/index.js";

/**
 * The empty places below the highest of the numbers that a program counted, which ascend; those that were handed out
 * are none, and places of spans are not counted.
 *
 * A number found in a log must not decide how much is allocated, so the list stops where it is far longer than what
 * was read: a reader sees that thousands are missing, not each of nine quadrillion.
 */
export function gapsBetween(all: readonly number[], handedOut: ReadonlySet<number>): readonly number[] {
  const numbers = (all.at(-1) ?? 0) < FIRST_SPAN_PLACE ? all : all.filter((number) => number < FIRST_SPAN_PLACE);
  if (numbers.length === 0 || (numbers.at(-1) === numbers.length && handedOut.size === 0)) return NONE;
  const gaps: number[] = [];
  const most = 1_000 + 10 * (numbers.length + handedOut.size);
  let steps = most + handedOut.size;
  let expected = 1;
  for (const number of numbers) {
    for (; expected < number && gaps.length < most && steps > 0; expected++) {
      steps--;
      if (!handedOut.has(expected)) gaps.push(expected);
    }
    expected = Math.max(expected, number + 1);
  }
  return gaps;
}

export const NONE: readonly number[] = [];

/** The numbers that a finish message says were given away as serialized task ids. */
export function handedOutBy(end: Message | undefined): ReadonlySet<number> {
  const listed = end?.[fieldNames.HANDED_OUT];
  if (!Array.isArray(listed)) return NO_NUMBERS;
  return new Set(listed.filter((number) => Number.isSafeInteger(number) && number >= 1));
}

const NO_NUMBERS: ReadonlySet<number> = new Set();

/** Whether so many empty places are no more than the finish says were handed out. */
export function isFilled(empty: number, end: Message | undefined): boolean {
  if (empty === 0) return true;
  const handedOut = end?.[fieldNames.HANDED_OUT];
  return Array.isArray(handedOut) && handedOut.length >= empty;
}
