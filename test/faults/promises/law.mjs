import { join } from "node:path";
import { amount, countFile, LOGS, nameOf, run, withFolder } from "../harness.mjs";

/** Of so many write calls one fails. */
const SHARE = 0.1;

const SAMPLE = { share: 0.3 };
const SAMPLED = LOGS.map((log) => ({ ...log, sample: SAMPLE }));

export const law = [...LOGS, ...SAMPLED].map((log) => ({
  promise: "W4",
  what: `${nameOf(log)}${log.sample ? ", sampled" : ""}: the ledger at random moments, under load, while one write of ten fails`,
  async run() {
    const totals = { looks: 0, broken: 0, torn: 0, twice: 0, miscounted: 0, sampledOut: 0 };
    const seeds = amount(10, 2);
    for (let seed = 1; seed <= seeds; seed++) {
      await withFolder(async (folder) => {
        const file = join(folder, "a.log");
        const threadFault = { how: "flaky", seed, share: SHARE };
        const options = { file, log, seed, count: 10_000, share: SHARE, threadFault };
        const { code, stdout, stderr } = await run("law", options, { withinMs: 60_000 });
        if (code !== 0) throw new Error(`exit ${code}: ${stderr}`);
        const said = JSON.parse(stdout);
        const { lines, torn, twice } = countFile(file, 0);
        totals.looks += said.looks;
        totals.broken += said.broken + said.pending;
        totals.torn += torn;
        totals.twice += twice;
        totals.sampledOut += said.sampledOut;
        totals.miscounted += Math.abs(lines - said.written);
      });
    }
    const { looks, broken, torn, twice, miscounted, sampledOut } = totals;
    return {
      held: looks > 0 && sampledOut > 0 === (log.sample !== undefined) && broken + torn + twice + miscounted === 0,
      figures: `${seeds} runs, ${looks} looks, ${broken} broken, ${twice} twice, ${torn} torn, ${miscounted} counted and not there, ${sampledOut} sampled out`,
    };
  },
}));
