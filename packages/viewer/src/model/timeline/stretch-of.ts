import type { TimeWindow } from "../chart/time-window.js";
import type { TreeRow } from "../tree-rows.js";
import type { Timeline } from "./timeline.js";

/**
 * From when to when the innermost of some rows are: an action around other rows of them would say nothing about these.
 * `undefined` where there is none.
 */
export function stretchOf(
  timeline: Timeline,
  rows: readonly TreeRow[],
  { first, end }: { readonly first: number; readonly end: number },
): TimeWindow | undefined {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let index = first; index < Math.min(end, rows.length); index++) {
    const [row, below] = [rows[index], rows[index + 1]];
    const picture = timeline.picture(rows, index);
    if (row === undefined || picture === undefined || (below !== undefined && below.depth > row.depth)) continue;
    const start = picture.kind === "action" ? picture.start : picture.kind === "message" ? picture.at : picture.from;
    const last =
      picture.kind === "action" ? (picture.end ?? timeline.timing.to) : picture.kind === "gap" ? picture.to : start;
    from = Math.min(from, start);
    to = Math.max(to, last);
  }
  return from <= to ? { from, to } : undefined;
}
