// Bars on one line as runs of pixels: what is closer than a pixel is one run. Each state has runs of its own, so that
// nothing is hidden by what lies beside it, and a line has no more runs than it has pixels and states, however many bars
// there are.

import type { Intervals, IntervalVisitor } from "./intervals.js";
import { RUN_STATES } from "./run-state.js";
import type { TimeWindow } from "./time-window.js";

/** No block is shorter than this: each bar is looked at by itself. */
const NO_BLOCKS = -1;

/** Called for each run, in no order: a state's rank, and from where to where it is drawn. */
export type RunSink = (state: number, x0: number, x1: number) => void;

/** Nothing is drawn narrower than this, or it would not be seen. */
const NARROWEST = 1;
/** Bars of one state that are nearer to each other become one. */
const APART = 0.5;

/** Joins bars of one line into runs. Bars may come in any order; by their start they join best. */
export class RunJoiner {
  readonly #x0 = new Float64Array(RUN_STATES.length).fill(Number.NaN);
  readonly #x1 = new Float64Array(RUN_STATES.length).fill(Number.NaN);
  readonly #sink: RunSink;
  readonly #apart: number;

  constructor(sink: RunSink, apart = APART) {
    this.#sink = sink;
    this.#apart = apart;
  }

  add(state: number, x0: number, x1: number): void {
    const right = Math.max(x1, x0 + NARROWEST);
    const [runX0, runX1] = [this.#x0[state] as number, this.#x1[state] as number];
    if (x0 <= runX1 + this.#apart && right >= runX0 - this.#apart) {
      this.#x0[state] = Math.min(runX0, x0);
      this.#x1[state] = Math.max(runX1, right);
      return;
    }
    if (!Number.isNaN(runX0)) this.#sink(state, runX0, runX1);
    this.#x0[state] = x0;
    this.#x1[state] = right;
  }

  /** Gives what is still open. */
  flush(): void {
    for (let state = 0; state < RUN_STATES.length; state++) {
      const x0 = this.#x0[state] as number;
      if (!Number.isNaN(x0)) this.#sink(state, x0, this.#x1[state] as number);
      this.#x0[state] = Number.NaN;
      this.#x1[state] = Number.NaN;
    }
  }
}

/** The runs of a line. What has not ended reaches to `until`. */
export function runsOf(line: Intervals, window: TimeWindow, width: number, until: number, sink: RunSink): void {
  const perSecond = width / (window.to - window.from);
  const { starts, ends, states } = line;
  const joiner = new RunJoiner(sink);
  const x = (time: number) => Math.min(width + 2, Math.max(-2, (time - window.from) * perSecond));
  const visitor: IntervalVisitor = {
    one(i) {
      joiner.add(states[i] as number, x(starts[i] as number), x(Math.min(ends[i] as number, until)));
    },
    many(start, end, among) {
      for (let state = 0; state < RUN_STATES.length; state++) {
        if ((among & (1 << state)) !== 0) joiner.add(state, x(start), x(Math.min(end, until)));
      }
    },
  };
  line.visit(window.from, window.to, NARROWEST / perSecond, visitor);
  joiner.flush();
}

/**
 * The bar that is seen at a moment of a line: of those that reach there the one that matters most, and of equals the one
 * that began last. `near` is half a pixel, for bars that are narrower; -1 where there is none.
 */
export function barAt(line: Intervals, time: number, near: number, until: number): number {
  let found = -1;
  line.visit(time - near, time + near, NO_BLOCKS, {
    one(i) {
      if (Math.min(line.ends[i] as number, Math.max(until, line.starts[i] as number)) < time - near) return;
      if (found === -1 || (line.states[i] as number) >= (line.states[found] as number)) found = i;
    },
    many() {},
  });
  return found;
}
