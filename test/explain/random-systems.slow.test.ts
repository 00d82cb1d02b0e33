// Laws over systems that nobody designed: whatever is planted is found. Seeds are fixed, so a failure can be repeated;
// CLEW_CASES=50 tries more of them.

import { diffTrees, explainFailures, findSlow } from "clew/explain";
import { parseStream } from "clew/parse";
import { describe, expect, it } from "vitest";
import { explainsFailures, findsDivergence, findsSlow } from "./judge.js";
import { DIFF_KINDS, diffCase } from "./planted-diff.js";
import { SLOW_KINDS, slowCase } from "./planted-slow.js";
import { WHY_KINDS, whyCase } from "./planted-why.js";

const CASES = Number(process.env.CLEW_CASES ?? 2);
/** Where two runs of one system differ in their durations alone, chance makes an outlier now and then. */
const LEAST_RIGHT = 0.9;

async function countRight<T>(
  make: (seed: number) => T | undefined,
  isRight: (made: T) => Promise<boolean | undefined>,
) {
  let right = 0;
  let tried = 0;
  for (let seed = 1; tried < CASES && seed < 60 * CASES; seed++) {
    const made = make(seed * 31);
    const result = made === undefined ? undefined : await isRight(made);
    if (result === undefined) continue;
    tried++;
    if (result) right++;
  }
  return { tried, right };
}

const enough = ({ tried, right }: { tried: number; right: number }) => tried === CASES && right >= LEAST_RIGHT * tried;

describe("explainFailures", () => {
  it.each(WHY_KINDS)("finds a planted cause of the kind: %s", { timeout: 120_000 }, async (kind) => {
    const result = await countRight(
      (seed) => whyCase(seed, kind),
      async ({ lines, path, setApart, exceptionIsNull }) => {
        const report = await explainFailures(parseStream(lines));
        if (report.failedTasks < 8) return undefined;
        const expected = { origins: [[path]], set_apart: setApart, ...(exceptionIsNull ? { exception: null } : {}) };
        return explainsFailures(report, expected);
      },
    );
    expect(result).toSatisfy(enough);
  });
});

describe("findSlow", () => {
  it.each(SLOW_KINDS)("finds a planted slowness of the kind: %s", { timeout: 120_000 }, async (kind) => {
    const result = await countRight(
      (seed) => slowCase(seed, kind),
      async ({ lines, path, setApart }) => {
        const expected = { action_path: [path], gap: true, ...(setApart.length > 0 ? { set_apart: setApart } : {}) };
        return findsSlow(await findSlow(parseStream(lines)), expected);
      },
    );
    expect(result).toSatisfy(enough);
  });
});

describe("diffTrees", () => {
  it.each(DIFF_KINDS)("finds a planted difference of the kind: %s", { timeout: 120_000 }, async (kind) => {
    const result = await countRight(
      (seed) => diffCase(seed, kind),
      async ({ a, b, kinds, paths, field }) => {
        const report = await diffTrees(parseStream(a), parseStream(b));
        const expected = { same: kind === "same", kind: kinds, action_path: paths };
        return findsDivergence(report, field === undefined ? expected : { ...expected, field });
      },
    );
    expect(result).toSatisfy(enough);
  });
});
