import type { TaskTiming } from "clew/explain";
import { stateOf } from "../chart/run-state.js";
import type { TimeWindow } from "../chart/time-window.js";

/** How much of a task went on over its time, in so many equal parts of it. */
export interface Density {
  /** The actions that ran in each part. */
  readonly running: Float64Array;
  /** 1 where an action ended that had failed. */
  readonly failed: Uint8Array;
}

/** Counts the actions of a task in each part of a stretch of time; what has not ended goes on to the end of the task. */
export function densityOf({ actions, to }: TaskTiming, stretch: TimeWindow, parts: number): Density {
  const steps = new Float64Array(parts + 1);
  const failed = new Uint8Array(parts);
  const partAt = (time: number) =>
    Math.max(0, Math.min(parts - 1, Math.floor(((time - stretch.from) / (stretch.to - stretch.from)) * parts)));
  for (const { action, start, end = to } of actions.values()) {
    const last = partAt(Math.max(start, end));
    steps[partAt(start)] = (steps[partAt(start)] as number) + 1;
    steps[last + 1] = (steps[last + 1] as number) - 1;
    if (stateOf(action) === "failed") failed[last] = 1;
  }
  const running = steps.subarray(0, parts);
  for (let i = 1; i < parts; i++) running[i] = (running[i] as number) + (running[i - 1] as number);
  return { running, failed };
}
