import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Interval, Intervals } from "./intervals.js";
import { RANK } from "./run-state.js";
import { barAt, runsOf } from "./runs.js";

interface Run {
  readonly state: number;
  readonly x0: number;
  readonly x1: number;
}

const UNTIL = 1000;
const WIDTH = 200;

function runs(line: Intervals, from: number, to: number): Run[] {
  const found: Run[] = [];
  runsOf(line, { from, to }, WIDTH, UNTIL, (state, x0, x1) => found.push({ state, x0, x1 }));
  return found;
}

/** Bars of very different lengths, many at one moment, some that never ended. */
const bars = fc
  .array(
    fc.record({
      start: fc.oneof(fc.double({ min: 0, max: UNTIL, noNaN: true }), fc.integer({ min: 0, max: 20 })),
      took: fc.oneof(
        fc.constant(0),
        fc.double({ min: 0, max: 2, noNaN: true }),
        fc.double({ min: 0, max: 900, noNaN: true }),
      ),
      state: fc.integer({ min: 0, max: 5 }),
      ended: fc.integer({ min: 0, max: 9 }),
    }),
    { maxLength: 400, size: "max" },
  )
  .map((list) =>
    list.map(
      ({ start, took, state, ended }): Interval => ({
        start,
        end: ended === 0 ? Number.POSITIVE_INFINITY : start + took,
        state,
      }),
    ),
  );

const window = fc
  .tuple(fc.double({ min: -50, max: UNTIL, noNaN: true }), fc.double({ min: 0.001, max: 1100, noNaN: true }))
  .map(([from, length]) => ({ from, to: from + length }));

describe("runsOf", () => {
  it("draws two bars of one state that are nearer than a pixel as one", () => {
    const line = Intervals.of([
      { start: 0, end: 10, state: RANK.succeeded },
      { start: 11, end: 20, state: RANK.succeeded },
    ]);
    expect(runs(line, 0, 1000)).toEqual([{ state: RANK.succeeded, x0: 0, x1: 4 }]);
    expect(runs(line, 0, 100)).toHaveLength(2);
  });

  it("draws what has not ended up to where the log reaches", () => {
    const line = Intervals.of([{ start: 500, end: Number.POSITIVE_INFINITY, state: RANK.running }]);
    expect(runs(line, 0, 2000)).toEqual([{ state: RANK.running, x0: 50, x1: 100 }]);
  });

  it("never hides a bar, of whatever state, behind others", () => {
    fc.assert(
      fc.property(bars, window, (list, { from, to }) => {
        const found = runs(Intervals.of(list), from, to);
        const perSecond = WIDTH / (to - from);
        for (const { start, end, state } of list) {
          const ends = Math.min(end, UNTIL);
          if (start > to || ends < from) continue;
          const middle = (Math.max(start, from) + Math.min(ends, to)) / 2;
          const x = (middle - from) * perSecond;
          expect(found.some((run) => run.state === state && run.x0 <= x + 1e-6 && run.x1 >= x - 1e-6)).toBe(true);
        }
      }),
    );
  });

  it("draws nothing where there is no bar within a pixel", () => {
    fc.assert(
      fc.property(bars, window, (list, { from, to }) => {
        const perPixel = (to - from) / WIDTH;
        for (const { state, x0, x1 } of runs(Intervals.of(list), from, to)) {
          for (const x of [x0, (x0 + x1) / 2, x1]) {
            const time = from + x * perPixel;
            const near = list.some(
              (bar) =>
                bar.state === state &&
                bar.start <= time + 1.5 * perPixel &&
                Math.max(bar.start, Math.min(bar.end, UNTIL)) >= time - 1.5 * perPixel,
            );
            expect(near).toBe(true);
          }
        }
      }),
    );
  });

  it("has no more runs than pixels and states, and looks at few of the bars that are too small", () => {
    const list = Array.from(
      { length: 200_000 },
      (_, i): Interval => ({ start: i / 200, end: i / 200 + 0.003, state: i % 6 }),
    );
    const line = Intervals.of(list);
    expect(runs(line, 0, 1000).length).toBeLessThanOrEqual(WIDTH * 6);
    let visits = 0;
    line.visit(0, 1000, 5, { one: () => visits++, many: () => visits++ });
    expect(visits).toBeLessThan(2000);
    visits = 0;
    line.visit(500, 500.1, 0.0005, { one: () => visits++, many: () => visits++ });
    expect(visits).toBeLessThan(40);
  });
});

describe("barAt", () => {
  it("finds a bar of the state that is drawn on top, wherever something is drawn", () => {
    fc.assert(
      fc.property(bars, window, fc.integer({ min: 0, max: WIDTH - 1 }), (list, { from, to }, pixel) => {
        const line = Intervals.of(list);
        const perPixel = (to - from) / WIDTH;
        const time = from + (pixel + 0.5) * perPixel;
        const found = barAt(line, time, perPixel / 2, UNTIL);
        const at = list.filter(
          ({ start, end }) =>
            start <= time + perPixel / 2 && Math.max(start, Math.min(end, UNTIL)) >= time - perPixel / 2,
        );
        if (at.length === 0) expect(found).toBe(-1);
        else expect(line.states[found]).toBe(Math.max(...at.map(({ state }) => state)));
      }),
    );
  });
});
