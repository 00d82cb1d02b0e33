import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseStream } from "../../parse/index.js";
import { taskFraction } from "../../wire/index.js";
import { summarize } from "../index.js";
import { type Told, treesOf } from "../log-for-tests.js";

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

describe("summarize, of a log that was sampled", () => {
  const jobs = (count: number, rest: Partial<Told>) =>
    Array.from({ length: count }, (): Told => ({ type: "job", from: 0, to: 1, ...rest }));

  it("counts what was kept as one of a share for all of them, and what failed for itself", async () => {
    const step: Told = { type: "step", from: 0, to: 0.5 };
    const { actions, histogram, sampling } = await summarize(
      treesOf(
        ...jobs(10, { fields: { clew_share: 0.1 }, items: [step] }),
        ...jobs(5, { fields: { clew_share: 1 }, failed: ["E", "e"], to: 8 }),
        ...jobs(2, { fields: { clew_share: 1 }, to: 20 }),
      ),
    );
    expect(actions).toMatchObject([
      { actionType: "job", count: 107, read: 17, failed: 5, p50Seconds: 1 },
      { actionType: "step", count: 100, read: 10, failed: 0 },
    ]);
    expect(actions[0]?.p99Seconds).toBeGreaterThan(7);
    expect(actions[0]?.selfSeconds).toBeCloseTo(100 * 0.5 + 5 * 8 + 2 * 20);
    expect(sampling).toEqual({ tasksRead: 17, tasks: 107, tasksSampledOut: 0 });
    expect(histogram.reduce((sum, { tasks }) => sum + tasks, 0)).toBe(107);
    expect(histogram.reduce((sum, { failed }) => sum + failed, 0)).toBe(5);
  });

  it("counts what another process wrote by the share of that process", async () => {
    const elsewhere: Told = {
      type: "serve",
      from: 0,
      to: 1,
      fields: { clew_share: 0.5 },
      items: [{ type: "query", from: 0, to: 1 }],
    };
    const { actions } = await summarize(treesOf(...jobs(1, { fields: { clew_share: 0.1 }, items: [elsewhere] })));
    const counts = Object.fromEntries(actions.map(({ actionType, count }) => [actionType, count]));
    expect(counts).toEqual({ job: 10, serve: 2, query: 2 });
  });

  it("counts a task once that failed when it was decided on already", async () => {
    const late = { says: "eliot:traceback", at: 1, fields: { clew_share: 1 } };
    const { actions } = await summarize(
      treesOf(
        ...jobs(1, { fields: { clew_share: 0.1 }, items: [late] }),
        ...jobs(1, { fields: { clew_share: 0.1 }, finish: { clew_share: 1 } }),
      ),
    );
    expect(actions).toMatchObject([{ count: 2, read: 2 }]);
  });

  it("takes a share from any message, and one that is none for none", async () => {
    const { actions } = await summarize(
      treesOf(
        ...jobs(1, { items: [{ says: "m", at: 1, fields: { clew_share: 0.25 } }] }),
        ...[0, -1, 7, "0.1", 1e-300, null].flatMap((clew_share) => jobs(1, { fields: { clew_share } })),
      ),
    );
    expect(actions).toMatchObject([{ count: 4 + 6, read: 7 }]);
  });

  it("says how many the writers left out, also where nothing of them was kept", async () => {
    const ledger = (tasks: number) =>
      `{"task_uuid":"l${tasks}","task_level":[1],"timestamp":1,"message_type":"clew:ledger","tasks_sampled_out":${tasks}}`;
    const { sampling } = await summarize(parseStream([ledger(7), ledger(5)]));
    expect(sampling).toEqual({ tasksRead: 0, tasks: 0, tasksSampledOut: 12 });
    expect((await summarize(treesOf(...jobs(3, {})))).sampling).toBeUndefined();
  });

  it("tells what failed by itself from what was told to stop, and from a scope that ran out of its time", async () => {
    const failed = ["Cancelled", "stop"] as const;
    const scope = { clew_kind: "scope" };
    const { actions } = await summarize(
      treesOf(
        { type: "work", from: 0, to: 1, failed: ["Broken", "by itself"] },
        { type: "work", from: 0, to: 1, failed, finish: { clew_cancel_source: "deadline" } },
        { type: "work", from: 0, to: 1, fields: scope, failed, items: [{ says: "clew:deadline", at: 1 }] },
        { type: "work", from: 0, to: 1, fields: scope, failed },
        // The name of an error alone says nothing: an order may be cancelled.
        { type: "work", from: 0, to: 1, failed: ["OrderCancelled", "by its customer"] },
        { type: "work", from: 0, to: 1 },
        { type: "work", from: 0 },
      ),
    );
    expect(actions[0]).toMatchObject({ count: 7, failed: 3, cancelled: 1, timedOut: 1, incomplete: 1 });
  });

  it("comes close to what the program did, whatever the share", async () => {
    const random = fc.record({ share: fc.double({ min: 0.05, max: 1, noNaN: true }), seed: fc.nat() });
    await fc.assert(
      fc.asyncProperty(random, async ({ share, seed }) => {
        const count = 4_000;
        let failing = 0;
        const kept = Array.from({ length: count }, (_, i): Told | undefined => {
          const uuid = `${seed}-${i}`;
          if (i % 20 === 0) failing++;
          if (i % 20 === 0) return { type: "job", from: 0, to: 1, failed: ["E", "e"], fields: { clew_share: 1 } };
          return taskFraction(uuid) < share
            ? { type: "job", from: 0, to: 1, fields: { clew_share: share } }
            : undefined;
        });
        const { actions } = await summarize(treesOf(...kept.filter((task) => task !== undefined)));
        expect(actions[0]?.failed).toBe(failing);
        const deviation = Math.sqrt((count * (1 - share)) / share);
        expect(Math.abs((actions[0]?.count ?? 0) - count)).toBeLessThanOrEqual(5 * deviation + 1);
      }),
      { numRuns: 15 },
    );
  });
});
