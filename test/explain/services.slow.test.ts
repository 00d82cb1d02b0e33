// How often the service to blame is named, on generated systems and minutes that are unlike each other, and how often it
// is claimed to be found where nothing is wrong. Printed, and held to what was reached. CLEW_CASES=10 tries more seeds.

import { type ChangeReport, diffTrees, explainFailures, findSlow } from "clew/explain";
import { describe, expect, it } from "vitest";
import { describeBins, type Statement } from "./bins.js";
import { FAULT_KINDS, nullServiceCase, type ServiceCase, serviceCase } from "./service-cases.js";
import type { FaultKind } from "./service-traffic.js";
import { accuracy, mean, percent, treesOf } from "./tally.js";

const CASES = Number(process.env.CLEW_CASES ?? 4);
/** Weights and confidence were learnt on seeds below 50,000: these are others. */
const FIRST_SEED = 70_000;
/** Two and three faults at once. */
const TOGETHER: readonly (readonly FaultKind[])[] = [
  ["cpu", "return"],
  ["store", "missing"],
  ["fail", "network"],
  ["caught", "lock", "cache"],
];

/** Each kind of fault in systems of its own: two faults in one system are found or missed for one cause. */
function* cases(kinds: readonly FaultKind[], kindNumber: number, count: number): Generator<ServiceCase> {
  const first = FIRST_SEED + 1000 * kindNumber;
  let made = 0;
  for (let seed = first; made < count && seed < first + 400; seed++) {
    const one = serviceCase(seed * 31, kinds);
    if (one === undefined) continue;
    made++;
    yield one;
  }
}

describe("the service to blame", () => {
  const kinds: (readonly FaultKind[])[] = [...FAULT_KINDS.map((kind) => [kind]), ...TOGETHER];

  it("is named first in 85 of 100 generated cases, and as surely as it is right", { timeout: 1_800_000 }, async () => {
    const first: number[] = [];
    const among: number[] = [];
    const statements: Statement[] = [];
    for (const [number, kind] of kinds.entries()) {
      const ofKind: number[] = [];
      for (const { a, b, culprits } of cases(kind, number, CASES)) {
        const { changed } = await diffTrees(treesOf(a), treesOf(b), { mode: "changes" });
        const { suspects } = changed as ChangeReport;
        const ranked = suspects.map(({ value }) => value);
        ofKind.push(accuracy(ranked, culprits, 1));
        among.push(accuracy(ranked, culprits, 3));
        for (const { value, confidence } of suspects) {
          statements.push({ confidence, right: culprits.includes(value) });
        }
      }
      first.push(...ofKind);
      console.info(`${kind.join(" + ").padEnd(24)} ${ofKind.length} cases, first ${percent(mean(ofKind))}`);
    }
    console.info(`all: ${first.length} cases, AC@1 ${percent(mean(first))}, AC@3 ${percent(mean(among))}`);
    const { lines, beyondChance } = describeBins(statements);
    for (const line of lines) console.info(line);
    expect(first.length).toBeGreaterThanOrEqual(60);
    expect(mean(first)).toBeGreaterThanOrEqual(0.85);
    expect(beyondChance).toBeLessThan(0.1);
  });

  it("is found by why and by slow as well, against a minute as usual", { timeout: 600_000 }, async () => {
    const found: number[] = [];
    for (const [number, kind] of (["fail", "store", "network"] as const).entries()) {
      for (const { a, b, culprits } of cases([kind], number, 2)) {
        const ask = kind === "fail" ? explainFailures : findSlow;
        const { suspects } = await ask(treesOf(b), { baseline: treesOf(a) });
        found.push(
          accuracy(
            suspects.map(({ value }) => value),
            culprits,
            1,
          ),
        );
      }
    }
    expect(mean(found)).toBeGreaterThanOrEqual(0.8);
  });
});

describe("a minute like another", () => {
  it("has no change that is sure, in 97 of 100 of them", { timeout: 900_000 }, async () => {
    let said = 0;
    const tried = 10 * CASES;
    for (let seed = 0; seed < tried; seed++) {
      const { a, b } = nullServiceCase(FIRST_SEED + seed, [0.05, 0.2, 0.5][seed % 3] as number);
      const { changed } = await diffTrees(treesOf(a), treesOf(b), { mode: "changes" });
      if (changed?.changes.some(({ sure }) => sure)) said++;
    }
    console.info(`nothing wrong: a sure change in ${said} of ${tried}`);
    expect(said).toBeLessThanOrEqual(Math.max(1, 0.03 * tried));
  });
});
