// The answer of `clew path --json`: what made tasks take a way.

import type { PathReport } from "clew/explain";
import { type ActionPlaceAnswer, actionPlaceJson } from "./places.js";
import { pathSentence } from "./sentences/index.js";
import { type SetApartAnswer, setApartJson } from "./set-apart.js";
import type { ItemAnswer } from "./slow.js";

export interface PathAnswer {
  /** The answer in a sentence. */
  readonly sentence: string;
  /** Actions in which the way was taken, and all in which it could have been. */
  readonly matched: number;
  readonly population: number;
  readonly set_apart: readonly SetApartAnswer[];
  /** The action in which the ways part, and what most often stood just before. */
  readonly parted_at: { readonly action_path: readonly string[]; readonly after: ItemAnswer | null } | null;
  readonly example: { readonly taken: ActionPlaceAnswer | null; readonly not_taken: ActionPlaceAnswer | null };
}

/** The answer; the way is given in words. */
export function pathJson(report: PathReport, way: string): PathAnswer {
  const { matched, population, setApart, partedAt, example } = report;
  const { taken, notTaken } = example;
  return {
    sentence: pathSentence(report, way),
    matched,
    population,
    set_apart: setApart.map(setApartJson),
    parted_at:
      partedAt === undefined
        ? null
        : {
            action_path: partedAt.actionPath,
            after: partedAt.after && { task_level: partedAt.after.taskLevel, type: partedAt.after.type },
          },
    example: {
      taken: taken === undefined ? null : actionPlaceJson(taken),
      not_taken: notTaken === undefined ? null : actionPlaceJson(notTaken),
    },
  };
}
