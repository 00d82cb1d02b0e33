import { createReadStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { amount, filesOf, LOGS, nameOf, run, withFolder } from "../harness.mjs";

const MOST_MIB = { sync: 120, buffered: 200, thread: 200 };

export const flood = LOGS.map((log) => ({
  promise: "W12",
  alone: true,
  what: `${nameOf(log)}: messages in one tick`,
  run: () =>
    withFolder(async (folder) => {
      const file = join(folder, "a.log");
      const count = amount(1_000_000, 100_000);
      const rotate = log.rotate && { ...log.rotate, sizeBytes: 1_000_000 };
      const { stdout } = await run("flood", { file, log: { ...log, rotate }, count });
      let next = 0;
      for (const one of filesOf(file)) {
        for await (const line of createInterface({ input: createReadStream(one) })) {
          if (JSON.parse(line).n === next) next++;
        }
      }
      const mib = Number(stdout);
      return {
        held: next === count && mib <= MOST_MIB[log.mode],
        figures: `${count} logged, ${count - next} lost, peak memory ${mib.toFixed(0)} MiB of ${MOST_MIB[log.mode]}`,
      };
    }),
}));
