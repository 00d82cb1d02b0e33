import { describe, expect, it } from "vitest";
import { calibrated, SCALING, suspectsOf } from "./suspects.js";

const told = (value: string, strength: number) => ({ value, strength, text: `what ${value} did` });
const confidencesOf = (strengths: readonly number[]) =>
  suspectsOf(
    strengths.map((strength, i) => told(`s${i}`, strength)),
    "service",
  ).map(({ confidence }) => confidence);

describe("the confidence of a suspect", () => {
  it("grows with its evidence, with its distance to the second, and with its nearness to the first", () => {
    const values = Array.from({ length: 60 }, (_, i) => i / 2);
    const curves = [
      values.map((score) => calibrated({ score, lead: 0, lag: 0 }, SCALING)),
      values.map((lead) => calibrated({ score: 3, lead, lag: 0 }, SCALING)),
      [...values].reverse().map((behind) => calibrated({ score: 3, lead: 0, lag: -behind }, SCALING)),
    ];
    for (const curve of curves) {
      expect(curve).toEqual([...curve].sort((x, y) => x - y));
      expect(new Set(curve).size).toBeGreaterThan(50);
      for (const one of curve) expect(one > 0 && one <= 1).toBe(true);
    }
  });

  it("is the logistic function of the sum of what the score and the roots of the distances count for", () => {
    const scaling = { offset: -1, score: 0.5, lead: 2, lag: 3 };
    const logistic = (odds: number) => 1 / (1 + Math.exp(-odds));
    expect(calibrated({ score: 4, lead: 9, lag: 0 }, scaling)).toBeCloseTo(logistic(-1 + 2 + 6), 12);
    expect(calibrated({ score: 4, lead: 0, lag: -4 }, scaling)).toBeCloseTo(logistic(-1 + 2 - 6), 12);
    expect(calibrated({ score: 0, lead: 0, lag: 0 }, { offset: 0, score: 0, lead: 0, lag: 0 })).toBe(0.5);
  });

  it("is in the order of the suspects, the same for two that are alike, and high for one that stands alone", () => {
    const [first = 0, second = 0, third = 0] = confidencesOf([12, 5, 2]);
    expect(first).toBeGreaterThan(0.9);
    expect([second, third]).toEqual([second, third].sort((x, y) => y - x));
    expect(second).toBeLessThan(0.5);
    const [one, other] = confidencesOf([9, 9]);
    expect(one).toBe(other);
  });
});
