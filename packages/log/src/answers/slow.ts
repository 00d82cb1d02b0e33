// The answer of `clew slow --json`: the actions that tasks waited for, and the gaps in which nothing was logged.

import type { SlowReport } from "clew/explain";
import type { TaskLevel } from "clew/parse";
import { type PlaceAnswer, placeJson } from "./places.js";
import { slowApartSentence, slowSentence } from "./sentences/index.js";
import { type SetApartAnswer, setApartJson } from "./set-apart.js";
import { type BetweenAnswer, betweenJson, type SuspectAnswer, suspectJson } from "./suspects.js";

export interface ItemAnswer {
  readonly task_level: TaskLevel;
  readonly type: string;
}

export interface SlowAnswer {
  readonly tasks: number;
  readonly total_seconds: number;
  readonly actions: readonly {
    /** The path in words, as the command says it of the first. */
    readonly sentence: string;
    readonly action_path: readonly string[];
    readonly critical_self_seconds: number;
    readonly share: number;
    readonly count: number;
    readonly confidence: number;
    readonly baseline: { readonly seconds_per_task: number } | null;
    readonly extra_seconds_per_task: number;
    readonly example: PlaceAnswer;
    readonly set_apart: readonly SetApartAnswer[];
    /** The value that leads to the path, where some tasks do not come there. */
    readonly reached_with: SetApartAnswer | null;
    /** Both in words; `null` where there is neither. */
    readonly set_apart_sentence: string | null;
  }[];
  readonly gaps: readonly {
    readonly action_path: readonly string[];
    readonly after: ItemAnswer | null;
    readonly before: ItemAnswer | null;
    readonly seconds: number;
    readonly example: PlaceAnswer;
  }[];
  readonly between: readonly BetweenAnswer[];
  readonly suspects: readonly SuspectAnswer[];
}

export function slowJson(report: SlowReport): SlowAnswer {
  const { tasks, totalSeconds, actions, gaps, between, suspects } = report;
  return {
    tasks,
    total_seconds: totalSeconds,
    actions: actions.map((action) => ({
      sentence: slowSentence(action, report),
      action_path: action.actionPath,
      critical_self_seconds: action.criticalSelfSeconds,
      share: action.share,
      count: action.count,
      confidence: action.confidence,
      baseline: action.usualSecondsPerTask === undefined ? null : { seconds_per_task: action.usualSecondsPerTask },
      extra_seconds_per_task: action.extraSecondsPerTask,
      example: placeJson(action.example),
      set_apart: action.setApart.map(setApartJson),
      reached_with: action.reachedWith === undefined ? null : setApartJson(action.reachedWith),
      set_apart_sentence: slowApartSentence(action) ?? null,
    })),
    gaps: gaps.map(({ actionPath, after, before, seconds, example }) => ({
      action_path: actionPath,
      after: after && { task_level: after.taskLevel, type: after.type },
      before: before && { task_level: before.taskLevel, type: before.type },
      seconds,
      example: placeJson(example),
    })),
    between: between.map(betweenJson),
    suspects: suspects.map(suspectJson),
  };
}
