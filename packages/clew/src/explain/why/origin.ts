// Where a failure began. From an action that failed one goes down to the child that it did not outlive, as long as
// there is one. The first such child counts, not the last: what fails after it is a clean-up, a compensation, or work
// that was cancelled because of it.

import { names } from "../../wire/index.js";
import type { TypicalDurations } from "../task/index.js";
import { cancelSource, carries, isSpan, type Span, saysTimeout, wasCancelled, wasDismissed } from "../task/index.js";
import { cancelledByOf } from "./cancelled-by.js";
import { slowestUnder } from "./left-running.js";
import { isLeftRunning, type Survival } from "./survival.js";

/** The action in which a failure began, and when it did. */
export interface Origin {
  readonly span: Span;
  /** What was logged before this moment may have to do with it; what was logged later is a consequence. */
  readonly beganAt: number;
  /** Whether a deadline expired in it: then it is the slow action, and no exception is the cause. */
  readonly deadline: boolean;
}

/** What the whole log tells about single failures. */
export interface Experience {
  readonly survival: Survival;
  readonly durations: TypicalDurations;
}

/** Finds the origin of the failure of an action that failed. */
export function findOrigin(failed: Span, experience: Experience): Origin {
  let span = failed;
  for (;;) {
    const deadline = expiredIn(span, experience);
    if (deadline !== undefined) return deadline;
    const next = fatalChild(span, experience);
    if (next === undefined) return { span, beganAt: firstAttemptEnd(span), deadline: false };
    if (isLeftRunning(span, next)) {
      return {
        span: slowestUnder(next, span.end as number, experience.durations),
        beganAt: span.end as number,
        deadline: true,
      };
    }
    span = next;
  }
}

function expiredIn(span: Span, { survival, durations }: Experience): Origin | undefined {
  const fired = span.items.find((item) => !isSpan(item) && item.message.messageType === names.DEADLINE);
  if (fired !== undefined && !isSpan(fired)) {
    return { span: slowestUnder(span, fired.time, durations), beganAt: fired.time, deadline: true };
  }
  // Elsewhere only the outcome is seen: it calls itself a timeout, and a child was stopped, or was left behind.
  if (!saysTimeout(span) || span.end === undefined) return undefined;
  const stopped = span.children.filter(
    (child) => (wasCancelled(child) && !wasDismissed(child.action)) || isLeftRunning(span, child),
  );
  if (stopped.length === 0) return undefined;
  const other = span.children.some(
    (child) => child.action.status === "failed" && !wasCancelled(child) && survival.fatality(span, child) >= 0.5,
  );
  if (other) return undefined;
  const time = stopped.reduce(
    (first, child) => Math.min(first, (wasCancelled(child) ? child.end : span.end) ?? Infinity),
    Infinity,
  );
  return { span: slowestUnder(span, time, durations), beganAt: time, deadline: true };
}

/** The child whose failure ended its parent, if one did. */
function fatalChild(parent: Span, { survival }: Experience): Span | undefined {
  const failed = parent.children.filter(({ action }) => action.status === "failed" && !wasDismissed(action));
  let fatal = failed.filter((child) => survival.fatality(parent, child) >= 0.5);
  const carried = failed.filter((child) => carries(parent, child) > 0 && !wasCancelled(child));
  if (fatal.length === 0 && carried.length > 0) fatal = carried;
  const own = fatal.filter((child) => !wasCancelled(child));
  if (own.length > 0) return firstCause(parent, own, survival);
  if (fatal.length > 0) {
    const target = cancelledByOf(fatal);
    if (target !== undefined && !wasCancelled(target) && target !== parent) return target;
    if (fatal.some((child) => cancelSource(child) === undefined || cancelSource(child) === "deadline"))
      return earliest(fatal);
    return undefined;
  }
  const left = parent.children.filter(
    (child) => isLeftRunning(parent, child) && survival.fatality(parent, child) >= 0.8,
  );
  return left.length > 0 && failed.length === 0 && saysTimeout(parent) ? earliest(left) : undefined;
}

/**
 * Among children that may each have been fatal. One that carries the parent's error is preferred to one that ran at the
 * same time; to one that had ended before it began only where that one is not known to be fatal.
 */
function firstCause(parent: Span, fatal: readonly Span[], survival: Survival): Span {
  const first = earliest(fatal);
  if (carries(parent, first) > 0) return first;
  const carried = fatal.filter((child) => carries(parent, child) > 0);
  if (carried.length === 0) return first;
  const carrier = earliest(carried);
  const together = carrier.start < (first.end ?? Infinity);
  return together || survival.record(parent, first).seen < 3 ? carrier : first;
}

function earliest(spans: readonly Span[]): Span {
  return spans.reduce((best, span) => ((span.end ?? Infinity) < (best.end ?? Infinity) ? span : best));
}

/** When the first of several attempts that all failed ended: the later ones are part of the failure. */
function firstAttemptEnd(span: Span): number {
  let began = span.end ?? span.start;
  for (let at: Span | undefined = span; at?.parent !== undefined; at = at.parent) {
    const first = firstEnds(at.parent).get(attemptOf(at));
    if (first !== undefined && first <= at.start) began = Math.min(began, first);
  }
  return began;
}

const endsOfAttempts = new WeakMap<Span, ReadonlyMap<string, number>>();

/** The children of an action that failed, by what they tried and how it failed: when the first of each ended. */
function firstEnds(parent: Span): ReadonlyMap<string, number> {
  const known = endsOfAttempts.get(parent);
  if (known !== undefined) return known;
  const ends = new Map<string, number>();
  for (const child of parent.children) {
    if (child.action.status !== "failed" || child.end === undefined) continue;
    const attempt = attemptOf(child);
    ends.set(attempt, Math.min(ends.get(attempt) ?? Infinity, child.end));
  }
  endsOfAttempts.set(parent, ends);
  return ends;
}

function attemptOf({ path, action }: Span): string {
  return `${path.id}\n${action.exception ?? ""}`;
}
