// The lanes of scopes and children: a bar for each child, and around the children of a scope a frame from its beginning
// to its end. Names are written where there is room for them.

import { type Lane, type LaneRow, laneRuns, RANK, RUN_STATES, xOf } from "../../model/index.js";
import { type Box, paintBars, paintOpenEnds } from "../chart/paint-bars.js";
import type { Surface } from "../chart/surface.js";
import { textScale } from "../parts/text-scale.js";
import { barHeight, headX, type LanesView, LOWEST_WITH_NAME, TRIANGLE } from "./lane-picture.js";
import { paintMarks } from "./paint-marks.js";

/** Frames lower than this are not seen as frames. */
const LOWEST_FRAME = 6;
/** More frames than this within each other cannot be told apart. */
const MOST_FRAMES = 1500;

export function paintLanes(surface: Surface, view: LanesView, chosen: number): void {
  const { lanes, rowHeight, first, end } = view;
  if (chosen >= first && chosen < end) {
    surface.context.fillStyle = surface.palette.chosen;
    surface.context.fillRect(0, (chosen - first) * rowHeight, surface.width, Math.max(2, rowHeight));
  }
  paintFramesOfScopes(surface, view);
  const bars: Box[][] = RUN_STATES.map(() => []);
  const open: Box[] = [];
  laneRuns(lanes, view, (state, x0, x1, row, rows) => {
    const box = boxOf(view, state, x0, x1, row, rows);
    bars[state]?.push(box);
    if (state === RANK.running && rows === 1 && rowHeight >= 8 && box[3] > 4) open.push(box);
  });
  paintBars(surface, bars);
  paintOpenEnds(surface, open);
  paintMarks(surface, view);
  if (rowHeight >= LOWEST_WITH_NAME) paintNames(surface, view);
}

function boxOf(
  { lanes, rowHeight, first }: LanesView,
  state: number,
  x0: number,
  x1: number,
  row: number,
  rows: number,
): Box {
  const height = barHeight(rowHeight * rows);
  const top = (row - first) * rowHeight;
  const { lane, folded } = lanes.rows[row] as LaneRow;
  // The bar of a scope is a line under its name; what is folded into it keeps its height.
  if (rows === 1 && lane.kind !== "child" && folded === undefined && rowHeight >= LOWEST_WITH_NAME) {
    return [x0, top + rowHeight - 4, x1 - x0, state === RANK.failed ? 3 : 2];
  }
  return [x0, top + (rowHeight * rows - height) / 2, x1 - x0, height];
}

function paintFramesOfScopes(surface: Surface, view: LanesView): void {
  const { lanes, window, width, rowHeight, first, end, until } = view;
  const { context, palette } = surface;
  let frames = 0;
  lanes.outlines.visit(first, end - 1, -1, {
    one: (i) => {
      const index = lanes.outlined[i] as number;
      const { lane, last } = lanes.rows[index] as LaneRow;
      const height = (last - index + 1) * rowHeight;
      const ends = lane.end ?? until;
      if (height < LOWEST_FRAME || lane.start > window.to || ends < window.from || ++frames > MOST_FRAMES) return;
      const x0 = Math.max(-3, xOf(lane.start, window, width) - 2);
      const x1 = Math.min(width + 3, xOf(ends, window, width) + 2);
      const y0 = Math.max(-3, (index - first) * rowHeight + 0.5);
      const y1 = Math.min(surface.height + 3, (last + 1 - first) * rowHeight - 1.5);
      context.fillStyle = palette.line;
      context.globalAlpha = 0.18;
      context.fillRect(x0, y0, x1 - x0, y1 - y0);
      context.globalAlpha = 1;
      context.strokeStyle = frameColour(surface, lane);
      context.setLineDash(lane.state === "cancelled" ? [4, 3] : []);
      context.beginPath();
      // A bar that has not ended has no edge at its end.
      context.moveTo(x1, y0);
      context.lineTo(x0, y0);
      context.lineTo(x0, y1);
      context.lineTo(x1, y1);
      if (lane.end !== undefined) context.closePath();
      context.stroke();
    },
    many() {},
  });
  context.setLineDash([]);
}

function frameColour({ palette }: Surface, { state }: Lane): string {
  return state === "failed" || state === "cancelled" ? (palette.states[RANK[state]] as string) : palette.line;
}

function paintNames(surface: Surface, view: LanesView): void {
  const { context, palette, width } = surface;
  const { lanes, window, rowHeight, first, end, until } = view;
  context.textBaseline = "middle";
  for (let index = first; index < end; index++) {
    const row = lanes.rows[index] as LaneRow;
    const { lane, folded } = row;
    const x1 = xOf(lane.end ?? until, window, width);
    const x = headX(view, lane);
    const y = (index - first + 0.5) * rowHeight;
    if (row.hasRows) paintTriangle(surface, x + 1, y, folded === undefined);
    const isChild = lane.kind === "child";
    context.font = `${isChild ? "" : "600 "}${11 * textScale().peek()}px ${palette.font}`;
    const text = nameOf(row);
    const left = x + (row.hasRows ? TRIANGLE + 2 : 4);
    const fits = left + measured(context, text) < x1 - 2;
    // A name that does not fit on its bar stands after it, where it hides nothing.
    context.fillStyle = isChild && fits ? palette.ink : isChild ? palette.quiet : palette.ink;
    context.fillText(text, isChild && !fits && !row.hasRows ? Math.max(left, x1 + 6) : left, y + 0.5);
  }
}

function nameOf({ lane, folded }: LaneRow): string {
  const name = lane.name.length > 60 ? `${lane.name.slice(0, 59)}…` : lane.name;
  return folded === undefined ? name : `${name} (${folded.lanes.length})`;
}

function paintTriangle({ context, palette }: Surface, x: number, y: number, open: boolean): void {
  context.fillStyle = palette.quiet;
  context.beginPath();
  if (open) {
    context.moveTo(x, y - 2.5);
    context.lineTo(x + 8, y - 2.5);
    context.lineTo(x + 4, y + 3);
  } else {
    context.moveTo(x + 1, y - 4);
    context.lineTo(x + 7, y);
    context.lineTo(x + 1, y + 4);
  }
  context.fill();
}

const WIDTHS = new Map<string, number>();
const MOST_WIDTHS = 5000;

/** The width of a text, remembered: every frame asks for the same names. */
function measured(context: CanvasRenderingContext2D, text: string): number {
  const key = `${context.font} ${text}`;
  let width = WIDTHS.get(key);
  if (width === undefined) {
    if (WIDTHS.size >= MOST_WIDTHS) WIDTHS.clear();
    width = context.measureText(text).width;
    WIDTHS.set(key, width);
  }
  return width;
}
