import { describe, expect, it } from "vitest";
import { describeBins } from "../bins.js";
import { Random } from "../random.js";
import { regression } from "./fit.js";

describe("a logistic regression", () => {
  it("gives the constants by which outcomes were drawn, and claims what is right of others", () => {
    const random = new Random(7);
    const drawnBy = [-2, 0.9, 0.5];
    const chance = (x: readonly number[], by: readonly number[]) =>
      1 / (1 + Math.exp(-x.reduce((sum, value, i) => sum + value * (by[i] ?? 0), 0)));
    const drawn = (count: number) =>
      Array.from({ length: count }, () => {
        const x = [1, random.between(-4, 8), -random.between(0, 5)];
        return { x, right: random.chance(chance(x, drawnBy)), weight: random.pick([0.25, 1]) };
      });
    const learnt = regression(drawn(6000));
    learnt.forEach((value, i) => {
      expect(Math.abs(value - (drawnBy[i] ?? 0))).toBeLessThan(0.2);
    });
    const { worst } = describeBins(drawn(2000).map((one) => ({ ...one, confidence: chance(one.x, learnt) })));
    expect(worst).toBeLessThan(0.1);
  });
});

describe("the bins of statements", () => {
  it("hold twenty at least between the first and the last tenth, and tell how far the worst is off", () => {
    const some = (count: number, confidence: number, right: number) =>
      Array.from({ length: count }, (_, i) => ({ confidence, right: i < right }));
    const statements = [
      ...some(5, 0.05, 0),
      ...some(12, 0.15, 2),
      ...some(12, 0.35, 4),
      ...some(9, 0.85, 9),
      ...some(40, 0.95, 30),
    ];
    const { lines, worst } = describeBins(statements);
    expect(lines).toEqual([
      "  confidence 0.0 to 0.1: 5 statements, right   0 %, claimed   5 %  (too few to judge)",
      "  confidence 0.1 to 0.9: 33 statements, right  45 %, claimed  41 %",
      "  confidence 0.9 to 1.0: 40 statements, right  75 %, claimed  95 %",
    ]);
    expect(worst).toBeCloseTo(0.2, 9);
  });
});
