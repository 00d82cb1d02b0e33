import type { Candidate } from "./candidates.js";
import type { Population } from "./population.js";

/** The test whether a change shows in a row of its kind. */
export function eventsOf({ what, item, above, fewer }: Candidate, population: Population): (row: number) => boolean {
  switch (what) {
    case "contains":
      return (row) => population.items(row).includes(item as number);
    case "lacks":
      return (row) => !population.items(row).includes(item as number);
    case "failed":
      return (row) => population.failed[row] === 1;
    case "own_time":
      return (row) => (population.own[row] as number) > above;
    case "between":
      return (row) => (population.between[row] as number) > above;
    case "count":
      return (row) => {
        let times = 0;
        for (const each of population.items(row)) if (each === item) times++;
        return fewer === true ? times < above : times > above;
      };
  }
}
