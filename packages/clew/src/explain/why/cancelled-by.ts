import { fieldNames, parseTaskId } from "../../wire/index.js";
import { type Span, spanAt } from "../task/index.js";

/** The action whose finish, or in which a message, cancelled these: where their finish says so, and the task has it. */
export function cancelledByOf(cancelled: readonly Span[]): Span | undefined {
  for (const span of cancelled) {
    const place = parseTaskId(span.action.endRecord?.[fieldNames.CANCELLED_BY]);
    if (place === undefined || place.taskUuid !== span.action.taskUuid) continue;
    let root = span;
    while (root.parent !== undefined) root = root.parent;
    const target = spanAt(root, place.taskLevel.slice(0, -1));
    if (target !== undefined && target.action.status === "failed") return target;
  }
  return undefined;
}
