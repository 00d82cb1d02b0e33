import { describe, expect, it } from "vitest";
import type { Unit } from "./candidate.js";
import { bestLimits, isBeyond, roundest } from "./limits.js";

const SIZE = 0;
const unit = (value: number, these: boolean, field = SIZE): Unit => ({
  features: [],
  these,
  numberFields: [field],
  numberValues: [value],
});

describe("bestLimits", () => {
  const sizes = [3, 8, 12, 20, 40, 90, 120, 400, 900, 2000, 4000, 9000];

  it("finds the number above which it goes wrong", () => {
    const [limit] = bestLimits(sizes.map((size) => unit(size, size > 100)));
    expect(limit).toMatchObject({ field: SIZE, side: "above", theseWith: 6, othersWith: 0 });
    expect(limit?.limit).toBe(100);
  });

  it("finds the number below which it goes wrong", () => {
    const [limit] = bestLimits(sizes.map((size) => unit(size, size < 30)));
    expect(limit).toMatchObject({ side: "below", theseWith: 4, othersWith: 0 });
    expect(limit?.limit).toBeGreaterThan(20);
    expect(limit?.limit).toBeLessThanOrEqual(40);
  });

  it("counts every limit that was tried into the chance", () => {
    const [limit] = bestLimits(sizes.map((size) => unit(size, size > 100)));
    // One way in 924 to pick just those six of twelve, of 22 limits.
    expect(limit?.tried).toBe(22);
    expect(Math.exp(limit?.logChance ?? 0)).toBeCloseTo(22 / 924, 6);
  });

  it("leaves numbers of few values, and limits beyond which few lie, to those who look at single values", () => {
    expect(bestLimits([1, 2, 3, 1, 2, 3].map((size) => unit(size, size > 2)))).toEqual([]);
    expect(bestLimits(sizes.map((size) => unit(size, size > 3000)))).toEqual([]);
  });

  it("takes who has no such number for neither side", () => {
    const without: Unit = { features: [], these: true };
    const [limit] = bestLimits([...sizes.map((size) => unit(size, size > 100)), without, without]);
    expect(limit).toMatchObject({ these: 6, others: 6 });
    expect(isBeyond(without, { field: SIZE, side: "above", limit: 100 })).toBe(false);
  });

  it("takes the first of several numbers of one field", () => {
    const twice: Unit = { features: [], these: true, numberFields: [SIZE, SIZE], numberValues: [5, 500] };
    expect(isBeyond(twice, { field: SIZE, side: "above", limit: 100 })).toBe(false);
    expect(isBeyond(twice, { field: SIZE, side: "below", limit: 100 })).toBe(true);
  });
});

describe("roundest", () => {
  it("rounds as far as the number stays between the two", () => {
    expect(roundest(990, 1010)).toBe(1000);
    expect(roundest(1.212, 1.234)).toBe(1.22);
    expect(roundest(5, 6)).toBe(5.5);
  });

  it("stays near the middle of what lies far apart, where the true limit may be anywhere", () => {
    expect(roundest(149, 215)).toBe(180);
  });

  it("is the lower of two where nothing lies between", () => {
    expect(roundest(1, 1 + Number.EPSILON)).toBe(1);
  });
});
