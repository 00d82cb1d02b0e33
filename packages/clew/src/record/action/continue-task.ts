import { names, parseTaskId } from "../../wire/index.js";
import type { Action, FollowsFrom } from "../action.js";
import { currentContext } from "../current/index.js";
import { TaskIdError, TooManyCallsError } from "../errors.js";
import { hub } from "../hub/index.js";
import type { BodyResult } from "../thenable.js";
import type { ActionRecord } from "./action-record.js";
import { beginAt, beginTask, followsFromFields } from "./start-action.js";
import { runBody } from "./with-action.js";

/** Options of `continueTask`. */
export interface ContinueTaskOptions {
  /** The type of the action that continues the task; `eliot:remote_task` by default. */
  readonly actionType?: string;
  /** The fields of its start. */
  readonly fields?: object;
  /** What else caused it. */
  readonly followsFrom?: FollowsFrom;
}

/** Ids that were continued are remembered, so that one that comes again does not take the same place: this many. */
const MAX_REMEMBERED = 10_000;

/**
 * Continues a task at the place that `action.serializeTaskId()` gave, here or in another thread, process or machine:
 * once. With a body it gives the body's result, without one an `Action` that the caller finishes. An id that this
 * process has continued before starts a task that follows from it, so that nothing collides. A text that is no such
 * id throws a `TaskIdError`.
 *
 * @example
 * ```ts
 * import { continueTask, withAction } from "clew";
 *
 * const taskId = withAction("send", (action) => action.serializeTaskId());
 * continueTask(taskId, { actionType: "receive" }, () => console.log("received"));
 * ```
 */
export function continueTask(taskId: string, options?: ContinueTaskOptions): Action;
export function continueTask<R>(taskId: string, body: (action: Action) => R): BodyResult<R>;
export function continueTask<R>(
  taskId: string,
  options: ContinueTaskOptions | undefined,
  body: (action: Action) => R,
): BodyResult<R>;
export function continueTask(taskId: string, ...rest: unknown[]): unknown {
  const body = typeof rest.at(-1) === "function" ? (rest.pop() as (action: Action) => unknown) : undefined;
  const action = beginContinued(taskId, rest[0] as ContinueTaskOptions | undefined);
  return body === undefined ? action : runBody(action, body);
}

function beginContinued(taskId: string, options: ContinueTaskOptions = {}): ActionRecord {
  const parts = parseTaskId(taskId);
  if (parts === undefined) throw new TaskIdError(taskId, "it is not of the form uuid@/3/2");
  if (parts.taskLevel.length === 0) throw new TaskIdError(taskId, "it names a task's root, which nobody can continue");
  const { actionType = names.REMOTE_TASK, fields, followsFrom } = options;
  if (hub.continued.has(taskId)) {
    const causes = followsFrom === undefined ? [] : Array.isArray(followsFrom) ? followsFrom : [followsFrom];
    return beginTask(actionType, fields, [taskId, ...causes]);
  }
  remember(taskId);
  const extra = followsFrom === undefined ? undefined : followsFromFields(followsFrom);
  return beginAt(parts.taskUuid, parts.taskLevel, actionType, fields, extra);
}

function remember(taskId: string): void {
  hub.continued.add(taskId);
  if (hub.continued.size <= MAX_REMEMBERED) return;
  for (const oldest of hub.continued) {
    hub.continued.delete(oldest);
    return;
  }
}

/**
 * Gives a function that runs `fn` later, once, as a continuation of the current action: a place in the tree is taken
 * now. A second call throws a `TooManyCallsError`. Without a current action it gives `fn` itself.
 *
 * @example
 * ```ts
 * import { preserveContext, withAction } from "clew";
 *
 * const later = withAction("request", () => preserveContext(() => console.log("later, in the request's tree")));
 * later();
 * ```
 */
export function preserveContext<A extends unknown[], R>(fn: (...args: A) => R): (...args: A) => BodyResult<R> {
  const action = currentContext()?.action;
  if (action === undefined) return fn as (...args: A) => BodyResult<R>;
  const taskId = action.serializeTaskId();
  let isCalled = false;
  return (...args) => {
    if (isCalled) throw new TooManyCallsError(fn.name);
    isCalled = true;
    return continueTask(taskId, () => fn(...args));
  };
}
