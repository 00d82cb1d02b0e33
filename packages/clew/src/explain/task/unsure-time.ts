import type { Span } from "./span.js";

/**
 * By how many seconds the time that an action spent by itself may be wrong: where two of its children come close to each
 * other, on clocks that are not known that well, they may or may not have overlapped.
 */
export function unsureSeconds({ children }: Span): number {
  if (children.length < 2 || children.every(({ unsure }) => unsure === 0)) return 0;
  let seconds = 0;
  let before: Span | undefined;
  for (const child of [...children].sort((a, b) => a.start - b.start)) {
    if (before !== undefined) seconds += mayOverlap(before, child);
    if (before === undefined || (child.end ?? child.start) > (before.end ?? before.start)) before = child;
  }
  return seconds;
}

/** By how many seconds two actions may overlap more or less than they seem to. */
function mayOverlap(a: Span, b: Span): number {
  const unsure = a.unsure + b.unsure;
  if (unsure === 0 || (a.clock !== undefined && a.clock === b.clock)) return 0;
  if (a.end === undefined || b.end === undefined || b.start - a.end > unsure) return 0;
  return Math.min(unsure, a.end - a.start, b.end - b.start);
}
