// What is kept of a task to tell two populations of tasks apart: a row for each action, in flat arrays.

import { collectFields, type FeatureNumbers } from "../apart/index.js";
import { isSpan, type Span, spansOf } from "../task/index.js";
import { calleeOf, type Kind, type Kinds } from "./kinds.js";
import { isElsewhere, type Place, placeIn } from "./place.js";
import type { Words } from "./words.js";

/** The actions of a task, parents before their children. */
export interface TaskRows {
  readonly taskUuid: string;
  readonly start: number;
  readonly seconds: number;
  readonly kinds: Int32Array;
  /** The row of the parent, -1 for the root. */
  readonly parents: Int32Array;
  /** The number of the value of the field that evidence is summed by; -1 where none is known. */
  readonly values: Int32Array;
  /** Seconds in which no child ran; NaN where the action has not ended. */
  readonly own: Float32Array;
  /** By how many seconds the clocks that own time was made out by were seen to differ; 0 where one clock tells it. */
  readonly blur: Float32Array;
  /** Of a call into another place, the seconds that neither end accounts for; NaN for what is no call. */
  readonly between: Float32Array;
  /** Whether it ended, and whether it failed. */
  readonly ended: Uint8Array;
  readonly failed: Uint8Array;
  /** Items of row i: from `itemsFrom[i]` up to `itemsFrom[i + 1]`, each as often as it is there. */
  readonly itemsFrom: Int32Array;
  readonly items: Int32Array;
  /** Features of the start of row i, likewise. */
  readonly featuresFrom: Int32Array;
  readonly features: Int32Array;
}

/** What the rows of both populations are numbered by. */
export interface Numbering {
  readonly kinds: Kinds;
  readonly values: Words;
  readonly features: FeatureNumbers;
  readonly by: string;
}

/** Reduces a task to its rows. */
export function rowsOf(root: Span, { kinds, values, features, by }: Numbering): TaskRows {
  const spans = [...spansOf(root)];
  const places: Place[] = [];
  for (const span of spans) places.push(placeIn(span, span.parent && places[span.parent.number], by));
  const callees = spans.map((span) => calleeOf(span, places));
  const kindsOf: (Kind | undefined)[] = [];
  const row = {
    kinds: new Int32Array(spans.length),
    parents: new Int32Array(spans.length),
    values: new Int32Array(spans.length),
    own: new Float32Array(spans.length),
    blur: new Float32Array(spans.length),
    between: new Float32Array(spans.length),
    ended: new Uint8Array(spans.length),
    failed: new Uint8Array(spans.length),
    itemsFrom: new Int32Array(spans.length + 1),
    featuresFrom: new Int32Array(spans.length + 1),
  };
  const items: number[] = [];
  const given: number[] = [];
  spans.forEach((span, i) => {
    const { by: value } = places[i] as Place;
    const callee = callees[i];
    const kind = kinds.kindOf(span, callee, span.parent && kindsOf[span.parent.number]);
    kindsOf.push(kind);
    row.kinds[i] = kind?.number ?? -1;
    row.parents[i] = span.parent?.number ?? -1;
    row.values[i] = value === undefined ? -1 : (values.numberOf(value) ?? -1);
    const { status } = span.action;
    const ended = status === "succeeded" || status === "failed";
    row.ended[i] = ended && span.action.startTime !== undefined ? 1 : 0;
    row.failed[i] = status === "failed" ? 1 : 0;
    row.between[i] = callee === undefined ? Number.NaN : betweenOf(span);
    const { own, blur } = ended && callee === undefined ? uncovered(span, places) : UNKNOWN;
    row.own[i] = own;
    row.blur[i] = blur;
    for (const item of span.items) {
      if (isSpan(item)) {
        const found = kinds.childItem(item.path.type, callees[item.number]);
        if (found !== undefined) items.push(found);
      } else items.push(...kinds.messageItems(item));
    }
    items.push(...kinds.outcomeItems(span));
    row.itemsFrom[i + 1] = items.length;
    const rank = span.path.depth * 4;
    collectFields(span.action.startFields, span.path.type, 1, (field, said) => {
      const feature = features.numberOf(field, said, rank, span.path.type);
      if (feature !== undefined) given.push(feature);
    });
    row.featuresFrom[i + 1] = given.length;
  });
  return {
    ...row,
    taskUuid: root.action.taskUuid,
    start: root.start,
    seconds: Math.max(0, (root.end ?? root.start) - root.start),
    items: Int32Array.from(items),
    features: Int32Array.from(given),
  };
}

/**
 * The seconds of an action in which none of its children ran. What ran elsewhere was timed by another clock: where it
 * stands out of its parent, all from that place is moved by the same, as little as puts it inside.
 */
function uncovered(span: Span, places: readonly Place[]): OwnTime {
  if (span.end === undefined) return UNKNOWN;
  const here = places[span.number] as Place;
  const clocks = new Map<string, Interval[]>();
  const children: Interval[] = [];
  for (const child of span.children) {
    const place = places[child.number] as Place;
    if (!isElsewhere(here, place)) {
      children.push(child);
      continue;
    }
    const written = span.shift - child.shift;
    const one = { start: child.start + written, end: child.end === undefined ? undefined : child.end + written };
    const known = clocks.get(whereOf(place));
    if (known === undefined) clocks.set(whereOf(place), [one]);
    else known.push(one);
  }
  let blur = 0;
  // Where there is one other clock its offset does no harm; of several it is not known what overlapped.
  const several = clocks.size + (children.length > 0 ? 1 : 0) > 1;
  for (const clock of clocks.values()) {
    const moved = movedInto(clock, span.start, span.end);
    if (several) blur = Math.max(blur, Math.abs((moved[0]?.start ?? 0) - (clock[0]?.start ?? 0)));
    for (const one of moved) children.push(one);
  }
  children.sort((a, b) => a.start - b.start);
  let own = 0;
  let until = span.start;
  for (const { start, end } of children) {
    if (start >= span.end) break;
    if (start > until) own += start - until;
    until = Math.max(until, Math.min(end ?? span.end, span.end));
  }
  return { own: own + Math.max(0, span.end - until), blur };
}

interface OwnTime {
  readonly own: number;
  readonly blur: number;
}

const UNKNOWN: OwnTime = { own: Number.NaN, blur: 0 };

interface Interval {
  readonly start: number;
  readonly end: number | undefined;
}

/** What one clock timed, moved together by as little as puts all of it inside; as it was where that cannot be. */
function movedInto(timed: readonly Interval[], from: number, to: number): readonly Interval[] {
  let least = Number.NEGATIVE_INFINITY;
  let most = Number.POSITIVE_INFINITY;
  for (const { start, end = Number.POSITIVE_INFINITY } of timed) {
    least = Math.max(least, from - start);
    most = Math.min(most, to - end);
  }
  if (least > most) return timed;
  const shift = Math.min(most, Math.max(least, 0));
  return timed.map(({ start, end }) => ({ start: start + shift, end: end === undefined ? undefined : end + shift }));
}

function whereOf({ where }: Place): string {
  return where.join("\n");
}

/**
 * The seconds of a call that its callee did not take. Durations alone are used: the clocks of two places may differ by
 * more than a call takes.
 */
function betweenOf(span: Span): number {
  const whole = span.action.durationSeconds;
  if (whole === undefined) return Number.NaN;
  let inside = 0;
  for (const { action } of span.children) {
    if (action.durationSeconds === undefined) return Number.NaN;
    inside += action.durationSeconds;
  }
  return Math.max(0, whole - inside);
}
