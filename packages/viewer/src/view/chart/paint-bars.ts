// Bars by their state. A state is told by more than its colour: what failed ends with a stop, what was cancelled is
// hatched, what goes on is open at its end, what is only guessed at is a dashed frame.

import { RANK } from "../../model/index.js";
import { hatch, type Surface } from "./surface.js";

/** A rectangle on the canvas: where, how wide and how tall. */
export type Box = readonly [x: number, y: number, width: number, height: number];

/** Bars by the rank of their state; what matters more over what matters less. */
export function paintBars(surface: Surface, byRank: readonly (readonly Box[])[]): void {
  for (const [rank, boxes] of byRank.entries()) {
    const colour = surface.palette.states[rank] as string;
    if (rank === RANK.unknown) paintFrames(surface, boxes, colour);
    // A running bar is pale, so that names on it can be read.
    else if (rank === RANK.running) fillBoxes(surface, boxes, colour, 0.45);
    else fillBoxes(surface, boxes, rank === RANK.cancelled ? hatch(surface, colour) : colour);
  }
  paintStops(surface, byRank[RANK.failed] ?? []);
}

export function fillBoxes({ context }: Surface, boxes: readonly Box[], style: string | CanvasPattern, alpha = 1): void {
  if (boxes.length === 0) return;
  context.globalAlpha = alpha;
  context.fillStyle = style;
  for (const [x, y, width, height] of boxes) context.fillRect(x, y, width, height);
  context.globalAlpha = 1;
}

/** A stop taller than its bar; bars too low for one are all colour. */
function paintStops({ context, palette }: Surface, boxes: readonly Box[]): void {
  context.fillStyle = palette.failure;
  for (const [x, y, width, height] of boxes) if (height >= 6) context.fillRect(x + width - 1, y - 2, 2, height + 4);
}

/** A bar that has not ended has no edge at its end: it fades, and an arrow says that it goes on. */
export function paintOpenEnds({ context, palette }: Surface, boxes: readonly Box[]): void {
  for (const [x, y, width, height] of boxes) {
    const length = Math.min(24, width);
    const right = x + width;
    const fade = context.createLinearGradient(right - length, 0, right, 0);
    fade.addColorStop(0, "transparent");
    fade.addColorStop(1, palette.surface);
    context.fillStyle = fade;
    context.fillRect(right - length, y, length + 1, height);
    context.strokeStyle = palette.states[RANK.running] as string;
    context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(right - 6, y + 1);
    context.lineTo(right - 1, y + height / 2);
    context.lineTo(right - 6, y + height - 1);
    context.stroke();
  }
}

export function paintFrames({ context }: Surface, boxes: readonly Box[], colour: string): void {
  if (boxes.length === 0) return;
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.setLineDash([3, 3]);
  context.beginPath();
  for (const [x, y, width, height] of boxes) context.rect(x + 0.5, y + 0.5, Math.max(1, width - 1), height - 1);
  context.stroke();
  context.setLineDash([]);
}
