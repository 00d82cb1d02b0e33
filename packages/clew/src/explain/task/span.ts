// A task tree as the explanations need it: with its paths, with the parent of each action at hand, and on one clock.
// A part that another process wrote may run on a clock of its own; it is moved as little as is needed to lie where its
// parent waited for it, and what lies there already is left alone.

import type { TaskTree, WrittenAction, WrittenMessage, WrittenNode } from "../../parse/index.js";
import { fieldNames, handedOutRuns, names } from "../../wire/index.js";
import { type ActionPath, UNKNOWN_TYPE } from "./action-path.js";
import type { ClockOffset, Clocks, Offset } from "./clocks.js";
import { type Place, placeIn } from "./place.js";

/** When an action ran, in seconds since the Unix epoch, on the clock of its task. */
export interface ActionTiming {
  readonly action: WrittenAction;
  /** The action that it stands in; `undefined` for the root. */
  readonly parent: ActionTiming | undefined;
  /** Where its start was not read: when the first of what is known of it was logged. */
  readonly start: number;
  /** `undefined` where no finish was read. */
  readonly end: number | undefined;
  /** What to add to the timestamps of its own records to have them on the task's clock, in seconds. */
  readonly shift: number;
  /** Whether it ran on another clock than its parent, so that only its duration is sure. */
  readonly otherClock: boolean;
}

/** An action on its task's clock, among the others. */
export interface Span extends ActionTiming {
  readonly path: ActionPath;
  readonly parent: Span | undefined;
  /** Its place among the spans of its task, as `spansOf` gives them. */
  readonly number: number;
  /** What names the clock that timed it, where that is known to be another than its parent's. */
  readonly clock: string | undefined;
  /** By how many seconds it may lie elsewhere among what its parent did: the clocks are not known any better. */
  readonly unsure: number;
  /** Messages and actions, in the order of their levels. */
  readonly items: readonly SpanItem[];
  readonly children: readonly Span[];
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

interface GrowingSpan extends Span {
  readonly items: SpanItem[];
  readonly children: Span[];
}

/** The items of the many actions that hold nothing. */
const NOTHING: never[] = [];

/** An action of which some children are placed. */
interface Open {
  readonly span: GrowingSpan;
  /** Where it ran; left out where nothing is known of the clocks of places. */
  readonly where: Place | undefined;
  next: number;
  /** When the last of the children so far began, and when the last of them had ended. */
  earliest: number;
  ended: number;
}

export interface ToSpanOptions {
  /** Who needs no messages gets the spans without looking at them. */
  readonly messages?: "noted" | "left out";
  /** What is known of the clocks of places. */
  readonly clocks?: Clocks | undefined;
}

/**
 * The spans of a task, or `undefined` where it is a single message outside of every action. Does not recurse.
 */
export function toSpan(
  tree: TaskTree,
  pathRoot: ActionPath,
  { messages = "noted", clocks }: ToSpanOptions = {},
): Span | undefined {
  if (tree.root.kind === "message") return undefined;
  const root = place(tree.root, undefined, pathRoot, 0, 0, {
    otherClock: false,
    number: 0,
    unsure: 0,
    clock: undefined,
  });
  const open: Open[] = [opened(root, clocks && placeIn(tree.root, undefined))];
  let count = 1;
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const child = top.span.action.children[top.next++];
    if (child === undefined) open.pop();
    else if (child.kind !== "message") {
      const where = top.where && placeIn(child, top.where);
      const offset = where && top.where && clocks?.offset(top.where, where);
      const span = placeChild(child, top, count++, offset);
      if (span.items !== NOTHING) open.push(opened(span, where));
    } else if (messages === "noted") top.span.items.push({ message: child, time: child.timestamp + top.span.shift });
  }
  return root;
}

function opened(span: GrowingSpan, where: Place | undefined): Open {
  return { span, where, next: 0, earliest: span.start, ended: span.start };
}

