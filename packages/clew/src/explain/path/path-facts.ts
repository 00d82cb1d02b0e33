// What was known in an action before a way was taken in it: what starts say down to it, what was said and how steps
// ended, anywhere in its task but in what runs beside it in its place.

import type { WrittenNode } from "../../parse/index.js";
import { collectFeatures, type FeatureNumbers } from "../apart/index.js";
import { beganAt, isSpan, type Note, type Span, type SpanItem } from "../task/index.js";

/** An action in which a way could be taken. */
export interface Crossing {
  readonly taken: boolean;
  readonly features: Int32Array;
  readonly numberFields: Int32Array;
  readonly numberValues: Float64Array;
}

/** What was known in an action up to where the way was taken; in one in which it was not, up to its end. */
export function crossingOf(root: Span, place: Span, way: SpanItem | undefined, numbers: FeatureNumbers): Crossing {
  const line: Span[] = [];
  for (let at: Span | undefined = place; at !== undefined; at = at.parent) line.unshift(at);
  const above = new Set(line);
  const until = way === undefined ? (place.end ?? Infinity) : beganAt(way);
  const features = new Set<number>();
  const fields = new Map<number, { value: number; near: boolean }>();
  const isKnown = (time: number, at: Span, note: Note | undefined) => {
    // Clocks are coarse: of messages beside the way their numbers tell which came first.
    if (note !== undefined && at === place && way !== undefined) return numberOf(note) < numberOf(way);
    return time <= until || (time === at.start && above.has(at));
  };
  collectFeatures(
    root,
    numbers,
    (feature, time, at, note) => {
      if (isKnown(time, at, note)) features.add(feature);
    },
    {
      failures: true,
      without: (span) => span === way || isBeside(span, line),
      numbers: (field, value, time, at, note) => {
        if (!isKnown(time, at, note)) return;
        const near = above.has(at);
        const known = fields.get(field);
        if (known === undefined || (near && !known.near)) fields.set(field, { value, near });
      },
    },
  );
  return {
    taken: way !== undefined,
    features: Int32Array.from(features),
    numberFields: Int32Array.from(fields.keys()),
    numberValues: Float64Array.from([...fields.values()], ({ value }) => value),
  };
}

/** Whether an action is another of the kind that the way leads through: what it had was not this one's. */
function isBeside(span: Span, line: readonly Span[]): boolean {
  const own = line[span.path.depth - (line[0] as Span).path.depth];
  return own !== undefined && own !== span && own.path === span.path;
}

/** The last item that began before a way was taken. */
export function itemBefore(place: Span, way: SpanItem): SpanItem | undefined {
  let last: SpanItem | undefined;
  for (const item of place.items) {
    if (item === way) break;
    if (beganAt(item) <= beganAt(way)) last = item;
  }
  return last;
}

function numberOf(item: SpanItem): number {
  return nodeOf(item).number;
}

/** What was read of an item. */
export function nodeOf(item: SpanItem): WrittenNode {
  return isSpan(item) ? item.action : item.message;
}
