import { join } from "node:path";
import { amount, countFile, LOGS, nameOf, run, withFolder } from "../harness.mjs";

const values = LOGS.map((log) => ({
  promise: "W5 W6",
  what: `${nameOf(log)}: every kind of value, and values that fight back`,
  run: () =>
    withFolder(async (folder) => {
      const file = join(folder, "a.log");
      const count = amount(1_000, 200);
      const { code, stdout, stderr } = await run("values", { file, log, count });
      if (code !== 0) return { held: false, figures: stderr };
      const { threw, kinds } = JSON.parse(stdout);
      const { lost, torn } = countFile(file, count);
      return {
        held: threw === 0 && lost === 0 && torn === 0,
        figures: `${count} logged, ${kinds} kinds, ${threw} calls threw, ${lost} lost, ${torn} invalid lines`,
      };
    }),
}));

const destinations = LOGS.map((log) => ({
  promise: "W10",
  what: `${nameOf(log)}: a file among destinations that throw, hang, reject and log`,
  run: () =>
    withFolder(async (folder) => {
      const file = join(folder, "a.log");
      const count = amount(2_000, 300);
      const { code, stdout, stderr } = await run("destinations", { file, log, count });
      if (code !== 0) return { held: false, figures: stderr };
      const { closedMs } = JSON.parse(stdout);
      const { lost, torn, twice } = countFile(file, count);
      return {
        held: lost === 0 && torn === 0 && twice === 0 && closedMs <= 5_000,
        figures: `${count} logged, ${lost} lost, ${torn} torn, closed after ${closedMs.toFixed(0)} ms`,
      };
    }),
}));

export const program = [...values, ...destinations];
