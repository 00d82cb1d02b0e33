import { join } from "node:path";
import { amount, countFile, LOGS, nameOf, start, withFolder } from "../harness.mjs";

const WITHIN_MS = 2_000;

/** How a thread may fail, and where. */
const FAULTS = {
  "throws at its start": { how: "throws", at: "start" },
  "exits at its start": { how: "exits", at: "start" },
  "hangs at its start": { how: "hangs", at: "start" },
  "throws while it sleeps": { how: "throws", at: "sleep" },
  "exits while it sleeps": { how: "exits", at: "sleep" },
  "hangs while it sleeps": { how: "hangs", at: "sleep" },
  "exits before a write": { how: "exits", at: 5 },
  "exits after a write": { how: "exits", at: 5, isAfter: true },
  "hangs before a write": { how: "hangs", at: 5 },
  "hangs after a write": { how: "hangs", at: 5, isAfter: true },
};
/** What the program waits for at its end. */
const WAITS = ["nothing", "flush", "close"];

const logs = LOGS.filter(({ mode }) => mode === "thread");

export const thread = logs.flatMap((log) =>
  Object.entries(FAULTS).map(([what, threadFault], i) => ({
    promise: "W11",
    what: `${nameOf(log)}: the thread ${what}`,
    async run() {
      const totals = { lost: 0, torn: 0, twice: 0, slowestMs: 0, held: true };
      const count = amount(10_000, 3_000);
      for (const waits of amount(WAITS, [WAITS[i % WAITS.length]])) {
        await withFolder(async (folder) => {
          const file = join(folder, "a.log");
          const { child, ended } = start("thread", { file, log, count, waits, threadFault: { ...threadFault } });
          let saidAt = 0;
          child.stdout.once("data", () => {
            saidAt = performance.now();
          });
          const timer = setTimeout(() => child.kill("SIGKILL"), 30_000);
          const { code, stdout, stderr } = await ended;
          clearTimeout(timer);
          const endedMs = performance.now() - saidAt;
          const { lost, torn, twice } = countFile(file, count);
          totals.lost += lost;
          totals.torn += torn;
          totals.twice += twice;
          totals.slowestMs = Math.max(totals.slowestMs, endedMs);
          // That the thread fails is said once; the end of a program is not the time to wait for it.
          const notices = stderr.split("CLEW_DESTINATION_FAILURE").length - 1;
          totals.held &&= code === 0 && JSON.parse(stdout).exact && endedMs <= WITHIN_MS && notices <= 1;
        });
      }
      const { lost, torn, twice, slowestMs, held } = totals;
      return {
        held: held && lost + torn + twice === 0,
        figures: `${count} logged, ${lost} lost, ${twice} twice, ${torn} torn, ended ${slowestMs.toFixed(0)} ms after its last act`,
      };
    },
  })),
);
