import type { Message } from "../../parse/index.js";
import type { SetApart } from "../apart/index.js";
import type { Suspect } from "../changes/index.js";
import type { ActionPlace } from "../task/index.js";
import type { Since } from "./since.js";

/** The failures of a log, grouped by where they began. */
export interface FailureReport {
  /** What made tasks fail, the most frequent first; then, where they were asked for, failures that were handled. */
  readonly failures: readonly FailureGroup[];
  /** Tasks with a root action that were looked at. */
  readonly tasks: number;
  /** Those of them that failed: whose root did, or in which something is what was told to count as a failure. */
  readonly failedTasks: number;
  /** Errors that were logged in tasks that did not fail, the most frequent first. */
  readonly loggedErrors: readonly FailureGroup[];
  /** Tasks that are as usual, where failures were compared with those. */
  readonly usualTasks: number | undefined;
  /** Values of a field, and how much speaks for each being to blame. */
  readonly suspects: readonly Suspect[];
}

/** Failures with one origin. */
export interface FailureGroup {
  readonly count: number;
  /** The probability that it began there, and, where there is something to compare with, that it is not as usual. */
  readonly confidence: number;
  /** How often it came in tasks that are as usual; `undefined` where there are none to compare with. */
  readonly usualCount: number | undefined;
  /** When it began, where the tasks before that did not fail so. */
  readonly since: Since | undefined;
  readonly handled: boolean;
  readonly origin: FailureOrigin;
  /** How often the action above the origin saw it fail so, and how often that was its end; `undefined` for a root. */
  readonly record: { readonly seen: number; readonly fatal: number } | undefined;
  /** The place of the origin of one of them, the first in the log. */
  readonly example: ActionPlace;
  /** From the root of the task that failed to the origin, through other tasks that it followed from. */
  readonly chain: readonly ActionPlace[];
  /** What was logged in the example's task just before the failure began, the last at the end. */
  readonly before: readonly Message[];
  /** What sets the failed tasks apart from those that got through the same action; empty where chance may be all. */
  readonly setApart: readonly SetApart[];
  /** With how many other tasks the failed ones were compared. */
  readonly comparedWith: number;
}

/** What a failure began with. */
export interface FailureOrigin {
  /** The types from the root of the task in which the origin lies. */
  readonly actionPath: readonly string[];
  readonly actionType: string;
  /** `null` where a deadline expired: no exception is the cause then, but this action was still running. */
  readonly exception: string | null;
  readonly reason: string | null;
}
