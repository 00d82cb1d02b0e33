import { expect, test } from "vitest";
import { durationBar } from "./duration-bar.js";

test("a bar tells durations apart also beside one of ten minutes", () => {
  expect(durationBar(600, 600)).toBe(1);
  expect(durationBar(60, 600)).toBeCloseTo(0.8);
  expect(durationBar(0.1, 600) - durationBar(0.03, 600)).toBeGreaterThan(0.1);
  expect(durationBar(1, 0.5)).toBe(1);
});

test("a bar is seen of whatever took time, and of nothing else", () => {
  expect(durationBar(1e-9, 600)).toBe(0.015);
  for (const seconds of [null, 0, -1, Number.NaN]) expect(durationBar(seconds, 600)).toBe(0);
  expect(durationBar(1, 0)).toBe(0);
});
