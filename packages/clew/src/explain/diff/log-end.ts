import { beganAt, type Span, spansOf } from "../task/index.js";

/**
 * Tells work that a log was cut off in from work that hung: what had not ended when the log stopped may well have gone
 * on; what the log outlasted by several times its duration in the other log had not.
 */
export class LogEnd {
  readonly #time: number;

  constructor(roots: readonly Span[]) {
    this.#time = roots.reduce((last, root) => Math.max(last, lastSeen(root)), Number.NEGATIVE_INFINITY);
  }

  /** Whether the log stopped too soon to tell how an action went on that took so many seconds in the other log. */
  cutOff(span: Span, usualSeconds: number): boolean {
    if (span.end !== undefined || span.action.status === "unknown") return span.action.status === "unknown";
    return this.#time - span.start < 3 * usualSeconds + 1;
  }
}

function lastSeen(root: Span): number {
  let last = root.end ?? root.start;
  for (const span of spansOf(root)) {
    last = Math.max(last, span.end ?? span.start);
    for (const item of span.items) last = Math.max(last, beganAt(item));
  }
  return last;
}
