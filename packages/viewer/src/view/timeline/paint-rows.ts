// The rows of a task, drawn. Everything of one colour is drawn in one go.

import {
  type ActionPicture,
  type MessagePicture,
  RANK,
  type RowPicture,
  RUN_STATES,
  runsOf,
  type TimeWindow,
  WORKING,
  xOf,
} from "../../model/index.js";
import { type Box, fillBoxes, paintBars, paintFrames, paintOpenEnds } from "../chart/paint-bars.js";
import type { Surface } from "../chart/surface.js";

export interface RowsView {
  readonly window: TimeWindow;
  /** Until when what has not ended is drawn. */
  readonly until: number;
  readonly rowHeight: number;
}

const TICK_HEIGHT = 4;
const CRITICAL_HEIGHT = 2;
const DASH = 6;

/** Shapes to paint, grouped by their paint; later groups are painted over earlier ones. */
class Layers {
  /** By rank: bars, and the pale bars of folded rows under what is folded into them. */
  readonly bars: Box[][] = RUN_STATES.map(() => []);
  readonly pale: Box[][] = RUN_STATES.map(() => []);
  readonly open: Box[] = [];
  readonly ticks: Box[] = [];
  /** The critical path: what was waited for, what of it was work of its own, and where that was silent for long. */
  readonly waited: Box[] = [];
  readonly working: Box[] = [];
  readonly silent: Box[] = [];
  /** Lines to what came late: from where to where, and how high. */
  readonly leads: [number, number, number][] = [];
  readonly moments: [x: number, y: number][] = [];
  readonly gaps: Box[] = [];
  /** Rows of which all lies before (-1) or after (1) what is shown, and how high they are. */
  readonly beyond: [-1 | 1, number][] = [];
}

export function paintRows(surface: Surface, view: RowsView, pictures: readonly (RowPicture | undefined)[]): void {
  const layers = new Layers();
  for (const [i, picture] of pictures.entries()) {
    if (picture === undefined) continue;
    const y = i * view.rowHeight;
    if (picture.kind === "action") addAction(layers, surface, view, picture, y);
    else if (picture.kind === "message") addMessage(layers, surface, view, picture, y);
    else addGap(layers, surface, view, picture, y);
  }
  paintLayers(surface, layers);
}

function addAction(layers: Layers, { width }: Surface, view: RowsView, picture: ActionPicture, y: number): void {
  const { window, until, rowHeight } = view;
  const x = (time: number) => clampX(xOf(time, window, width), width);
  const end = picture.end ?? Math.max(until, picture.start);
  const [top, height] = barOf(rowHeight);
  const rank = RANK[picture.state];
  if (picture.start <= window.to && end >= window.from) {
    const x0 = x(picture.start);
    const box: Box = [x0, y + top, Math.max(1.5, x(end) - x0), height];
    (picture.folded ? layers.pale : layers.bars)[rank]?.push(box);
    if (picture.end === undefined) layers.open.push(box);
  } else layers.beyond.push([picture.start > window.to ? 1 : -1, y + rowHeight / 2]);
  if (picture.folded) {
    runsOf(picture.inner, window, width, until, (state, x0, x1) => {
      layers.bars[state]?.push([x0, y + top + 3, x1 - x0, height - 3]);
    });
  }
  runsOf(picture.ticks, window, width, until, (_, x0, x1) => {
    layers.ticks.push([x0, y + top - TICK_HEIGHT + 1, x1 - x0, TICK_HEIGHT]);
  });
  const { critical, lateAfter } = picture;
  if (critical !== undefined) {
    const [from, to] = [x(picture.start), x(end)];
    layers.waited.push([from, y + top + height + 1, to - from, CRITICAL_HEIGHT]);
    runsOf(critical, window, width, until, (state, x0, x1) => {
      const box: Box = [x0, y + top + height + 1, x1 - x0, CRITICAL_HEIGHT];
      (state === WORKING ? layers.working : layers.silent).push(box);
    });
  }
  if (lateAfter !== undefined) layers.leads.push([x(lateAfter), x(picture.start), y + rowHeight / 2]);
}

