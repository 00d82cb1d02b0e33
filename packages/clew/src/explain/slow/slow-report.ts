import type { SetApart } from "../apart/index.js";
import type { BetweenEnds, Suspect } from "../changes/index.js";
import type { ActionPlace, ItemPlace } from "../task/index.js";

/** Where the time of tasks went that somebody waited for. */
export interface SlowReport {
  /** Tasks that have ended and were looked at. */
  readonly tasks: number;
  /** The sum of their durations, in seconds. */
  readonly totalSeconds: number;
  /** By path, the largest share of the time first. */
  readonly actions: readonly SlowAction[];
  /** Tasks that are as usual, where the log was compared with those; then the paths that cost most extra come first. */
  readonly usualTasks: number | undefined;
  /** Calls between two places that took longer on the way than usual. */
  readonly between: readonly BetweenEnds[];
  /** Values of a field, and how much speaks for each being to blame. */
  readonly suspects: readonly Suspect[];
  /** Stretches of such time in which nothing was logged, the longest in sum first. */
  readonly gaps: readonly SlowGap[];
}

/** What the actions of one path took by themselves while their tasks waited for them. */
export interface SlowAction {
  readonly actionPath: readonly string[];
  readonly criticalSelfSeconds: number;
  /** Of all the time of all tasks, from 0 to 1. */
  readonly share: number;
  /** How many actions of this path the tasks waited for. */
  readonly count: number;
  /** The one that took longest. */
  readonly example: ActionPlace;
  /** The probability that it is slow there, and, where there is something to compare with, slower than usual. */
  readonly confidence: number;
  /** What it costs a task as usual, in seconds; `undefined` where there is nothing to compare with. */
  readonly usualSecondsPerTask: number | undefined;
  /** What it costs a task more than that; without a comparison, all that it costs. */
  readonly extraSecondsPerTask: number;
  /** What tells the tasks in which this path is slow from those in which it is not. */
  readonly setApart: readonly SetApart[];
  /** The value that leads to this path, where some tasks do not come there: with it nearly all do, without it nearly none. */
  readonly reachedWith: SetApart | undefined;
}

/** A silence in the actions of one path, between what was logged before and after it. */
export interface SlowGap {
  readonly actionPath: readonly string[];
  readonly after: ItemPlace | null;
  readonly before: ItemPlace | null;
  readonly seconds: number;
  readonly example: ActionPlace;
}
