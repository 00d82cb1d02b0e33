import type { ChoiceReport } from "clew/explain";
import { type SetApartAnswer, setApartJson } from "./set-apart.js";

/** What sets some tasks apart from others. */
export interface ApartAnswer {
  /** The number of tasks of each kind that were looked at. */
  readonly these: number;
  readonly others: number;
  /** The number that there are: an even part of more is looked at. */
  readonly tasks: number;
  readonly set_apart: readonly SetApartAnswer[];
}

/** With `tasks` where only a part of so many was looked at. */
export function apartJson({ these, others, setApart }: ChoiceReport, tasks = these + others): ApartAnswer {
  return { these, others, tasks, set_apart: setApart.map(setApartJson) };
}
