import type { Change } from "./change-report.js";

/** A change in one clause, with its figures on both sides. */
export function sentenceOf(change: Pick<Change, "actionPath" | "kind" | "item" | "a" | "b">): string {
  const { actionPath, kind, item, a, b } = change;
  const type = actionPath.at(-1);
  const figures = `in ${b.yes} of ${b.of}, before in ${a.yes} of ${a.of}`;
  switch (kind) {
    case "contains":
      return `${type} has ${item} ${figures}`;
    case "lacks":
      return `${type} lacks ${item} ${figures}`;
    case "failed":
      return `${type} failed ${figures}`;
    case "own_time":
      return `${type} took longer by itself than usual ${figures}`;
    case "count":
      return `${type} has another number of ${item} than usual ${figures}`;
    case "between":
      return `calls from ${type} to ${item} spent longer between the two than usual ${figures}`;
  }
}
