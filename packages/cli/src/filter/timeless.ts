import { parseFilter } from "./filter-grammar.js";
import { readMoment } from "./moment.js";

/** Tells whether a filter means the same whenever it is asked: not where a time in it is told as so long ago. */
export function isTimeless(expression: string): boolean {
  return parseFilter(expression).every((step) => {
    if (step.kind !== "test" || step.field !== "time") return true;
    return readMoment(step.value, 0) === readMoment(step.value, 1);
  });
}
