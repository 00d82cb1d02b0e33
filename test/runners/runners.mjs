// npm run test:runners: clew/testing in projects of their own, under the real runners.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const jest = `${root}fixtures/runners/jest`;

if (!existsSync(`${jest}/node_modules/jest`)) {
  const { status, stderr } = spawnSync("npm", ["install", "--no-package-lock", "--no-fund", "--no-audit"], {
    cwd: jest,
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
}

/** @type {Record<string, (file: string) => string[]>} */
const RUNNERS = {
  vitest: (file) => [`${root}node_modules/vitest/vitest.mjs`, "run", "--reporter=verbose", `${file}.test.js`],
  jest: (file) => [`${jest}/node_modules/jest/bin/jest.js`, "--verbose", "--no-cache", `${file}.test.cjs`],
  "node-test": (file) => ["--test", "--test-reporter=spec", `${file}.test.js`],
};

/** @param {string} runner @param {string} file @param {readonly string[]} args @param {Record<string, string>} more */
function run(runner, file, args = [], more = {}) {
  const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined, NODE_TEST_CONTEXT: undefined, CI: "1", ...more };
  const cwd = `${root}fixtures/runners/${runner}`;
  const { status, stdout, stderr } = spawnSync(process.execPath, [...(RUNNERS[runner]?.(file) ?? []), ...args], {
    cwd,
    encoding: "utf8",
    env,
  });
  return { status, output: stdout + stderr };
}

for (const runner of Object.keys(RUNNERS)) {
  describe(`clew/testing under ${runner}`, () => {
    test("keeps concurrent tests apart, and shows what is not captured", () => {
      const { status, output } = run(runner, "passing");
      assert.equal(status, 0, output);
      assert.match(output, /shown-task/);
      assert.match(output, /shown-message/);
      assert.equal(output.match(/shown-message/g)?.length, 1, output);
    });

    test("shows the tree of a test that fails, and fails one that logged an unexpected error", () => {
      const { status, output } = run(runner, "failing");
      assert.notEqual(status, 0, output);
      assert.match(output, /checkout-tree/);
      assert.match(output, /none of the type "refunded" was logged/);
      assert.match(output, /RangeError: unexpected/);
      assert.match(output, /load-tree/);
      assert.doesNotMatch(output, /\b[1-9]\d* pass/);
    });

    test("does not pass an asynchronous test that nobody waits for", () => {
      const { status, output } = run(runner, "forgotten");
      assert.notEqual(status, 0, output);
      assert.match(output, /does not wait for captureLog/);
    });
  });
}

describe("a log that nobody closes, under a runner", () => {
  const folder = mkdtempSync(join(tmpdir(), "clew-runners-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const [runner, args] of /** @type {const} */ ([
    ["jest", ["--runInBand"]],
    ["jest", ["--maxWorkers=2"]],
    ["jest", ["--maxWorkers=2", "--workerThreads"]],
    ["vitest", ["--pool=forks"]],
    ["vitest", ["--pool=threads"]],
    ["vitest", ["--pool=vmThreads"]],
    ["vitest", ["--pool=vmForks"]],
    ["node-test", []],
  ])) {
    for (const mode of ["sync", "buffered", "thread"]) {
      test(`has every line: ${[runner, ...args].join(" ")}, mode ${mode}`, () => {
        const log = join(folder, `${[runner, ...args, mode].join("").replaceAll(/\W/g, "")}.log`);
        const { status, output } = run(runner, "gathered", args, { CLEW_MODE: mode, CLEW_LOG: log });
        assert.equal(status, 0, output);
        assert.equal(readFileSync(log, "utf8").trimEnd().split("\n").length, 100, output);
        assert.doesNotMatch(output, /torn down|did not exit|open handle/i);
      });
    }
  }
});
