// The line of one action: its messages, and where it is folded all that happened below it.

import type { TaskTiming } from "clew/explain";
import type { WrittenAction } from "clew/parse";
import { type Interval, Intervals } from "../chart/intervals.js";
import { RANK, stateOf } from "../chart/run-state.js";

/** Messages as moments, and actions as stretches. */
export interface ActionLine {
  readonly ticks: Intervals;
  readonly inner: Intervals;
}

/** The messages that stand directly in an action. */
export function ownLine(action: WrittenAction, timing: TaskTiming): ActionLine {
  return { ticks: Intervals.of(momentsIn(action, timing)), inner: NOTHING };
}

const NOTHING = Intervals.of([]);

/** Everything that an action's row stands for while the rows below it are folded. */
export function foldedLine(action: WrittenAction, timing: TaskTiming): ActionLine {
  const ticks: Interval[] = [];
  const inner: Interval[] = [];
  const open: WrittenAction[] = [action];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const moment of momentsIn(next, timing)) ticks.push(moment);
    for (const child of next.children) {
      if (child.kind === "message") continue;
      open.push(child);
      const { start, end } = timing.actions.get(child) ?? { start: timing.from, end: undefined };
      inner.push({ start, end: end ?? unended(child, timing), state: RANK[stateOf(child)] });
    }
  }
  return { ticks: Intervals.of(ticks), inner: Intervals.of(inner) };
}

/** An action without an end lasts as long as the log; one known by its descendants only lasts as long as they do. */
function unended(action: WrittenAction, timing: TaskTiming): number {
  return action.status === "unknown" ? (timing.actions.get(action)?.start ?? timing.from) : Number.POSITIVE_INFINITY;
}

function momentsIn(action: WrittenAction, timing: TaskTiming): Interval[] {
  const shift = timing.actions.get(action)?.shift ?? 0;
  const moments: Interval[] = [];
  for (const child of action.children) {
    if (child.kind !== "message") continue;
    const time = child.timestamp + shift;
    moments.push({ start: time, end: time, state: RANK.succeeded });
  }
  return moments;
}
