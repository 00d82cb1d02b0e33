// What is kept of a task to tell two populations of tasks apart: a row for each action, in flat arrays.

import { collectFields, type FeatureNumbers } from "../apart/index.js";
import { isSpan, type Place, placeIn, type Span, spansOf, unsureSeconds } from "../task/index.js";
import { calleeOf, type Kind, type Kinds } from "./kinds.js";
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
  /** By how many seconds own time may be wrong, for what the clocks leave open. */
  readonly blur: Float32Array;
  /** Of a call into another place, the seconds that neither end accounts for; NaN for what is no call. */
  readonly between: Float32Array;
  /** Whether it is a call into another place. */
  readonly calls: Uint8Array;
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

/** Values of the field that evidence is summed by that are told apart. */
export const MOST_VALUES = 10_000;

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
  for (const span of spans) places.push(placeIn(span.action, span.parent && places[span.parent.number], by));
  const callees = spans.map((span) => calleeOf(span, places));
  const kindsOf: (Kind | undefined)[] = [];
  const row = {
    kinds: new Int32Array(spans.length),
    parents: new Int32Array(spans.length),
    values: new Int32Array(spans.length),
    own: new Float32Array(spans.length),
    blur: new Float32Array(spans.length),
    between: new Float32Array(spans.length),
    calls: new Uint8Array(spans.length),
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
    row.calls[i] = callee === undefined ? 0 : 1;
    row.own[i] = ended && callee === undefined ? uncovered(span) : Number.NaN;
    row.blur[i] = unsureSeconds(span);
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

/** The seconds of an action in which none of its children ran. */
function uncovered(span: Span): number {
  if (span.end === undefined) return Number.NaN;
  let own = 0;
  let until = span.start;
  for (const { start, end } of [...span.children].sort((a, b) => a.start - b.start)) {
    if (start >= span.end) break;
    if (start > until) own += start - until;
    until = Math.max(until, Math.min(end ?? span.end, span.end));
  }
  return own + Math.max(0, span.end - until);
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
