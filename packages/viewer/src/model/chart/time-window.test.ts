import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { following, panned, type TimeWindow, timeAt, wholeOf, windowOn, xOf, zoomed } from "./time-window.js";

const bounds: TimeWindow = { from: 1_700_000_000, to: 1_700_000_100 };
const inside = ({ from, to }: TimeWindow) => from >= bounds.from && to <= bounds.to && from < to;

const steps = fc.array(
  fc.oneof(
    fc.record({
      zoom: fc.double({ min: 0.01, max: 100, noNaN: true }),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    fc.record({ pan: fc.double({ min: -3, max: 3, noNaN: true }) }),
    fc.record({
      on: fc.tuple(fc.double({ min: 0, max: 100, noNaN: true }), fc.double({ min: 0, max: 100, noNaN: true })),
    }),
  ),
);

describe("a time window", () => {
  it("stays within its bounds and keeps a length, whatever is done to it", () => {
    fc.assert(
      fc.property(steps, (list) => {
        let window = bounds;
        for (const step of list) {
          if ("zoom" in step) window = zoomed(window, step.zoom, timeAt(step.at * 100, window, 100), bounds);
          else if ("pan" in step) window = panned(window, step.pan, bounds);
          else window = windowOn({ from: bounds.from + step.on[0], to: bounds.from + step.on[1] }, bounds);
          expect(inside(window)).toBe(true);
        }
      }),
    );
  });

  it("keeps the moment under the pointer where it is while it zooms in", () => {
    const at = timeAt(700, bounds, 1000);
    expect(xOf(at, zoomed(bounds, 0.1, at, bounds), 1000)).toBeCloseTo(700);
  });

  it("shows a stretch that was marked from right to left", () => {
    expect(windowOn({ from: bounds.from + 20, to: bounds.from + 10 }, bounds)).toEqual({
      from: bounds.from + 10,
      to: bounds.from + 20,
    });
  });

  it("has room around a task that is one moment", () => {
    const { from, to } = wholeOf({ from: 5, to: 5 });
    expect(from < 5 && to > 5).toBe(true);
  });
});

describe("a window that follows what is chosen", () => {
  const at = (seconds: number) => bounds.from + seconds;
  const window: TimeWindow = { from: at(20), to: at(30) };

  it("stands still where some of it is seen", () => {
    expect(following(window, { from: at(5), to: at(20) }, bounds)).toBe(window);
    expect(following(window, { from: at(0), to: at(100) }, bounds)).toBe(window);
  });

  it("moves to what lies before or after it, as long as before", () => {
    expect(following(window, { from: at(50), to: at(51) }, bounds)).toEqual({ from: at(46), to: at(56) });
    expect(following(window, { from: at(1), to: at(1) }, bounds)).toEqual({ from: at(0), to: at(10) });
  });

  it("shows the beginning of what is longer than it", () => {
    expect(following(window, { from: at(60), to: at(100) }, bounds)).toEqual({ from: at(60), to: at(70) });
  });
});
