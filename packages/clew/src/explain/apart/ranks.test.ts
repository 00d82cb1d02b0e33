import { describe, expect, it } from "vitest";
import { designEffect, logRankChance } from "./ranks.js";

const from = (first: number, count: number) => Array.from({ length: count }, (_, i) => first + i);

describe("logRankChance", () => {
  it("counts out the chance of few numbers: one way in 3,365,856 to be the seven highest of 32", () => {
    expect(Math.exp(-logRankChance([{ these: from(100, 7), others: from(0, 25) }]))).toBeCloseTo(3_365_856, -1);
  });

  it("counts out the same where the others are fewer", () => {
    expect(Math.exp(-logRankChance([{ these: from(100, 25), others: from(0, 7) }]))).toBeCloseTo(3_365_856, -1);
  });

  it("is one where these lie below all others, and where all are the same", () => {
    expect(logRankChance([{ these: from(0, 5), others: from(10, 20) }])).toBeCloseTo(0);
    expect(logRankChance([{ these: [1, 1, 1], others: [1, 1, 1] }])).toBeCloseTo(0);
  });

  it("comes to the same for many numbers, by the normal distribution, as for a few less", () => {
    const chance = (n: number) => logRankChance([{ these: from(n - 12, 10), others: from(0, n - 10) }]);
    expect(chance(61) / chance(60)).toBeGreaterThan(0.6);
    expect(chance(61) / chance(60)).toBeLessThan(1.4);
  });
});

describe("designEffect", () => {
  it("is the size of a task whose values are all the same", () => {
    expect(designEffect([1, 1, 1, 5, 5, 5, 9, 9, 9], [0, 0, 0, 1, 1, 1, 2, 2, 2])).toBeCloseTo(3);
  });

  it("is one where tasks tell nothing", () => {
    expect(designEffect([1, 5, 9, 1, 5, 9, 1, 5, 9], [0, 0, 0, 1, 1, 1, 2, 2, 2])).toBe(1);
  });
});
