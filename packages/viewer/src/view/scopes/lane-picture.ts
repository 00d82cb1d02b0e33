// The geometry of a lane on the canvas: for painting it, and for finding the part under the pointer.

import { barAt, type Lane, type LaneRow, type LaneRows, type TimeWindow, timeAt, xOf } from "../../model/index.js";
import type { Point } from "../chart/gestures.js";

export interface LanesView {
  readonly lanes: LaneRows;
  readonly window: TimeWindow;
  readonly width: number;
  readonly rowHeight: number;
  /** The rows that are drawn, from (included) to (excluded); the first stands at the top of the canvas. */
  readonly first: number;
  readonly end: number;
  readonly until: number;
}

/** Rows lower than this have no names. */
export const LOWEST_WITH_NAME = 13;
/** The triangle beside the name of what can be folded. */
export const TRIANGLE = 12;

/** The height of a bar in its row. */
export function barHeight(rowHeight: number): number {
  if (rowHeight >= 16) return rowHeight - 5;
  return rowHeight >= 4 ? rowHeight * 0.75 : rowHeight;
}

/** The left end of a row's head: at its bar, or at the edge for a bar that begins before the visible time. */
export function headX({ window, width }: LanesView, lane: Lane): number {
  return Math.max(4, Math.min(xOf(lane.start, window, width), width - 60));
}

export interface LaneHit {
  readonly row: number;
  /** The lane that is seen there: one that is folded into the row, or the row's own. */
  readonly lane: Lane;
  /** True where the pointer is on the triangle that folds. */
  readonly onTriangle: boolean;
}

/** The part of a lane under a point of the canvas. */
export function laneAt(view: LanesView, { x, y }: Point): LaneHit | undefined {
  const index = view.first + Math.floor(y / view.rowHeight);
  const row = view.lanes.rows[index];
  if (row === undefined || index >= view.end) return undefined;
  const head = headX(view, row.lane);
  const onTriangle = row.hasRows && view.rowHeight >= LOWEST_WITH_NAME && x >= head - 4 && x <= head + TRIANGLE;
  return { row: index, lane: foldedAt(view, row, x) ?? row.lane, onTriangle };
}

function foldedAt({ window, width, until }: LanesView, { folded }: LaneRow, x: number): Lane | undefined {
  if (folded === undefined) return undefined;
  const near = (window.to - window.from) / width / 2;
  const index = barAt(folded.line, timeAt(x, window, width), near, until);
  return folded.lanes[index];
}
