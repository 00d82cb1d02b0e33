// The bars of the rows that are seen, as rectangles. Rows that are thinner than a line are drawn together on one, where
// each state keeps its own place: a failed child among a thousand others is still seen.

import { RunJoiner, runsOf } from "../chart/runs.js";
import type { TimeWindow } from "../chart/time-window.js";
import type { LaneRow, LaneRows } from "./lane-rows.js";

export interface LaneView {
  readonly window: TimeWindow;
  readonly width: number;
  readonly rowHeight: number;
  /** The rows that are seen, from (included) to (excluded). */
  readonly first: number;
  readonly end: number;
  /** Until when what has not ended is drawn. */
  readonly until: number;
}

/** A rectangle of a state's rank: from where to where, and on how many rows. */
export type LaneSink = (state: number, x0: number, x1: number, row: number, rows: number) => void;

/** Thinner rows share a line of this height, in pixels. */
const THINNEST_LINE = 2;
/** No picture has more rectangles than a browser draws in a frame. */
const MOST_RECTANGLES = 20_000;

/** The number of rows that share a line. */
function rowsPerLine(rowHeight: number): number {
  return Math.max(1, Math.ceil(THINNEST_LINE / rowHeight));
}

export function laneRuns(lanes: LaneRows, view: LaneView, sink: LaneSink): void {
  const together = rowsPerLine(view.rowHeight);
  if (together === 1) {
    for (let row = view.first; row < view.end; row++) rowRuns(lanes, row, view, sink);
    return;
  }
  // Should more bars lie apart than can be drawn, those that are near each other are joined.
  for (let apart = 0.5; ; apart *= 4) {
    const rectangles: [number, number, number, number][] = [];
    lineRuns(lanes, view, together, apart, (state, x0, x1, row) => rectangles.push([state, x0, x1, row]));
    if (rectangles.length > MOST_RECTANGLES && apart < view.width) continue;
    for (const [state, x0, x1, row] of rectangles) sink(state, x0, x1, row, together);
    return;
  }
}

function rowRuns(lanes: LaneRows, row: number, view: LaneView, sink: LaneSink): void {
  const { folded } = lanes.rows[row] as LaneRow;
  const { window, width, until } = view;
  const drawn = (state: number, x0: number, x1: number) => sink(state, x0, x1, row, 1);
  if (folded !== undefined) runsOf(folded.line, window, width, until, drawn);
  else oneRun(lanes, row, view, drawn);
}

function lineRuns(lanes: LaneRows, view: LaneView, together: number, apart: number, sink: LaneSink): void {
  const { window, width, until } = view;
  const start = view.first - (view.first % together);
  for (let line = start; line < view.end; line += together) {
    const drawn = (state: number, x0: number, x1: number) => sink(state, x0, x1, line, together);
    const joiner = new RunJoiner(drawn, apart);
    for (let row = line; row < Math.min(line + together, lanes.rows.length); row++) {
      const { folded, lane } = lanes.rows[row] as LaneRow;
      if (folded !== undefined) runsOf(folded.line, window, width, until, (state, x0, x1) => joiner.add(state, x0, x1));
      else if (lane.kind === "child") oneRun(lanes, row, view, (state, x0, x1) => joiner.add(state, x0, x1));
    }
    joiner.flush();
  }
}

function oneRun(
  { starts, ends, states }: LaneRows,
  row: number,
  { window, width, until }: LaneView,
  drawn: (state: number, x0: number, x1: number) => void,
): void {
  const start = starts[row] as number;
  const end = Math.max(start, Math.min(ends[row] as number, until));
  if (end < window.from || start > window.to) return;
  const perSecond = width / (window.to - window.from);
  const x0 = Math.max(-2, (start - window.from) * perSecond);
  const x1 = Math.min(width + 2, (end - window.from) * perSecond);
  drawn(states[row] as number, x0, Math.max(x1, x0 + 1));
}
