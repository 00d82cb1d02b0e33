// The outcome of an action, finer than its status: what was told to stop, or ran out of its time, did not fail by itself.

import type { WrittenAction } from "../../parse/index.js";
import { fieldNames, names } from "../../wire/index.js";

/** `cancelled`: it was told to stop. `timed out`: its own deadline expired. `open`: no end of it was read. */
export type ActionOutcome = "succeeded" | "failed" | "cancelled" | "timed out" | "open";

/**
 * The outcome of an action, by what clew wrote with its end. Another logger's failure is one whatever it is called.
 *
 * @example
 * ```ts
 * import { outcomeOf } from "clew/explain";
 * import { parseStream } from "clew/parse";
 *
 * const lines = [
 *   '{"task_uuid":"a","task_level":[1],"timestamp":1,"action_type":"poll","action_status":"started"}',
 *   '{"task_uuid":"a","task_level":[2],"timestamp":3,"action_type":"poll","action_status":"failed","exception":"Cancelled","clew_cancel_source":"end"}',
 * ];
 * for await (const { root } of parseStream(lines)) {
 *   if (root.kind === "action") console.log(outcomeOf(root)); // cancelled
 * }
 * ```
 */
export function outcomeOf(action: WrittenAction): ActionOutcome {
  const { status, endRecord, children } = action;
  if (status === "succeeded") return "succeeded";
  if (status !== "failed") return "open";
  if (typeof endRecord?.[fieldNames.CANCEL_SOURCE] === "string") return "cancelled";
  if (action.startRecord?.[fieldNames.KIND] !== "scope") return "failed";
  const expired = children.some((child) => child.kind === "message" && child.messageType === names.DEADLINE);
  return expired ? "timed out" : "failed";
}

/** Whether nobody waited for an action: a child spawned so, which its scope stops when all others have ended. */
export function isUnawaited({ startRecord, endRecord }: WrittenAction): boolean {
  return startRecord?.[fieldNames.AWAITED] === false || endRecord?.[fieldNames.CANCEL_SOURCE] === "end";
}

/** Whether an action was stopped that nobody waited for: that is its usual end, and no failure. */
export function wasDismissed(action: WrittenAction): boolean {
  return isUnawaited(action) && outcomeOf(action) === "cancelled";
}
