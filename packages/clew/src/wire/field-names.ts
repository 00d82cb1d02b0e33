// The names of fields on the wire. They stand here alone, in the library: writers and readers agree because they ask here.

/** The fields of every message: its task, its place in it, its time. */
export const TASK_UUID = "task_uuid";
export const TASK_LEVEL = "task_level";
export const TIMESTAMP = "timestamp";
/** The fields of an action's start and finish. */
export const ACTION_TYPE = "action_type";
export const ACTION_STATUS = "action_status";
/** The field of what is no action. */
export const MESSAGE_TYPE = "message_type";
/** The fields of a failed finish and of a traceback: the error's class, its text, its stack. */
export const EXCEPTION = "exception";
export const REASON = "reason";
export const TRACEBACK = "traceback";

/** The beginning of all names that are clew's own. */
export const OWN = "clew_";
/** The seconds that an action took, by a clock that is never set; on a finish. */
export const DURATION = "clew_duration";
/** The numbers of its level that an action gave away as serialized task ids; on a finish. */
export const HANDED_OUT = "clew_handed_out";
/** The task ids of what caused an action without being its parent; on a start. */
export const FOLLOWS_FROM = "clew_follows_from";
/** Why an action was cancelled: `explicit`, `deadline`, `sibling`, `parent`, `signal`, `end`, `peer`; on a finish. */
export const CANCEL_SOURCE = "clew_cancel_source";
/** Whether the end of the process ended an action: it did not end by itself; on a finish. */
export const CUT = "clew_cut";
/** The place of the message that caused the cancel; on a finish. */
export const CANCELLED_BY = "clew_cancelled_by";
/** `scope` or `child`, for the actions of scopes; on a start. */
export const KIND = "clew_kind";
/** The task id of the action of the scope that a child belongs to; on a start. */
export const SCOPE = "clew_scope";
/** `false` for a child that its scope does not wait for, and ends when all others have ended; on a start. */
export const AWAITED = "clew_awaited";
/** The W3C trace that another program began; on a task's start. */
export const TRACE_ID = "clew_trace_id";
/** The span that an action is; on a start. */
export const SPAN_ID = "clew_span_id";
/** The span that an action stands under, in its task or, with a trace, in another one; on a start. */
export const PARENT_SPAN_ID = "clew_parent_span_id";
/**
 * The share of such tasks that a destination that samples keeps, on a task's first message: the task stands for as many
 * as that share says. 1 where it was kept because it failed, was slow, or had not ended.
 */
export const SHARE = "clew_share";
/** The field in which a reader keeps what carried a line: `kind`, `pod`, `container`, … It is no field of the message. */
export const SOURCE = "clew_source";

const RESERVED: ReadonlySet<string> = new Set([
  TASK_UUID,
  TASK_LEVEL,
  TIMESTAMP,
  ACTION_TYPE,
  ACTION_STATUS,
  MESSAGE_TYPE,
]);

const RESERVED_IN_FAILURES: ReadonlySet<string> = new Set([EXCEPTION, REASON, TRACEBACK]);

/** Whether a user's field of this name would be taken for one of the format's own, in any message. */
export function isReserved(name: string): boolean {
  return RESERVED.has(name) || name.startsWith(OWN);
}

/** The same in a failed finish and in `eliot:traceback`, which have three more fields of their own. */
export function isReservedInFailure(name: string): boolean {
  return RESERVED_IN_FAILURES.has(name) || isReserved(name);
}
