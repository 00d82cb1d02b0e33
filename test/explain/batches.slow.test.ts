// The same as `services.slow.test.ts` on batch systems. Printed, and held to what was reached. CLEW_CASES=10 tries more seeds.

import { describe, expect, it } from "vitest";
import { batchCase, nullBatchCase } from "./batch-cases.js";
import { BATCH_FAULTS, type BatchFaultKind } from "./batch-traffic.js";
import { blameOf, casesOf, claimsIn, names, usualPairs } from "./blame.js";

const CASES = Number(process.env.CLEW_CASES ?? 4);
/** Weights and confidence were learnt on seeds below 50,000: these are others. */
const FIRST_SEED = 80_000;
const TOGETHER: readonly (readonly BatchFaultKind[])[] = [
  ["slow step", "poison"],
  ["partial", "hogged store"],
  ["flaky", "skipped", "more chunks"],
];

describe("the worker to blame in a batch system", () => {
  it("is named first in 85 of 100 cases, and as surely as it is right", { timeout: 1_800_000 }, async () => {
    const { cases, first, beyondChance } = await blameOf(
      [...BATCH_FAULTS.map((one) => [one]), ...TOGETHER],
      (kinds, n) => casesOf((seed) => batchCase(seed, kinds), FIRST_SEED + 1000 * n, CASES),
    );
    expect(cases).toBeGreaterThanOrEqual(Math.min(60, 15 * CASES));
    expect(first).toBeGreaterThanOrEqual(0.85);
    expect(beyondChance).toBeLessThan(0.1);
  });
});

describe("minutes of a batch system like others", () => {
  it("have nothing to say in 97 of 100 of them", { timeout: 900_000 }, async () => {
    const tried = 10 * CASES;
    // Of two services that run actions of one type one takes longer, and a job that is tried again waits before that: these
    // are true in every minute. The workers of a service are alike: to name one of them is false.
    const said = await claimsIn(usualPairs(nullBatchCase, FIRST_SEED, tried), {
      slow: (entry) => !names(entry, /\.service$|^log\b/u),
    });
    for (const count of Object.values(said)) expect(count).toBeLessThanOrEqual(Math.max(1, 0.03 * tried));
  });
});
