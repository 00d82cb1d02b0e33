import { copyFileSync, existsSync, readFileSync, renameSync, statSync, truncateSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { countLines, LOGS, nameOf, start, until, withFolder } from "../harness.mjs";

const WITHIN_MS = 1_000;

/** What may be done to a file under its writer, and where its lines are then. */
const ACTS = {
  renamed: { act: (file) => renameSync(file, `${file}.old`), keeps: true },
  deleted: { act: (file) => unlinkSync(file) },
  "copied and truncated": {
    act(file) {
      copyFileSync(file, `${file}.old`);
      truncateSync(file);
    },
  },
  "renamed, with SIGHUP": {
    act(file, child) {
      renameSync(file, `${file}.old`);
      child.kill("SIGHUP");
    },
    keeps: true,
    options: { reopenOn: "SIGHUP" },
  },
};

export const taken = LOGS.flatMap((log) =>
  Object.entries(ACTS).map(([what, { act, keeps, options }]) => ({
    promise: "W14",
    what: `${nameOf(log)}: the file is ${what}`,
    run: () =>
      withFolder(async (folder) => {
        const file = join(folder, "a.log");
        const { child, ended } = start(
          "steady",
          { file, log: { ...log, ...options } },
          { stdio: ["pipe", "pipe", "pipe"] },
        );
        const hasLines = () => existsSync(file) && statSync(file).size > 0;
        await until(hasLines, 20_000);
        act(file, child);
        const at = performance.now();
        const isBack = await until(hasLines, 20_000);
        const afterMs = performance.now() - at;
        child.stdin.end();
        const { code, stdout } = await ended;
        const texts = [`${file}.old`, file].map((one) => (existsSync(one) ? readFileSync(one, "utf8") : ""));
        const { lost, torn, twice } = countLines(texts.join(""), Number(stdout));
        const inNew = countLines(texts[1], 0).messages.length;
        const whole = torn === 0 && twice === 0 && inNew > 0;
        const isKept = code === 0 && isBack && whole && (!keeps || lost === 0);
        return {
          held: isKept && afterMs <= WITHIN_MS,
          isSlow: isKept,
          figures: `lines at its path again after ${afterMs.toFixed(0)} ms, ${torn} torn${keeps ? `, ${lost} lost` : ""}`,
        };
      }),
  })),
);
