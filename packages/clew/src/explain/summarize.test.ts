import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { summarize } from "./index.js";
import { type Told, treesOf } from "./log-for-tests.js";

describe("summarize", () => {
  it("counts actions, failures and those that have not ended, by type", async () => {
    const { actions } = await summarize(
      treesOf(
        { type: "job", from: 0, to: 4, items: [{ type: "step", from: 1, to: 2, failed: ["E", "e"] }] },
        { type: "job", from: 5 },
      ),
    );
    expect(actions.map(({ actionType, count, failed, incomplete }) => [actionType, count, failed, incomplete])).toEqual(
      [
        ["job", 2, 0, 1],
        ["step", 1, 1, 0],
      ],
    );
    expect(actions[0]?.selfSeconds).toBeCloseTo(3);
  });

  it("gives percentiles that are right to one percent", async () => {
    const durations = fc.array(fc.double({ min: 1e-4, max: 1000, noNaN: true }), { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(durations, async (seconds) => {
        const tasks = seconds.map((to): Told => ({ type: "job", from: 0, to }));
        const { actions } = await summarize(treesOf(...tasks));
        const sorted = [...seconds].sort((x, y) => x - y);
        const median = sorted[Math.ceil(sorted.length / 2) - 1] as number;
        expect(Math.abs((actions[0]?.p50Seconds as number) - median)).toBeLessThanOrEqual(0.0101 * median);
      }),
    );
  });

  it("counts every task once in its histogram, however long the log", async () => {
    const starts = fc.array(fc.double({ min: 0, max: 1e7, noNaN: true }), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(starts, async (times) => {
        const tasks = times.map(
          (from, i): Told => ({ type: "job", from, to: from, ...(i % 3 ? {} : { failed: ["E", "e"] as const }) }),
        );
        const { histogram } = await summarize(treesOf(...tasks));
        expect(histogram.length).toBeLessThanOrEqual(60);
        expect(histogram.reduce((sum, bucket) => sum + bucket.tasks, 0)).toBe(times.length);
      }),
    );
  });
});
