// The answer of `clew slow --json`: the actions that tasks waited for, and the gaps in which nothing was logged.

import type { SlowReport } from "clew/explain";
import type { TaskLevel } from "clew/parse";
import { type PlaceAnswer, placeJson } from "./places.js";
import { type SetApartAnswer, setApartJson } from "./set-apart.js";

export interface ItemAnswer {
  readonly task_level: TaskLevel;
  readonly type: string;
}

export interface SlowAnswer {
  readonly tasks: number;
  readonly total_seconds: number;
  readonly actions: readonly {
    readonly action_path: readonly string[];
    readonly critical_self_seconds: number;
    readonly share: number;
    readonly count: number;
    readonly example: PlaceAnswer;
    readonly set_apart: readonly SetApartAnswer[];
  }[];
  readonly gaps: readonly {
    readonly action_path: readonly string[];
    readonly after: ItemAnswer | null;
    readonly before: ItemAnswer | null;
    readonly seconds: number;
    readonly example: PlaceAnswer;
  }[];
}

export function slowJson({ tasks, totalSeconds, actions, gaps }: SlowReport): SlowAnswer {
  return {
    tasks,
    total_seconds: totalSeconds,
    actions: actions.map(({ actionPath, criticalSelfSeconds, share, count, example, setApart }) => ({
      action_path: actionPath,
      critical_self_seconds: criticalSelfSeconds,
      share,
      count,
      example: placeJson(example),
      set_apart: setApart.map(setApartJson),
    })),
    gaps: gaps.map(({ actionPath, after, before, seconds, example }) => ({
      action_path: actionPath,
      after: after && { task_level: after.taskLevel, type: after.type },
      before: before && { task_level: before.taskLevel, type: before.type },
      seconds,
      example: placeJson(example),
    })),
  };
}
