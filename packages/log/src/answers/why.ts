// The answer of `clew why --json`: the failures of a log, grouped by where they began.

import type { FailureReport } from "clew/explain";
import type { Message } from "clew/parse";
import { type ActionPlaceAnswer, actionPlaceJson, type PlaceAnswer, placeJson } from "./places.js";
import { type SetApartAnswer, setApartJson } from "./set-apart.js";

export interface WhyAnswer {
  readonly failures: readonly FailureAnswer[];
  readonly lines_unused: number;
}

export interface FailureAnswer {
  readonly count: number;
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

export function whyJson({ failures }: FailureReport, linesUnused: number): WhyAnswer {
  return {
    failures: failures.map(({ count, origin, example, chain, before, setApart, handled }) => ({
      count,
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
    })),
    lines_unused: linesUnused,
  };
}