function placeChild(child: WrittenAction, parent: Open, number: number, offset: ClockOffset | undefined): GrowingSpan {
  const { span, earliest } = parent;
  const { shift } = span;
  const otherClock = offset === undefined && ofOtherClock(child, span.action);
  const moved = otherClock || offset !== undefined ? shiftInto(child, roomFor(parent), shift, movesOf(offset)) : 0;
  const unsure = offset === undefined ? Math.abs(moved) : offset.most - offset.least;
  const clock = offset?.clock;
  const placed = place(child, span, span.path, shift + moved, earliest, { otherClock, number, unsure, clock });
  span.items.push(placed);
  span.children.push(placed);
  parent.earliest = Math.max(earliest, placed.start);
  parent.ended = Math.max(parent.ended, placed.end ?? span.start);
  return placed;
}

function place(
  action: WrittenAction,
  parent: Span | undefined,
  above: ActionPath,
  shift: number,
  from: number,
  more: Pick<Span, "otherClock" | "number" | "unsure" | "clock">,
): GrowingSpan {
  const written = action.startTime ?? firstTime(action);
  const holds = action.children.length > 0;
  return {
    action,
    path: above.child(action.actionType ?? UNKNOWN_TYPE),
    parent,
    ...more,
    start: written === undefined ? from : written + shift,
    end: action.endTime === undefined ? undefined : action.endTime + shift,
    shift,
    items: holds ? [] : NOTHING,
    children: holds ? [] : NOTHING,
  };
}

/** What was continued elsewhere, and what claims to have begun before its parent did, ran on another clock. */
function ofOtherClock(child: WrittenAction, parent: WrittenAction): boolean {
  if (child.actionType === names.REMOTE_TASK) return true;
  const number = child.taskLevel.at(-1) ?? 0;
  if (handedOutOf(parent).some(([first, last]) => first <= number && number <= last)) return true;
  return child.startTime !== undefined && parent.startTime !== undefined && child.startTime < parent.startTime;
}

/** The runs of each action, which each of its children asks for. */
const HANDED_OUT = new WeakMap<WrittenAction, ReturnType<typeof handedOutRuns>>();

function handedOutOf(action: WrittenAction): ReturnType<typeof handedOutRuns> {
  let runs = HANDED_OUT.get(action);
  if (runs === undefined) {
    runs = handedOutRuns(action.endRecord?.[fieldNames.HANDED_OUT]);
    HANDED_OUT.set(action, runs);
  }
  return runs;
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

/** The moves that undo an offset; any, where none is known. */
function movesOf(offset: Offset | undefined): Offset {
  return offset === undefined ? ANY : { least: -offset.most, most: -offset.least };
}

const ANY: Offset = { least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY };

function shiftInto(child: WrittenAction, { from, ended, next, until }: Room, shift: number, moves: Offset): number {
  const written = child.startTime ?? firstTime(child);
  if (written === undefined) return 0;
  const start = written + shift;
  const end = child.endTime === undefined ? undefined : child.endTime + shift;
  // One thing after the other, where there was time for it; else within the parent; else it is late by any clock.
  return (
    shiftBetween(start, end, Math.max(from, ended), next, moves) ??
    shiftBetween(start, end, from, until, moves) ??
    nearest(moves === ANY ? Math.max(0, from - start) : 0, moves)
  );
}

/** The least move that puts what ran between two moments, of those that are possible. */
function shiftBetween(
  start: number,
  end: number | undefined,
  low: number,
  high: number | undefined,
  { least, most }: Offset,
): number | undefined {
  if (end === undefined || high === undefined) return undefined;
  const between = { least: Math.max(least, low - start), most: Math.min(most, high - end) };
  return between.least > between.most ? undefined : nearest(0, between);
}

function nearest(to: number, { least, most }: Offset): number {
  return Math.min(most, Math.max(least, to));
}

function roomFor({ span, next, earliest, ended }: Open): Room {
  return { from: earliest, ended, next: nextTime(span.action.children[next], span.shift), until: span.end };
}

function nextTime(next: WrittenNode | undefined, shift: number): number | undefined {
  const time = next?.kind === "message" ? next.timestamp : next?.startTime;
  return time === undefined ? undefined : time + shift;
}

/** When the first of what is known of an action was logged. */
function firstTime(action: WrittenAction): number | undefined {
  let first: WrittenNode | undefined = action.children[0];
  while (first !== undefined && first.kind !== "message" && first.startTime === undefined) first = first.children[0];
  return first?.kind === "message" ? first.timestamp : first?.startTime;
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
