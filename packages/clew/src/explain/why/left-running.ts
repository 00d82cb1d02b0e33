import type { Span, TypicalDurations } from "../task/index.js";
import { isUnawaited, wasCancelled } from "../task/index.js";

/**
 * The action that a deadline found running, as deep as there is one. Of several that ran side by side it is the one that
 * had by then run longest compared with what is usual for it.
 */
export function slowestUnder(span: Span, time: number, durations: TypicalDurations): Span {
  let slowest = span;
  for (;;) {
    let next: Span | undefined;
    let most = -1;
    for (const child of slowest.children) {
      if (isUnawaited(child.action)) continue;
      if (child.start > time || (child.end !== undefined && child.end < time)) continue;
      if (child.action.status === "failed" && !wasCancelled(child) && child.end === time) continue;
      const ratio = (time - child.start) / (durations.typical(child.path) ?? Number.MIN_VALUE);
      if (ratio > most) {
        most = ratio;
        next = child;
      }
    }
    if (next === undefined) return slowest;
    slowest = next;
  }
}
