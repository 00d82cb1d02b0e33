// What is kept of a task to tell why a path is slow in it: of each action its path, its parent, its own time, and the
// numbers of the features that came up in it, in flat arrays.

import type { FeatureNumbers } from "../apart/index.js";
import { collectFeatures } from "../apart/index.js";
import {
  followCriticalPath,
  ownSeconds,
  type Span,
  spansOf,
  unsureSeconds,
  type Waiting,
  waitingOf,
} from "../task/index.js";

export interface SlowFacts {
  /** By action, parents before their children: the path's number. */
  readonly paths: Int32Array;
  /** The parent's place in these arrays, -1 for the root. */
  readonly parents: Int32Array;
  /** Seconds of its own. */
  readonly own: Float32Array;
  /** By how many seconds that may be wrong, for what clocks leave open. */
  readonly unsure: Float32Array;
  /** Seconds of its own, where it lay on the task's critical path; else 0. */
  readonly critical: Float32Array;
  /** When the longest stretch of its own ended, in seconds since the task began: what came up then came after it. */
  readonly slowUntil: Float32Array;
  /** By feature: its number, the action in which it came up, and when, in seconds since the task began. */
  readonly features: Int32Array;
  readonly holders: Int32Array;
  readonly times: Float32Array;
  /** By number that came up: its field's number, its value, and as above. */
  readonly numberFields: Int32Array;
  readonly numberValues: Float64Array;
  readonly numberHolders: Int32Array;
  readonly numberTimes: Float32Array;
}

/** Reduces a task to what is kept of it. */
export function slowFactsOf(root: Span, features: FeatureNumbers): SlowFacts {
  const spans = [...spansOf(root)];
  const paths = Int32Array.from(spans, ({ path }) => path.id);
  const parents = Int32Array.from(spans, ({ parent }) => parent?.number ?? -1);
  const own = new Float32Array(spans.length);
  const unsure = new Float32Array(spans.length);
  const slowUntil = new Float32Array(spans.length).fill(Number.POSITIVE_INFINITY);
  const critical = new Float32Array(spans.length);
  const known = new Uint8Array(spans.length);
  const takeOwn = ({ number }: Span, waiting: Waiting) => {
    known[number] = 1;
    own[number] = ownSeconds(waiting);
    let longest = 0;
    for (const { from, to } of waiting.own) {
      if (to - from <= longest) continue;
      longest = to - from;
      slowUntil[number] = to - root.start;
    }
  };
  // What was waited for from its start to its end waited itself for the same, whoever asks: that is found once.
  followCriticalPath(root, (span, waiting, whole) => {
    critical[span.number] = ownSeconds(waiting);
    if (whole) takeOwn(span, waiting);
  });
  for (const span of spans) {
    unsure[span.number] = unsureSeconds(span);
    if (known[span.number] === 0) takeOwn(span, waitingOf(span));
  }
  const numbers: number[] = [];
  const holders: number[] = [];
  const times: number[] = [];
  const sizes = { fields: [] as number[], values: [] as number[], holders: [] as number[], times: [] as number[] };
  const sink = (feature: number, time: number, at: Span) => {
    numbers.push(feature);
    holders.push(at.number);
    times.push(time - root.start);
  };
  collectFeatures(root, features, sink, {
    numbers: (field, value, time, at) => {
      sizes.fields.push(field);
      sizes.values.push(value);
      sizes.holders.push(at.number);
      sizes.times.push(time - root.start);
    },
  });
  return {
    paths,
    parents,
    own,
    unsure,
    critical,
    slowUntil,
    features: Int32Array.from(numbers),
    holders: Int32Array.from(holders),
    times: Float32Array.from(times),
    numberFields: Int32Array.from(sizes.fields),
    numberValues: Float64Array.from(sizes.values),
    numberHolders: Int32Array.from(sizes.holders),
    numberTimes: Float32Array.from(sizes.times),
  };
}
