import { describe, expect, test } from "vitest";
import { taskFraction } from "./index.js";

describe("taskFraction(taskUuid)", () => {
  test("is what other writers of the format must come to", () => {
    // The values stand in the reference of the format.
    expect(taskFraction("")).toBe(0xab3e_7c0b / 2 ** 32);
    expect(taskFraction("f3a32bb3-ea6b-457c-aa99-08a3d0491ab4")).toBe(0x0416_0d27 / 2 ** 32);
  });

  test("is even over uuids, whether they are random, in order of time, or mere numbers", () => {
    const kinds = [
      (i: number) => `00000000-0000-4000-8000-${i.toString(16).padStart(12, "0")}`,
      (i: number) => `019abcde-${i.toString(16).padStart(4, "0")}-7000-8000-000000000000`,
      (i: number) => String(i),
    ];
    for (const uuid of kinds) {
      for (const share of [0.01, 0.1, 0.5]) {
        const count = 20_000;
        let kept = 0;
        for (let i = 0; i < count; i++) if (taskFraction(uuid(i)) < share) kept++;
        // Within four standard deviations.
        expect(Math.abs(kept - count * share)).toBeLessThan(4 * Math.sqrt(count * share * (1 - share)));
      }
    }
  });
});
