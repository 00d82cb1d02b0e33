import type { TaskTree, WrittenAction } from "../../parse/index.js";
import { createPathRoot } from "./action-path.js";
import { followCriticalPath, silencesOf } from "./critical-path.js";
import { type ActionTiming, beganAt, type Span, spansOf, toSpan } from "./span.js";

/** A task on one clock: when each of its actions ran, and where its time went. Moments are seconds since the Unix epoch. */
export interface TaskTiming {
  /** The first and the last moment that is known of the task, of what came late too. */
  readonly from: number;
  readonly to: number;
  /** The timing of each action, parents before their children. */
  readonly actions: ReadonlyMap<WrittenAction, ActionTiming>;
  /**
   * What each action on the critical path took by itself, the earliest first. Together the stretches cover the time from
   * the start of the task's root to its end once. Empty where the root has not ended.
   */
  readonly criticalPath: readonly TimedStretch[];
  /** The parts of that time in which nothing was logged, although the action logged something before or after. */
  readonly silences: readonly TimedStretch[];
}

/** A part of the time of an action. */
export interface TimedStretch {
  readonly action: WrittenAction;
  readonly from: number;
  readonly to: number;
}

/**
 * Places the actions of a task on one clock, as a drawing of it needs them, by the rules by which {@link findSlow} follows
 * the critical path: a part that ran on a clock of its own is moved as little as is needed to lie where its parent waited
 * for it. A task that is a single message has no actions, and the moment of that message.
 *
 * @example
 * ```ts
 * import { toTaskTiming } from "clew/explain";
 * import { parseStream } from "clew/parse";
 *
 * const lines = [
 *   '{"task_uuid":"a","task_level":[1],"timestamp":1,"action_type":"order","action_status":"started"}',
 *   '{"task_uuid":"a","task_level":[2,1],"timestamp":2,"action_type":"pay","action_status":"started"}',
 *   '{"task_uuid":"a","task_level":[2,2],"timestamp":5,"action_type":"pay","action_status":"succeeded"}',
 *   '{"task_uuid":"a","task_level":[3],"timestamp":6,"action_type":"order","action_status":"succeeded"}',
 * ];
 * for await (const tree of parseStream(lines)) {
 *   for (const { action, from, to } of toTaskTiming(tree).criticalPath) console.log(action.actionType, from, to);
 *   // order 1 2, pay 2 5, order 5 6
 * }
 * ```
 */
export function toTaskTiming(tree: TaskTree): TaskTiming {
  const root = toSpan(tree, createPathRoot());
  if (root === undefined) {
    const time = tree.root.kind === "message" ? tree.root.timestamp : 0;
    return { from: time, to: time, actions: new Map(), criticalPath: [], silences: [] };
  }
  const actions = new Map<WrittenAction, ActionTiming>();
  let from = root.start;
  let to = root.start;
  for (const span of spansOf(root)) {
    actions.set(span.action, span);
    from = Math.min(from, span.start);
    to = Math.max(to, span.end ?? span.start);
    for (const item of span.items) {
      from = Math.min(from, beganAt(item));
      to = Math.max(to, beganAt(item));
    }
  }
  return { from, to, actions, ...waitedFor(root) };
}

function waitedFor(root: Span): Pick<TaskTiming, "criticalPath" | "silences"> {
  const criticalPath: TimedStretch[] = [];
  const silences: TimedStretch[] = [];
  followCriticalPath(root, (span, waiting) => {
    const { action } = span;
    for (const { from, to } of waiting.own) criticalPath.push({ action, from, to });
    for (const { from, seconds } of silencesOf(span, waiting)) silences.push({ action, from, to: from + seconds });
  });
  return { criticalPath: criticalPath.sort(byStart), silences: silences.sort(byStart) };
}

function byStart(a: TimedStretch, b: TimedStretch): number {
  return a.from - b.from;
}
