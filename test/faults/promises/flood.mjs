import { createReadStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { amount, MODES, run, withFolder } from "../harness.mjs";

const MOST_MIB = { sync: 120, buffered: 200 };

export const flood = MODES.map((mode) => ({
  promise: "W12",
  what: `${mode}: messages in one tick`,
  run: () =>
    withFolder(async (folder) => {
      const file = join(folder, "a.log");
      const count = amount(1_000_000, 100_000);
      const { stdout } = await run("flood", { file, mode, count });
      let next = 0;
      for await (const line of createInterface({ input: createReadStream(file) })) {
        if (JSON.parse(line).n === next) next++;
      }
      const mib = Number(stdout);
      return {
        held: next === count && mib <= MOST_MIB[mode],
        figures: `${count} logged, ${count - next} lost, peak memory ${mib.toFixed(0)} MiB of ${MOST_MIB[mode]}`,
      };
    }),
}));
