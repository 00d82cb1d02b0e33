import { appendFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { amount, countFile, LOGS, nameOf, run, withFolder } from "../harness.mjs";

const shared = LOGS.map((log) => ({
  promise: "W16",
  what: `${nameOf(log)}: four processes on one file, lines up to 64 KB`,
  run: () =>
    withFolder(async (folder) => {
      const file = join(folder, "a.log");
      const count = amount(5_000, 1_000);
      const ends = await Promise.all([0, 1, 2, 3].map((i) => run("share", { file, log, from: i * count, count })));
      const { lost, torn, twice } = countFile(file, 4 * count);
      return {
        held: lost === 0 && torn === 0 && twice === 0 && ends.every(({ code }) => code === 0),
        figures: `${4 * count} logged, ${lost} lost, ${torn} torn`,
      };
    }),
}));

const torn = LOGS.map((log) => ({
  promise: "W15",
  what: `${nameOf(log)}: starting on a torn tail`,
  run: () =>
    withFolder(async (folder) => {
      const file = join(folder, "a.log");
      const starts = amount(10, 3);
      writeFileSync(file, "");
      let lost = 0;
      for (let i = 0; i < starts; i++) {
        appendFileSync(file, '{"task_uuid":"torn');
        await run("end", { file, log, count: 10, end: "exit" });
      }
      const counts = countFile(file, 10);
      lost = 10 * starts - counts.lines;
      return {
        held: lost === 0 && counts.torn === starts,
        figures: `${starts} torn tails, ${starts * 10} logged after them, ${lost} glued to one`,
      };
    }),
}));

const permissions = LOGS.map((log) => ({
  promise: "W20",
  what: `${nameOf(log)}: the permissions of a new file`,
  run: () =>
    withFolder(async (folder) => {
      const file = join(folder, "a.log");
      await run("end", { file, log, count: 1, end: "exit" });
      const octal = (statSync(file).mode & 0o777).toString(8);
      return { held: octal === "600", figures: octal };
    }),
}));

export const oneFile = [...torn, ...shared, ...permissions];
