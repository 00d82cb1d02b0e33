import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const vitest = fileURLToPath(new URL("../../../node_modules/vitest/vitest.mjs", import.meta.url));

// These faults are made inside of the process, so the row is the tests that make them.
export const fileCalls = [
  {
    promise: "W21",
    what: "every mode, with and without rotation: every file call fails in turn, once and for ever, in six ways, and the thread dies at each",
    async run() {
      const files = ["file", "thread"].map((name) => `packages/clew/src/node/file/${name}-faults.slow.test.ts`);
      const { stdout } = spawnSync(
        process.execPath,
        [vitest, "run", "--config", "vitest.slow.config.ts", ...files, "--reporter=json"],
        {
          cwd: root,
          encoding: "utf8",
          maxBuffer: 1 << 26,
        },
      );
      const { numPassedTests, numTotalTests } = JSON.parse(stdout.slice(stdout.indexOf('{"')));
      return {
        held: numTotalTests > 0 && numPassedTests === numTotalTests,
        figures: `${numPassedTests} of ${numTotalTests} fault loops keep the ledger's law, whole lines and close()`,
      };
    },
  },
];
