// What an action waited for, from its end back to its start: the child that ended last, then what that child had to wait
// for, and so on. Where no child was waited for the time is the action's own. Work beside this path may take as long as
// it likes: nobody waited for it.

import { isUnawaited } from "./outcome.js";
import { hadEnded } from "./slack.js";
import type { Note, Span, SpanItem } from "./span.js";

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
  readonly waitedFor: readonly WaitedFor[];
}

/** A child and the part of it that was waited for: all of it, but for a hair at either end. */
interface WaitedFor {
  readonly child: Span;
  readonly from: number;
  readonly to: number;
}

/**
 * What an action waited for up to its end, or in the part of it that somebody waited for. One without a finish waited
 * for nothing that is known.
 */
export function waitingOf(span: Span, begin = span.start, finish = span.end): Waiting {
  if (finish === undefined || finish <= begin) return { own: NONE, waitedFor: NONE };
  if (span.children.length === 0)
    return { own: [{ from: begin, to: finish, after: undefined, before: undefined }], waitedFor: NONE };
  const own: OwnTime[] = [];
  const waitedFor: WaitedFor[] = [];
  const ended = span.children.filter(
    (child) => child.end !== undefined && child.end > child.start && !isUnawaited(child.action),
  );
  ended.sort((a, b) => (b.end as number) - (a.end as number));
  let time = finish;
  let before: Span | undefined;
  for (const child of ended) {
    if (child.start >= time || !hadEnded(child.start, child.end, time)) continue;
    const end = Math.min(child.end, time);
    if (end <= begin) continue;
    if (end < time) own.push({ from: end, to: time, after: child, before });
    const from = Math.max(child.start, begin);
    waitedFor.push({ child, from, to: end });
    before = child;
    time = from;
  }
  if (time > begin) own.push({ from: begin, to: time, after: undefined, before });
  return { own, waitedFor };
}

const NONE: readonly never[] = [];

/** The sum of an action's own stretches, in seconds. */
export function ownSeconds(waiting: Waiting): number {
  let seconds = 0;
  for (const { from, to } of waiting.own) seconds += to - from;
  return seconds;
}

/** Calls back for each action on the critical path of a task, the root first, with whether all of it was waited for. */
export function followCriticalPath(root: Span, visit: (span: Span, waiting: Waiting, whole: boolean) => void): void {
  const open: { readonly child: Span; readonly from?: number; readonly to?: number }[] = [{ child: root }];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const waiting = waitingOf(at.child, at.from, at.to);
    visit(at.child, waiting, at.to === undefined || (at.from === at.child.start && at.to === at.child.end));
    for (const waited of waiting.waitedFor) open.push(waited);
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
  const notes = span.items.filter((item): item is Note => !("action" in item)).sort((a, b) => a.time - b.time);
  let next = 0;
  // The stretches come the latest first, the messages the earliest: each is looked at once.
  for (const { from, to, after, before } of [...waiting.own].reverse()) {
    let since = from;
    let last: SpanItem | undefined = after;
    for (let note = notes[next]; note !== undefined && note.time < to; note = notes[++next]) {
      if (note.time > since) silences.push({ after: last, before: note, from: since, seconds: note.time - since });
      if (note.time < since) continue;
      since = note.time;
      last = note;
    }
    silences.push({ after: last, before, from: since, seconds: to - since });
  }
  return silences;
}
