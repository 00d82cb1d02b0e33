// What an action waited for, from its end back to its start: the child that ended last, then what that child had to wait
// for, and so on. Where no child was waited for the time is the action's own. Work beside this path may take as long as
// it likes: nobody waited for it.

import type { Span, SpanItem } from "./span.js";

/** A stretch of time that an action spent by itself while its caller waited for it. */
interface OwnTime {
  readonly from: number;
  readonly to: number;
  /** What ended where the stretch begins; `undefined` for the action's own start. */
  readonly after: Span | undefined;
  /** What began where it ends; `undefined` for the action's own finish. */
  readonly before: Span | undefined;
}

/** How an action's time was spent: its own stretches, the latest first, and the children that it waited for. */
export interface Waiting {
  readonly own: readonly OwnTime[];
  readonly waitedFor: readonly Span[];
}

/** What an action waited for up to its end. One without a finish waited for nothing that is known. */
export function waitingOf(span: Span): Waiting {
  const own: OwnTime[] = [];
  const waitedFor: Span[] = [];
  if (span.end === undefined || span.end <= span.start) return { own, waitedFor };
  const ended = span.children.filter((child) => child.end !== undefined && child.end > child.start);
  ended.sort((a, b) => (b.end as number) - (a.end as number));
  let time = span.end;
  let before: Span | undefined;
  for (const child of ended) {
    const end = child.end as number;
    if (end > time || child.start < span.start) continue;
    if (end < time) own.push({ from: end, to: time, after: child, before });
    waitedFor.push(child);
    before = child;
    time = child.start;
  }
  if (time > span.start) own.push({ from: span.start, to: time, after: undefined, before });
  return { own, waitedFor };
}

/** The sum of an action's own stretches, in seconds. */
export function ownSeconds(waiting: Waiting): number {
  let seconds = 0;
  for (const { from, to } of waiting.own) seconds += to - from;
  return seconds;
}

/** Calls back for each action on the critical path of a task, the root first. */
export function followCriticalPath(root: Span, visit: (span: Span, waiting: Waiting) => void): void {
  const open: Span[] = [root];
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const waiting = waitingOf(span);
    visit(span, waiting);
    open.push(...waiting.waitedFor);
  }
}

/** The items around a stretch in which nothing was logged, and how long it was. */
export interface Silence {
  readonly after: SpanItem | undefined;
  readonly before: SpanItem | undefined;
  readonly from: number;
  readonly seconds: number;
}

/** The silent parts of an action's own time. One in which nothing was ever logged is work, and has none. */
export function silencesOf(span: Span, waiting: Waiting): Silence[] {
  if (span.items.length === 0) return [];
  const silences: Silence[] = [];
  for (const { from, to, after, before } of waiting.own) {
    let since = from;
    let last: SpanItem | undefined = after;
    for (const item of span.items) {
      if ("action" in item || item.time <= since || item.time >= to) {
        if (!("action" in item) && item.time === since) last = item;
        continue;
      }
      silences.push({ after: last, before: item, from: since, seconds: item.time - since });
      since = item.time;
      last = item;
    }
    silences.push({ after: last, before, from: since, seconds: to - since });
  }
  return silences;
}
