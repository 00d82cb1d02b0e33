import { type LaneMark, type LaneRow, RANK, xOf } from "../../model/index.js";
import type { Surface } from "../chart/surface.js";
import type { LanesView } from "./lane-picture.js";

/** Deadlines, cancels and what was abandoned, at their moments; a deadline and a cancel of a scope reach over all in it. */
export function paintMarks(surface: Surface, view: LanesView): void {
  const { lanes, first, end, rowHeight } = view;
  if (rowHeight < 4) return;
  for (let index = first; index < end; index++) {
    const row = lanes.rows[index] as LaneRow;
    const seen = new Set<number>();
    for (const mark of row.marks) paintMark(surface, view, index, mark, seen);
  }
  // The scopes that began above what is drawn.
  lanes.outlines.visit(first, end - 1, -1, {
    one: (i) => {
      const index = lanes.outlined[i] as number;
      const row = lanes.rows[index] as LaneRow;
      const seen = new Set<number>();
      for (const mark of row.marks) paintReach(surface, view, index, row, mark, seen);
    },
    many() {},
  });
}

function paintMark(
  { context, palette }: Surface,
  { window, width, rowHeight, first }: LanesView,
  index: number,
  { kind, at }: LaneMark,
  seen: Set<number>,
): void {
  const x = Math.round(xOf(at, window, width));
  // Two in one pixel are one to the eye.
  if (x < -6 || x > width + 6 || seen.has(x)) return;
  seen.add(x);
  const y = (index - first + 0.5) * rowHeight;
  const size = Math.min(4.5, rowHeight / 2 - 1);
  const colour = palette.states[RANK[kind === "abandoned" ? "failed" : "cancelled"]] as string;
  context.beginPath();
  if (kind === "deadline") {
    // A flag: here the time was up.
    context.moveTo(x, y - size);
    context.lineTo(x + 2 * size, y - size / 2);
    context.lineTo(x, y);
    context.closePath();
    context.fillStyle = colour;
    context.fill();
    context.fillRect(x - 0.5, y - size, 1.5, 2 * size);
    return;
  }
  context.strokeStyle = palette.surface;
  context.lineWidth = 4;
  strokeSign(context, kind, x, y, size);
  context.strokeStyle = colour;
  context.lineWidth = 1.75;
  strokeSign(context, kind, x, y, size);
  context.lineWidth = 1;
}

/** A cross for a cancel, a ring for what was abandoned. */
function strokeSign(
  context: CanvasRenderingContext2D,
  kind: LaneMark["kind"],
  x: number,
  y: number,
  size: number,
): void {
  context.beginPath();
  if (kind === "abandoned") context.arc(x, y, size, 0, 2 * Math.PI);
  else {
    context.moveTo(x - size, y - size);
    context.lineTo(x + size, y + size);
    context.moveTo(x + size, y - size);
    context.lineTo(x - size, y + size);
  }
  context.stroke();
}

function paintReach(
  { context, palette, height }: Surface,
  { window, width, rowHeight, first }: LanesView,
  index: number,
  { last }: LaneRow,
  { kind, at }: LaneMark,
  seen: Set<number>,
): void {
  const x = Math.round(xOf(at, window, width));
  if (kind === "abandoned" || x < 0 || x > width || seen.has(x)) return;
  seen.add(x);
  context.strokeStyle = palette.states[RANK.cancelled] as string;
  context.setLineDash(kind === "deadline" ? [2, 3] : [5, 3]);
  context.beginPath();
  context.moveTo(x + 0.5, Math.max(-4, (index - first + 1) * rowHeight));
  context.lineTo(x + 0.5, Math.min(height + 4, (last + 1 - first) * rowHeight - 2));
  context.stroke();
  context.setLineDash([]);
}
