import { describe, expect, test } from "vitest";
import { rowWindow, scrollTopFor } from "./index.js";

const SHORT = { count: 1000, rowHeight: 20, viewport: 200 };
const LONG = { count: 10_000_000, rowHeight: 32, viewport: 800 };

describe("rowWindow", () => {
  test("never draws more rows than there are slots for, so that none shares its elements with another", () => {
    for (let top = 0; top < 3000; top += 7) {
      for (const shape of [SHORT, { ...SHORT, viewport: 201 }, { ...SHORT, rowHeight: 26 }]) {
        const { first, end, slots } = rowWindow(shape, top);
        expect(end - first).toBeLessThanOrEqual(slots);
      }
    }
  });

  test("draws the rows that are seen and a few beyond", () => {
    expect(rowWindow(SHORT, 1000)).toEqual({ first: 44, end: 66, height: 20_000, top: 880, at: 50, slots: 23 });
    expect(rowWindow(SHORT, 0)).toMatchObject({ first: 0, end: 16, top: 0 });
    expect(rowWindow({ ...SHORT, count: 0 }, 0)).toMatchObject({ first: 0, end: 0, height: 0 });
  });

  test("reaches the first and the last of ten million rows in an element that browsers can draw", () => {
    const bottom = rowWindow(LONG, Number.MAX_SAFE_INTEGER);
    expect(bottom.height).toBeLessThanOrEqual(15_000_000);
    expect(bottom.end).toBe(LONG.count);
    expect(rowWindow(LONG, 0).first).toBe(0);
  });

  test("draws the row at the upper edge at the upper edge, in a list that is scrolled in larger steps too", () => {
    for (const scrollTop of [0, 1234, 7_654_321, 14_999_200]) {
      const { first, top, at } = rowWindow(LONG, scrollTop);
      expect(top + (at - first) * LONG.rowHeight).toBeCloseTo(scrollTop, 3);
    }
  });
});

describe("scrollTopFor", () => {
  test("stays where the row is seen already", () => {
    expect(scrollTopFor(SHORT, 1000, 55)).toBe(1000);
  });

  test("moves by as little as can be to a row next to the edge", () => {
    expect(scrollTopFor(SHORT, 1000, 49)).toBe(980);
    expect(scrollTopFor(SHORT, 1000, 60)).toBe(1020);
  });

  test("brings any row of ten million into view", () => {
    for (const row of [0, 1, 5_000_000, 9_999_999]) {
      const { at } = rowWindow(LONG, scrollTopFor(LONG, 0, row));
      expect(row).toBeGreaterThanOrEqual(Math.floor(at));
      expect(row).toBeLessThan(at + LONG.viewport / LONG.rowHeight);
    }
  });
});
