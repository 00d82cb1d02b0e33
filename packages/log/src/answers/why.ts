// The answer of `clew why --json`: the failures of a log, grouped by where they began.

import type { FailureGroup, FailureReport } from "clew/explain";
import type { Message } from "clew/parse";
import { type ActionPlaceAnswer, actionPlaceJson, type PlaceAnswer, placeJson } from "./places.js";
import { type SetApartAnswer, setApartJson } from "./set-apart.js";
import { type SuspectAnswer, suspectJson } from "./suspects.js";

export interface WhyAnswer {
  readonly failures: readonly FailureAnswer[];
  /** Errors that were logged in tasks that did not fail. */
  readonly logged_errors: readonly FailureAnswer[];
  readonly suspects: readonly SuspectAnswer[];
  readonly lines_unused: number;
}

export interface FailureAnswer {
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
  readonly handled?: true;
}

export function whyJson(
  { failures, loggedErrors, suspects, usualTasks }: FailureReport,
  linesUnused: number,
): WhyAnswer {
  return {
    failures: failures.map((group) => failureJson(group, usualTasks)),
    logged_errors: loggedErrors.map((group) => failureJson(group, usualTasks)),
    suspects: suspects.map(suspectJson),
    lines_unused: linesUnused,
  };
}

function failureJson(group: FailureGroup, usualTasks: number | undefined): FailureAnswer {
  const { count, confidence, usualCount, since, origin, example, chain, before, setApart, handled } = group;
  return {
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
    ...(handled ? { handled } : {}),
  };
}
