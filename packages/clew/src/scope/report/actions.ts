/**
 * All that the scope room says in the log. A logged scope or child is an action: its number is taken, and its start
 * written, before its body runs, so that the tree depends on the program alone and never on who runs first.
 */

import {
  type ActionRecord,
  beginTask,
  beginUnder,
  type Context,
  currentContext,
  hub,
  runInContext,
  warnOnce,
} from "../../record/index.js";
import { formatTaskId, isError, names } from "../../wire/index.js";
import { Cancelled, contextOf, type Region } from "../cancel/index.js";
import type { Logged } from "../scope-options.js";

/** What an action of a scope or a child is made of. */
export interface ActionParts {
  readonly type: string;
  readonly fields: object | undefined;
  /** The region that is in force in the action's body. */
  readonly region: Region;
  /** Fields of clew's own. */
  readonly extra: object;
}

/** Whether `"auto"` means yes, where an action is current or not. */
export function isLogged(logged: Logged, isActionCurrent: boolean): boolean {
  if (logged !== "auto") return logged && hub.isListening;
  return hub.isListening && (isActionCurrent || hub.allTasksLogged > 0);
}

/** Starts an action under another, or as a task of its own. */
export function beginAction(
  parent: ActionRecord | undefined,
  here: Context | undefined,
  parts: ActionParts,
): ActionRecord {
  const context = contextOf(undefined, parts.region, here);
  if (parent !== undefined) return beginUnder(parent, parts.type, parts.fields, parts.extra, context);
  return runInContext(context, beginTask, parts.type, parts.fields, undefined, parts.extra);
}

/** The place of the message that an action will log next. */
export function placeOfNext(action: ActionRecord | undefined): string | undefined {
  if (action === undefined || !hub.isListening) return undefined;
  return formatTaskId(action.taskUuid, [...action.taskLevel, action.next]);
}

/**
 * The `Cancelled` of a call of `cancel`, and its message where it was called: in the action that is current there, or in
 * the action of what is cancelled. What is not logged is not said to be cancelled either.
 */
export function cancelledByCall(own: ActionRecord | undefined, reason: unknown, message: string): Cancelled {
  let by: string | undefined;
  if (own !== undefined) {
    const action = (currentContext()?.action as ActionRecord | undefined) ?? own;
    by = placeOfNext(action);
    action.log(names.CANCEL, reason === undefined ? undefined : { reason: reasonText(reason) });
  }
  return new Cancelled({
    source: "explicit",
    by,
    reason,
    cause: isError(reason) ? reason : undefined,
    message,
  });
}

function reasonText(reason: unknown): unknown {
  return isError(reason) ? `${reason.name}: ${reason.message}` : reason;
}

/** Logs that a deadline expired, and gives the place of that message. */
export function logDeadline(action: ActionRecord | undefined): string | undefined {
  const by = placeOfNext(action);
  action?.log(names.DEADLINE);
  return by;
}

/** Logs that a child was let go before it had ended. */
export function logAbandoned(
  scopeAction: ActionRecord | undefined,
  child: ActionRecord | undefined,
  name: string,
): void {
  (scopeAction ?? child)?.log(names.ABANDONED, { child: child?.taskId ?? name });
}

/** Logs that a scope was opened in a scope or a child that has ended, and that nobody awaited it. */
export function logNotAwaited(action: ActionRecord | undefined, name: string, around: string): void {
  action?.log(names.SCOPE_NOT_AWAITED, { scope: name });
  warnOnce(
    `not awaited: ${name}`,
    `The scope ${name} was opened in ${around}, which has ended, and is still open: await what opened it, so that it ends first`,
    "CLEW_SCOPE_NOT_AWAITED",
  );
}
