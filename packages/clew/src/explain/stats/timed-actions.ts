import type { TaskTree, WrittenAction } from "../../parse/index.js";
import { ActionPath, ownSeconds, spansOf, toSpan, waitingOf } from "../task/index.js";

/** An action with what it took by itself. */
export interface TimedAction {
  readonly action: WrittenAction;
  /** Without the children that it waited for; `undefined` where it has not ended. */
  readonly selfSeconds: number | undefined;
}

/**
 * The actions of a task, each before those in it, with the time that each took by itself: what `summarize` sums up. A
 * task that is a single message has none. Does not recurse, however deep the task is.
 *
 * @example
 * ```ts
 * import { timedActions } from "clew/explain";
 * import { Parser, parseLine } from "clew/parse";
 *
 * const parser = new Parser();
 * for (const line of [
 *   '{"task_uuid":"a","task_level":[1],"timestamp":1,"action_type":"order","action_status":"started"}',
 *   '{"task_uuid":"a","task_level":[2,1],"timestamp":2,"action_type":"pay","action_status":"started"}',
 *   '{"task_uuid":"a","task_level":[2,2],"timestamp":5,"action_type":"pay","action_status":"succeeded"}',
 *   '{"task_uuid":"a","task_level":[3],"timestamp":6,"action_type":"order","action_status":"succeeded"}',
 * ]) {
 *   const parsed = parseLine(line);
 *   if (parsed.ok) parser.add(parsed.message);
 * }
 * for (const tree of parser.end()) {
 *   for (const { action, selfSeconds } of timedActions(tree)) {
 *     console.log(action.actionType, selfSeconds); // order 2, then pay 3
 *   }
 * }
 * ```
 */
export function* timedActions(tree: TaskTree): IterableIterator<TimedAction> {
  const root = toSpan(tree, NO_PATHS, { messages: "left out" });
  if (root === undefined) return;
  for (const span of spansOf(root)) {
    const selfSeconds = span.end === undefined ? undefined : ownSeconds(waitingOf(span));
    yield { action: span.action, selfSeconds };
  }
}

/** Nobody looks at the paths here, and making them takes as long as all the rest. */
class NoPaths extends ActionPath {
  override child(): ActionPath {
    return this;
  }
}

const NO_PATHS = new NoPaths("", undefined);
