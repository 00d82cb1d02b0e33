// The answer of `clew why --json`: the failures of a log, grouped by where they began.

import type { FailureGroup, FailureReport } from "clew/explain";
import type { Message } from "clew/parse";
import { type ActionPlaceAnswer, actionPlaceJson, type PlaceAnswer, placeJson } from "./places.js";
import { failureApartSentence, failureSentence, nothingFailedSentence } from "./sentences/index.js";
import { type SetApartAnswer, setApartJson } from "./set-apart.js";
import { type SuspectAnswer, suspectJson } from "./suspects.js";

export interface WhyAnswer {
  /** Tasks with a root action that were looked at, and those of them that failed. */
  readonly tasks: number;
  readonly failed_tasks: number;
  /** The first line of the command: the first kind of failure, or that none failed. */
  readonly sentence: string;
  readonly failures: readonly FailureAnswer[];
  /** Errors that were logged in tasks that did not fail. */
  readonly logged_errors: readonly FailureAnswer[];
  readonly suspects: readonly SuspectAnswer[];
  readonly lines_unused: number;
}

export interface FailureAnswer {
  /** The failure in words, as the command says it. */
  readonly sentence: string;
  readonly count: number;
  readonly confidence: number;
  /** The same among tasks that are as usual, where there are some to compare with. */
  readonly baseline?: { readonly count: number; readonly tasks: number };
  /** The moment from which it came, where it did not before. */
  readonly since?: number;
  readonly origin: {
    readonly action_path: readonly string[];
    readonly action_type: string;
    readonly exception: string | null;
    readonly reason: string | null;
  };
  readonly example: PlaceAnswer;
  readonly chain: readonly ActionPlaceAnswer[];
  readonly before: readonly Message[];
  readonly set_apart: readonly SetApartAnswer[];
  /** The same in words, or the reason why nothing can be named. */
  readonly set_apart_sentence: string;
  /** The number of tasks that got through, with which the failed ones were compared. */
  readonly compared_with: number;
  readonly handled?: true;
}

export function whyJson(report: FailureReport, linesUnused: number): WhyAnswer {
  const { failures, loggedErrors, suspects, tasks, failedTasks } = report;
  const [first] = failures;
  return {
    tasks,
    failed_tasks: failedTasks,
    sentence: first === undefined || first.handled ? nothingFailedSentence(report) : failureSentence(first, report),
    failures: failures.map((group) => failureJson(group, report)),
    logged_errors: loggedErrors.map((group) => failureJson(group, report)),
    suspects: suspects.map(suspectJson),
    lines_unused: linesUnused,
  };
}

function failureJson(group: FailureGroup, report: FailureReport): FailureAnswer {
  const { usualTasks } = report;
  const { count, confidence, usualCount, since, origin, example, chain, before, setApart, handled } = group;
  return {
    sentence: failureSentence(group, report),
    count,
    confidence,
    ...(usualCount === undefined || usualTasks === undefined
      ? {}
      : { baseline: { count: usualCount, tasks: usualTasks } }),
    ...(since === undefined ? {} : { since: since.time }),
    origin: {
      action_path: origin.actionPath,
      action_type: origin.actionType,
      exception: origin.exception,
      reason: origin.reason,
    },
    example: placeJson(example),
    chain: chain.map(actionPlaceJson),
    before,
    set_apart: setApart.map(setApartJson),
    set_apart_sentence: failureApartSentence(group),
    compared_with: group.comparedWith,
    ...(handled ? { handled } : {}),
  };
}