function addMessage(
  layers: Layers,
  { width }: Surface,
  view: RowsView,
  { at, lateAfter }: MessagePicture,
  y: number,
): void {
  const { window, rowHeight } = view;
  const middle = y + rowHeight / 2;
  const x = xOf(at, window, width);
  if (x >= -4 && x <= width + 4) layers.moments.push([x, middle]);
  else layers.beyond.push([x < 0 ? -1 : 1, middle]);
  if (lateAfter !== undefined) {
    layers.leads.push([clampX(xOf(lateAfter, window, width), width), clampX(x - 4, width), middle]);
  }
}

function addGap(
  layers: Layers,
  { width }: Surface,
  { window, rowHeight }: RowsView,
  { from, to }: TimeWindow,
  y: number,
): void {
  if (from > window.to || to < window.from) return;
  const [top, height] = barOf(rowHeight);
  const x0 = clampX(xOf(from, window, width), width);
  layers.gaps.push([x0, y + top, Math.max(3, clampX(xOf(to, window, width), width) - x0), height]);
}

/** The upper edge of a bar in its row, and its height. */
function barOf(rowHeight: number): readonly [top: number, height: number] {
  const height = Math.max(4, Math.min(12, Math.round(rowHeight * 0.42)));
  return [Math.round((rowHeight - height) / 2), height];
}

function clampX(x: number, width: number): number {
  return Math.min(width + 4, Math.max(-4, x));
}

function paintLayers(surface: Surface, layers: Layers): void {
  const { palette } = surface;
  paintLeads(surface, layers.leads);
  for (const [rank, boxes] of layers.pale.entries()) fillBoxes(surface, boxes, palette.states[rank] as string, 0.35);
  paintBars(surface, layers.bars);
  paintOpenEnds(surface, layers.open);
  paintFrames(surface, layers.gaps, palette.quiet);
  fillBoxes(surface, layers.ticks, palette.ink, 0.7);
  fillBoxes(surface, layers.waited, palette.accent, 0.22);
  fillBoxes(surface, layers.working, palette.accent);
  fillBoxes(surface, layers.silent.flatMap(dashed), palette.accent);
  paintMoments(surface, layers.moments);
  paintBeyond(surface, layers.beyond);
}

/** Points to where the row would be seen. */
function paintBeyond({ context, palette, width }: Surface, rows: readonly (readonly [-1 | 1, number])[]): void {
  context.fillStyle = palette.quiet;
  context.globalAlpha = 0.6;
  context.beginPath();
  for (const [side, y] of rows) {
    const tip = side === 1 ? width - 4 : 4;
    context.moveTo(tip, y);
    context.lineTo(tip - side * 5, y - 3.5);
    context.lineTo(tip - side * 5, y + 3.5);
    context.closePath();
  }
  context.fill();
  context.globalAlpha = 1;
}

function dashed([x, y, width, height]: Box): Box[] {
  return Array.from({ length: Math.ceil(width / DASH) }, (_, i) => {
    const left = x + i * DASH;
    return [left, y, Math.min(DASH / 2, x + width - left), height];
  });
}

function paintLeads({ context, palette }: Surface, leads: readonly (readonly [number, number, number])[]): void {
  if (leads.length === 0) return;
  context.strokeStyle = palette.quiet;
  context.lineWidth = 1;
  context.setLineDash([1, 3]);
  context.beginPath();
  for (const [x0, x1, y] of leads) {
    context.moveTo(x0, y + 0.5);
    context.lineTo(x1, y + 0.5);
  }
  context.stroke();
  context.setLineDash([]);
  context.beginPath();
  for (const [x0, , y] of leads) {
    context.moveTo(x0 + 0.5, y - 4);
    context.lineTo(x0 + 0.5, y + 5);
  }
  context.stroke();
}

function paintMoments({ context, palette }: Surface, moments: readonly (readonly [number, number])[]): void {
  context.fillStyle = palette.ink;
  context.globalAlpha = 0.75;
  context.beginPath();
  for (const [x, y] of moments) {
    context.moveTo(x, y - 3.5);
    context.lineTo(x + 3.5, y);
    context.lineTo(x, y + 3.5);
    context.lineTo(x - 3.5, y);
    context.closePath();
  }
  context.fill();
  context.globalAlpha = 1;
}
