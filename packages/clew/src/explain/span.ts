// A task tree as the explanations need it: with its paths, with the parent of each action at hand, and on one clock.
// A part that another process wrote may run on a clock of its own; it is moved as little as is needed to lie where its
// parent waited for it, and what lies there already is left alone.

import type { TaskTree, WrittenAction, WrittenMessage, WrittenNode } from "../parse/index.js";
import { names } from "../wire/index.js";
import { type ActionPath, UNKNOWN_TYPE } from "./action-path.js";

/** An action on its task's clock. */
export interface Span {
  readonly action: WrittenAction;
  readonly path: ActionPath;
  readonly parent: Span | undefined;
  readonly start: number;
  /** `undefined` where no finish was read. */
  readonly end: number | undefined;
  /** Messages and actions, in the order of their levels. */
  readonly items: readonly SpanItem[];
  readonly children: readonly Span[];
  /** Whether it ran on another clock than its parent, so that only its duration is sure. */
  readonly otherClock: boolean;
}

/** A message on its task's clock. */
export interface Note {
  readonly message: WrittenMessage;
  readonly time: number;
}

export type SpanItem = Span | Note;

export function isSpan(item: SpanItem): item is Span {
  return "action" in item;
}

/** When an item began: an action's start, a message's time. */
export function beganAt(item: SpanItem): number {
  return isSpan(item) ? item.start : item.time;
}

/** The spans of a task, or `undefined` where it is a single message outside of every action. */
export function toSpan(tree: TaskTree, pathRoot: ActionPath): Span | undefined {
  return tree.root.kind === "message" ? undefined : build(tree.root, undefined, pathRoot, 0, 0);
}

interface GrowingSpan extends Span {
  items: SpanItem[];
  children: Span[];
  otherClock: boolean;
}

function build(
  action: WrittenAction,
  parent: Span | undefined,
  above: ActionPath,
  shift: number,
  from: number,
): GrowingSpan {
  const written = action.startTime ?? firstTime(action);
  const start = written === undefined ? from : written + shift;
  const span: GrowingSpan = {
    action,
    path: above.child(action.actionType ?? UNKNOWN_TYPE),
    parent,
    start,
    end: action.endTime === undefined ? undefined : action.endTime + shift,
    items: [],
    children: [],
    otherClock: false,
  };
  let earliest = start;
  action.children.forEach((child, i) => {
    if (child.kind === "message") {
      const time = child.timestamp + shift;
      span.items.push({ message: child, time });
      return;
    }
    const next = action.children[i + 1];
    const room = { from: earliest, ended: latestEnd(span), next: nextTime(next, shift), until: span.end };
    const otherClock = ofOtherClock(child, action);
    const childShift = shift + (otherClock ? shiftInto(child, room, shift) : 0);
    const built = build(child, span, span.path, childShift, earliest);
    built.otherClock = otherClock;
    span.items.push(built);
    span.children.push(built);
    if (built.start > earliest) earliest = built.start;
  });
  return span;
}

/** What was continued elsewhere, and what claims to have begun before its parent did, ran on another clock. */
function ofOtherClock(child: WrittenAction, parent: WrittenAction): boolean {
  if (child.actionType === names.REMOTE_TASK) return true;
  const handedOut = parent.endRecord?.clew_handed_out;
  if (Array.isArray(handedOut) && handedOut.includes(child.taskLevel.at(-1))) return true;
  return child.startTime !== undefined && parent.startTime !== undefined && child.startTime < parent.startTime;
}

/** Where a part that ran elsewhere may lie on its parent's clock. */
interface Room {
  /** When the item before it began, and when all before it had ended. */
  readonly from: number;
  readonly ended: number;
  /** When the item after it began. */
  readonly next: number | undefined;
  /** When its parent ended. */
  readonly until: number | undefined;
}

function shiftInto(child: WrittenAction, { from, ended, next, until }: Room, shift: number): number {
  const written = child.startTime ?? firstTime(child);
  if (written === undefined) return 0;
  const start = written + shift;
  const end = child.endTime === undefined ? undefined : child.endTime + shift;
  // One thing after the other, where there was time for it; else within the parent; else it is late by any clock.
  return (
    shiftBetween(start, end, Math.max(from, ended), next) ??
    shiftBetween(start, end, from, until) ??
    Math.max(0, from - start)
  );
}

function shiftBetween(
  start: number,
  end: number | undefined,
  low: number,
  high: number | undefined,
): number | undefined {
  if (end === undefined || high === undefined || end - start > high - low) return undefined;
  return start < low ? low - start : Math.min(0, high - end);
}

function latestEnd({ children, start }: Span): number {
  return children.reduce((latest, { end }) => Math.max(latest, end ?? start), start);
}

function nextTime(next: WrittenNode | undefined, shift: number): number | undefined {
  const time = next?.kind === "message" ? next.timestamp : next?.startTime;
  return time === undefined ? undefined : time + shift;
}

function firstTime(action: WrittenAction): number | undefined {
  for (const child of action.children) {
    const time = child.kind === "message" ? child.timestamp : (child.startTime ?? firstTime(child));
    if (time !== undefined) return time;
  }
  return undefined;
}

/** The span of the action at a level, or `undefined` where the task has none. */
export function spanAt(root: Span, level: readonly number[]): Span | undefined {
  let span: Span | undefined = root;
  for (let depth = root.action.taskLevel.length; depth < level.length && span !== undefined; depth++) {
    span = span.children.find((child) => child.action.taskLevel[depth] === level[depth]);
  }
  return span;
}

/** All spans of a task, parents before their children. */
export function* spansOf(root: Span): IterableIterator<Span> {
  const open: Span[] = [root];
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    yield span;
    for (let i = span.children.length - 1; i >= 0; i--) open.push(span.children[i] as Span);
  }
}
