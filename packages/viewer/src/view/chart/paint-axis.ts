import { type Clock, type TimeWindow, ticksOf, xOf } from "../../model/index.js";
import { textScale } from "../parts/text-scale.js";
import type { Surface } from "./surface.js";

const TICKS_APART = 90;

export interface AxisOptions {
  readonly window: TimeWindow;
  /** Everything that there is to see. */
  readonly bounds: TimeWindow;
  /** The moment from which the axis counts. */
  readonly zero: number;
  readonly clock: Clock;
}

/** The axis: its marks with their labels, and along the lower edge which part of the whole is seen. */
export function paintAxis(
  { context, width, height, palette }: Surface,
  { window, bounds, zero, clock }: AxisOptions,
): void {
  context.font = `${11 * textScale().peek()}px ${palette.font}`;
  context.textBaseline = "middle";
  context.fillStyle = palette.quiet;
  for (const { at, label } of ticksOf(window, zero, width, TICKS_APART * textScale().peek(), clock)) {
    const x = Math.round(xOf(at, window, width));
    context.fillRect(x, height - 7, 1, 6);
    const textWidth = context.measureText(label).width;
    const left = Math.min(Math.max(2, x + 4), width - textWidth - 2);
    context.fillText(label, left, height / 2);
  }
  context.fillStyle = palette.line;
  context.fillRect(0, height - 1, width, 1);
  if (window.from > bounds.from || window.to < bounds.to) {
    const [x0, x1] = [xOf(window.from, bounds, width), xOf(window.to, bounds, width)];
    context.fillStyle = palette.accent;
    context.fillRect(x0, height - 2, Math.max(3, x1 - x0), 2);
  }
}

/** Faint lines down the chart at the marks of its axis. */
export function paintGrid({ context, width, height, palette }: Surface, options: AxisOptions): void {
  context.fillStyle = palette.line;
  context.globalAlpha = 0.6;
  for (const { at } of ticksOf(options.window, options.zero, width, TICKS_APART * textScale().peek(), options.clock)) {
    context.fillRect(Math.round(xOf(at, options.window, width)), 0, 1, height);
  }
  context.globalAlpha = 1;
}
