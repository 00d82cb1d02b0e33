// Two moments that are read off a running program are off by a hair: a server's span is closed once its answer is
// flushed, a clock is a little ahead. Of the children in public traces of microservices 3 to 18 % end after their parent,
// nearly all of them by less than this.

/** The least that two moments may differ by and still count as one, in seconds. */
const LEAST_SECONDS = 0.001;
/** The same, as a part of how long the work took. */
const PART = 0.05;

/** By how much the end of work that took this long may be wrong, in seconds. */
export function slackOf(seconds: number): number {
  return Math.max(LEAST_SECONDS, PART * seconds);
}

/** Whether work that ran from `start` to `end` had ended by a moment, give or take a hair. */
export function hadEnded(start: number, end: number | undefined, moment: number): end is number {
  return end !== undefined && end <= moment + slackOf(end - start);
}
