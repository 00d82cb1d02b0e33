// The part of the time that a chart shows. All functions give a new window, within the bounds that they are given.

export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/** Below this the digits of a timestamp end. */
const SHORTEST_SECONDS = 2e-6;

/** A window that shows everything, with a little air, also where all of it is one moment. */
export function wholeOf({ from, to }: TimeWindow): TimeWindow {
  const air = to > from ? (to - from) * 0.01 : 0.0005;
  return { from: from - air, to: to + air };
}

/** The place of a moment, in pixels from the left edge. */
export function xOf(time: number, { from, to }: TimeWindow, width: number): number {
  return ((time - from) / (to - from)) * width;
}

/** The moment at a place. */
export function timeAt(x: number, { from, to }: TimeWindow, width: number): number {
  return from + (x / width) * (to - from);
}

/** Shows less (a factor below 1) or more; the given moment stays where it is. */
export function zoomed(window: TimeWindow, factor: number, at: number, bounds: TimeWindow): TimeWindow {
  const length = window.to - window.from;
  const wanted = Math.max(SHORTEST_SECONDS, Math.min(length * factor, bounds.to - bounds.from));
  const share = length === 0 ? 0.5 : (at - window.from) / length;
  const from = at - share * wanted;
  return within({ from, to: from + wanted }, bounds);
}

/** Shows earlier or later, by a share of what is shown. */
export function panned(window: TimeWindow, share: number, bounds: TimeWindow): TimeWindow {
  const by = share * (window.to - window.from);
  return within({ from: window.from + by, to: window.to + by }, bounds);
}

/** Shows a stretch as a whole; one that is too short to be shown with some time around it. */
export function windowOn(stretch: TimeWindow, bounds: TimeWindow): TimeWindow {
  const [from, to] = stretch.from <= stretch.to ? [stretch.from, stretch.to] : [stretch.to, stretch.from];
  if (to - from >= SHORTEST_SECONDS) return within({ from, to }, bounds);
  const middle = (from + to) / 2;
  return within({ from: middle - SHORTEST_SECONDS / 2, to: middle + SHORTEST_SECONDS / 2 }, bounds);
}

/** The window moved so that a stretch of which nothing is seen stands in its middle; the same window where some is. */
export function following(window: TimeWindow, { from, to }: TimeWindow, bounds: TimeWindow): TimeWindow {
  if (to >= window.from && from <= window.to) return window;
  const half = (window.to - window.from) / 2;
  const middle = Math.min(to, from + half);
  return within({ from: middle - half, to: middle + half }, bounds);
}

/** A window between two others, for a transition: the first at 0, the second at 1. */
export function between(a: TimeWindow, b: TimeWindow, share: number): TimeWindow {
  return { from: a.from + (b.from - a.from) * share, to: a.to + (b.to - a.to) * share };
}

/** The same window moved, or where it is too long shortened, to lie within the bounds. */
function within({ from, to }: TimeWindow, bounds: TimeWindow): TimeWindow {
  if (to - from >= bounds.to - bounds.from) return bounds;
  if (from < bounds.from) return { from: bounds.from, to: bounds.from + (to - from) };
  if (to > bounds.to) return { from: bounds.to - (to - from), to: bounds.to };
  return { from, to };
}
