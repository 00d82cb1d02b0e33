// Lanes: other tools draw what runs on a thread as a stack, in which everything lies wholly within what it began in.
// Concurrent actions do not, so each gets a lane of its own, and what it does is stacked on it there.

import { MinHeap } from "./min-heap.js";
import type { Span } from "./timeline.js";

/** One lane: its actions, each after the one that it lies in, and otherwise in the order of time. */
export type Lane = readonly Span[];

/**
 * Distributes a task's actions. On every lane each two actions are apart, or one lies in the other and was caused by
 * it. An action shares the lane of the action above it where it can; else it takes the first lane on which nothing runs.
 */
export function lanesOf(spans: readonly Span[]): Lane[] {
  const lanes: Span[][] = [];
  const laneOf = new Map<Span, number>();
  /** What lies lowest where an action is drawn, and what does so on each lane now. */
  const baseOf = new Map<Span, Span>();
  const bases: Span[] = [];
  /** Until when the lane of an action is taken by what it caused. */
  const takenUntil = new Map<Span, number>();
  const busy = new MinHeap<{ readonly lane: number; readonly until: number }>(({ until }) => until);
  const idle = new MinHeap<number>((lane) => lane);
  for (const span of inOrderOfStart(spans)) {
    const { parent } = span;
    let lane = parent !== undefined && fitsOn(parent, span, takenUntil) ? laneOf.get(parent) : undefined;
    const base = parent && baseOf.get(parent);
    // An action that begins as its parent ends may find the lane given away already.
    if (lane === undefined || base === undefined || bases[lane] !== base) {
      for (let next = busy.least; next !== undefined && next.until <= span.start; next = busy.least) {
        idle.push(next.lane);
        busy.pop();
      }
      lane = idle.pop() ?? lanes.push([]) - 1;
      busy.push({ lane, until: span.end });
      bases[lane] = span;
      baseOf.set(span, span);
    } else {
      baseOf.set(span, base);
      takenUntil.set(parent as Span, span.end);
    }
    laneOf.set(span, lane);
    lanes[lane]?.push(span);
  }
  return lanes;
}

/** By start; of those that start at the same moment, the one above first. */
export function inOrderOfStart(spans: readonly Span[]): Span[] {
  return [...spans].sort((a, b) => a.start - b.start);
}

function fitsOn(parent: Span, { start, end }: Span, takenUntil: ReadonlyMap<Span, number>): boolean {
  return start >= (takenUntil.get(parent) ?? parent.start) && end <= parent.end;
}

export interface LaneEvent {
  readonly kind: "open" | "close";
  readonly span: Span;
  readonly at: number;
}

/** A lane as a stack sees it: what is opened is closed, the last first, and no moment is before another. */
export function* laneEvents(lane: Lane): Generator<LaneEvent, void, undefined> {
  const open: Span[] = [];
  for (const span of lane) {
    for (let top = open.at(-1); top !== undefined && !liesIn(span, top); top = open.at(-1)) {
      yield { kind: "close", span: top, at: top.end };
      open.pop();
    }
    yield { kind: "open", span, at: span.start };
    open.push(span);
  }
  for (let top = open.pop(); top !== undefined; top = open.pop()) yield { kind: "close", span: top, at: top.end };
}

/** What came late may run on the lane of what caused it, after it. */
function liesIn({ parent, end }: Span, top: Span): boolean {
  return parent === top && end <= top.end;
}
