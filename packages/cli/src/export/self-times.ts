import { inOrderOfStart } from "./lanes.js";
import type { Span } from "./timeline.js";

/** The seconds of each finished action in which none of the actions directly in it ran. */
export function selfTimes(spans: readonly Span[]): Map<Span, number> {
  const covered = new Map<Span, { seconds: number; until: number }>();
  for (const { parent, start, end } of inOrderOfStart(spans)) {
    if (parent === undefined) continue;
    const { seconds, until } = covered.get(parent) ?? { seconds: 0, until: parent.start };
    const from = Math.max(start, until);
    const to = Math.min(end, parent.end);
    if (to > from) covered.set(parent, { seconds: seconds + (to - from) / 1e6, until: to });
  }
  const times = new Map<Span, number>();
  for (const span of spans) {
    const duration = span.action.durationSeconds;
    if (duration === undefined) continue;
    const seconds = Math.max(0, duration - (covered.get(span)?.seconds ?? 0));
    times.set(span, Math.round(seconds * 1e6) / 1e6);
  }
  return times;
}
