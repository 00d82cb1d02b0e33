import { join } from "node:path";
import { amount, countFile, isWithinLimit, LOGS, nameOf, run, withFolder } from "../harness.mjs";

/** How a program may end, and what its parent sees of it. */
const ENDS = {
  exit: { code: 0 },
  "end of the program": { code: 0 },
  "exit in the first tick": { code: 0 },
  "a log call in an exit hook": { code: 0 },
  "a log call in a hook from before": { code: 0 },
  "uncaught error": { code: 1 },
  "unhandled rejection": { code: 1 },
  abort: { signal: "SIGABRT", modes: ["sync"] },
  SIGTERM: { signal: "SIGTERM" },
  SIGINT: { signal: "SIGINT" },
  SIGHUP: { signal: "SIGHUP" },
  "SIGTERM, later": { signal: "SIGTERM" },
  "SIGTERM with a listener": { code: 7 },
};

export const ends = LOGS.flatMap((log) => {
  const promise = log.mode === "sync" ? "W1" : "W3";
  return Object.entries(ENDS)
    .filter(([, { modes }]) => modes?.includes(log.mode) ?? true)
    .map(([end, expected]) => ({
      promise,
      what: `${nameOf(log)}: ${end}`,
      run: () =>
        withFolder(async (folder) => {
          const file = join(folder, "a.log");
          const count = amount(10_000, 2_000);
          const { code, signal, isLate } = await run("end", { file, log, count, end });
          const { lost, torn, twice } = countFile(file, count);
          const asExpected = code === (expected.code ?? null) && signal === (expected.signal ?? null) && !isLate;
          return {
            held: lost === 0 && torn === 0 && twice === 0 && asExpected && isWithinLimit(file, log),
            figures: `${count} logged, ${lost} lost, ${torn} torn, ended by ${signal ?? `exit ${code}`}`,
          };
        }),
    }));
});
