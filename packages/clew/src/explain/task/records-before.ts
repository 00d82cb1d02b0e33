import type { Message } from "../../parse/index.js";
import { isSpan, type Span, spansOf } from "./span.js";

/** As many records as a reader takes in at a glance. */
const MOST = 5;

interface Told {
  readonly time: number;
  readonly record: Message | undefined;
  /** The action whose finish it is. */
  readonly ends: Span | undefined;
}

const toldInTasks = new WeakMap<Span, readonly Told[]>();

/** The records of a task just before a moment of one of its actions, the last at the end. */
export function recordsBefore(span: Span, moment: number): Message[] {
  let root: Span = span;
  while (root.parent !== undefined) root = root.parent;
  const told = toldIn(root);
  const before: Message[] = [];
  for (let i = firstFrom(told, moment) - 1; i >= 0 && before.length < MOST; i--) {
    const { record, ends } = told[i] as Told;
    if (record !== undefined && ends !== span) before.push(record);
  }
  return before.reverse();
}

/** All that a task says, in the order of time. */
function toldIn(root: Span): readonly Told[] {
  const known = toldInTasks.get(root);
  if (known !== undefined) return known;
  const told: Told[] = [];
  for (const span of spansOf(root)) {
    told.push({ time: span.start, record: span.action.startRecord, ends: undefined });
    if (span.end !== undefined) told.push({ time: span.end, record: span.action.endRecord, ends: span });
    for (const item of span.items) {
      if (!isSpan(item)) told.push({ time: item.time, record: item.message.record, ends: undefined });
    }
  }
  told.sort((a, b) => a.time - b.time);
  toldInTasks.set(root, told);
  return told;
}

/** The place of the first that is not before a moment. */
function firstFrom(told: readonly Told[], moment: number): number {
  let low = 0;
  for (let high = told.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((told[middle] as Told).time < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}
