import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ticksOf } from "./time-ticks.js";

const labels = (seconds: number, from = 0) =>
  ticksOf({ from, to: from + seconds }, 0, 800, 80).map(({ label }) => label);

describe("ticksOf", () => {
  it.each([
    [0.00001, ["0", "1 µs", "2 µs"]],
    [0.02, ["0", "2 ms", "4 ms"]],
    [0.35, ["0", "50 ms", "100 ms"]],
    [5, ["0", "0.5 s", "1.0 s"]],
    [12, ["0", "2 s", "4 s"]],
    [90, ["0", "10 s", "20 s", "30 s", "40 s", "50 s", "1 min", "1 min 10 s"]],
    [7200, ["0", "15 min", "30 min", "45 min", "1 h", "1 h 15 min"]],
    [400_000, ["0", "12 h", "1 d", "1 d 12 h"]],
  ])("counts %d seconds in units that people read", (seconds, first) => {
    expect(labels(seconds).slice(0, first.length)).toEqual(first);
  });

  it("counts events by whole numbers", () => {
    expect(ticksOf({ from: 0, to: 4 }, 0, 800, 80, "events").map(({ label }) => label)).toEqual([
      "0",
      "1",
      "2",
      "3",
      "4",
    ]);
    expect(ticksOf({ from: 0, to: 826 }, 0, 800, 80, "events").map(({ label }) => label)).toContain("500");
  });

  it("marks moments before the zero", () => {
    expect(labels(4, -4)).toContain("−2.0 s");
  });

  it("keeps its ticks apart and inside, and gives each another label", () => {
    const seconds = fc.double({ min: -5, max: 8, noNaN: true }).map((power) => 10 ** power);
    fc.assert(
      fc.property(
        seconds,
        fc.integer({ min: 50, max: 3000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (length, width, at) => {
          const from = at * length * 3;
          const ticks = ticksOf({ from, to: from + length }, 0, width, 80);
          expect(ticks.length).toBeLessThanOrEqual(width / 80 + 1);
          for (const { at } of ticks) expect(at >= from - 1e-9 * length && at <= from + length * (1 + 1e-9)).toBe(true);
          expect(new Set(ticks.map(({ label }) => label)).size).toBe(ticks.length);
        },
      ),
    );
  });

  it("has none for a window without length or room", () => {
    expect(ticksOf({ from: 1, to: 1 }, 0, 800, 80)).toEqual([]);
    expect(ticksOf({ from: 0, to: 1 }, 0, 0, 80)).toEqual([]);
  });
});
