import { fieldNames, lineStart, quote } from "../../wire/index.js";
import type { Action, FieldsOf, FollowsFrom } from "../action.js";
import { currentContext } from "../current/index.js";
import type { Context } from "../hub/index.js";
import { ActionRecord } from "./action-record.js";

/** Options of what starts an action. */
export interface StartActionOptions {
  /** What caused this action without being its parent. */
  readonly followsFrom?: FollowsFrom;
  /** The parent, where no context is carried; by default the current action. */
  readonly parent?: Action;
}

/** Options of what starts a task, which has no parent. */
export type StartTaskOptions = Pick<StartActionOptions, "followsFrom">;

/**
 * Starts an action as a child of the current one, or as a task of its own where there is none. It logs its start at
 * once, is not current, and ends when the caller says so.
 *
 * @example
 * ```ts
 * import { startAction } from "clew";
 *
 * const action = startAction("connection", { host: "localhost" });
 * action.run(() => console.log("in the action"));
 * action.finish();
 * ```
 */
export function startAction<F extends object>(
  type: string,
  fields?: F & FieldsOf<F>,
  options?: StartActionOptions,
): Action {
  return begin(type, fields, options);
}

/**
 * Starts an action as a task of its own, whatever is current.
 *
 * @example
 * ```ts
 * import { startTask } from "clew";
 *
 * const task = startTask("nightly-report");
 * task.finish();
 * ```
 */
export function startTask<F extends object>(
  type: string,
  fields?: F & FieldsOf<F>,
  options?: StartTaskOptions,
): Action {
  return beginTask(type, fields, options?.followsFrom);
}

/** Starts an action under `options.parent` or the current one. */
export function begin(type: string, fields?: object, options?: StartActionOptions, extra?: object): ActionRecord {
  const context = currentContext();
  const parent = (options?.parent ?? context?.action) as ActionRecord | undefined;
  const all = options?.followsFrom === undefined ? extra : { ...followsFromFields(options.followsFrom), ...extra };
  return parent === undefined ? beginRoot(type, fields, all, context) : beginUnder(parent, type, fields, all, context);
}

/** Starts a task of its own; `taskUuid` is its id, where somebody else has made that. */
export function beginTask(
  type: string,
  fields?: object,
  followsFrom?: FollowsFrom,
  extra?: object,
  taskUuid?: string,
): ActionRecord {
  const all = followsFrom === undefined ? extra : { ...followsFromFields(followsFrom), ...extra };
  return beginRoot(type, fields, all, currentContext(), taskUuid);
}

/** Starts an action as the next item of another. `context` gives the scope and the fields that hold in its body. */
export function beginUnder(
  parent: ActionRecord,
  type: string,
  fields: object | undefined,
  extra: object | undefined,
  context: Context | undefined,
): ActionRecord {
  const action = new ActionRecord(parent, type, context);
  action.start(fields, extra);
  return action;
}

function beginRoot(
  type: string,
  fields: object | undefined,
  extra: object | undefined,
  context: Context | undefined,
  taskUuid?: string,
): ActionRecord {
  const place = taskUuid === undefined ? undefined : { taskUuid, prefix: lineStart(taskUuid) };
  const action = new ActionRecord(undefined, type, context, place);
  action.start(fields, extra);
  return action;
}

/** Starts the action that stands at a place which was handed out. */
export function beginAt(
  taskUuid: string,
  level: readonly number[],
  type: string,
  fields: object | undefined,
  extra: object | undefined,
): ActionRecord {
  const prefix = `${lineStart(quote(taskUuid).slice(1, -1))}${level.join(",")},`;
  const action = new ActionRecord(undefined, type, currentContext(), { taskUuid, prefix });
  action.start(fields, extra);
  return action;
}

export function followsFromFields(followsFrom: FollowsFrom): object {
  const causes = Array.isArray(followsFrom) ? followsFrom : [followsFrom];
  return {
    [fieldNames.FOLLOWS_FROM]: causes.map((cause: string | Action) =>
      typeof cause === "object" ? cause?.taskId : cause,
    ),
  };
}
