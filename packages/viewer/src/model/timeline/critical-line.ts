import type { TaskTiming, TimedStretch } from "clew/explain";
import type { WrittenAction } from "clew/parse";
import { type Interval, Intervals } from "../chart/intervals.js";

/** Two kinds of stretches in which a task waited for an action itself: at work, and silent for long. */
export const WORKING = 0;
export const SILENT = 1;

/** A silence that took less of its task than this is nothing to look at. */
const LONG_SHARE = 0.02;

/** The critical path as a line for each action that is on it: stretches of the states `WORKING` and `SILENT`. */
export function criticalLines({ criticalPath, silences }: TaskTiming): ReadonlyMap<WrittenAction, Intervals> {
  const first = criticalPath[0]?.from ?? 0;
  const long = ((criticalPath.at(-1)?.to ?? 0) - first) * LONG_SHARE;
  // In an action that logged something, the silences cover all of its own time, without a gap.
  const pieces = new Map<WrittenAction, Interval[]>();
  for (const { action, from, to } of silences) {
    add(pieces, action, { start: from, end: to, state: to - from >= long ? SILENT : WORKING });
  }
  const logged = new Set(pieces.keys());
  for (const stretch of criticalPath) {
    if (!logged.has(stretch.action)) add(pieces, stretch.action, working(stretch));
  }
  const lines = new Map<WrittenAction, Intervals>();
  for (const [action, list] of pieces) lines.set(action, Intervals.of(list));
  return lines;
}

function working({ from, to }: TimedStretch): Interval {
  return { start: from, end: to, state: WORKING };
}

function add(pieces: Map<WrittenAction, Interval[]>, action: WrittenAction, piece: Interval): void {
  const list = pieces.get(action);
  if (list === undefined) pieces.set(action, [piece]);
  else list.push(piece);
}
