import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";

// What clew gives to tests in CI, with a Vitest of its own and the built packages: the summary of the job, the files, the
// reporter, and what `clew slow` and `clew why` say of what they leave.

const root = fileURLToPath(new URL("../..", import.meta.url));
/** With what the checkout has installed, and none of its settings. */
const cwd = mkdtempSync(join(tmpdir(), "clew-in-ci-"));
symlinkSync(join(root, "node_modules"), join(cwd, "node_modules"));
afterAll(() => rmSync(cwd, { recursive: true }));

const FILES = {
  "vitest.config.mjs": `import { defineConfig } from "vitest/config";
import { SuiteReporter } from "clew/testing/vitest";
export default defineConfig({
  test: { reporters: ["default", new SuiteReporter({ file: "logs/tests.log" })], setupFiles: ["./setup.mjs"], fileParallelism: false },
});`,
  "setup.mjs": `import { keepFailedTests } from "clew/testing";
keepFailedTests();`,
  "cart.test.mjs": `import { withAction } from "clew";
import { captured } from "clew/testing";
import { describe, expect, test } from "vitest";
describe("the cart", () => {
  test("is paid", captured(async () => {
    await withAction("checkout", { order: 17 }, () => withAction("charge", () => { throw new RangeError("card declined"); }));
  }));
  test("is emptied", () => expect(1).toBe(1));
  test.skip("is shared", () => {});
});`,
  // What takes time is the clock's, not a wait's: the thread is held until it has passed.
  "slow.test.mjs": `import { test } from "vitest";
test("takes its time", () => { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3_000); });`,
};

function run(command: string, ...args: string[]) {
  const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined, GITHUB_STEP_SUMMARY: join(cwd, "summary.md") };
  return spawnSync(process.execPath, [join(root, command), ...args], { cwd, env, encoding: "utf8" });
}

test("a job shows the tree of a failed test, and where the time of the suite went", { timeout: 60_000 }, () => {
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(cwd, name), text);
  const { status, stdout } = run("node_modules/vitest/vitest.mjs", "run");
  expect(status).toBe(1);

  expect(readFileSync(join(cwd, "summary.md"), "utf8")).toMatch(/<summary>✗ the cart &gt; is paid<\/summary>/);
  const [log, tree] = readdirSync(join(cwd, "clew-failed-tests")).sort();
  expect(log).toMatch(/^the-cart-is-paid-[0-9a-f]{8}\.log$/);
  expect(readFileSync(join(cwd, "clew-failed-tests", String(tree)), "utf8")).toContain("✗ charge");
  expect(run("packages/cli/bin/clew.js", "why", `clew-failed-tests/${log}`).stdout).toContain("card declined");

  expect(stdout).toMatch(/of this suite was waited for:\n +\d+% +3\.\d+s {2}slow\.test\.mjs > takes its time\n/);
  const slow = run("packages/cli/bin/clew.js", "slow", "--json", "logs/tests.log");
  const [first] = JSON.parse(slow.stdout).actions;
  expect(first.action_path ?? first.actionPath).toEqual(["test-run", "slow.test.mjs", "takes its time"]);
  const whole = run("packages/cli/bin/clew.js", "tree", "logs/tests.log").stdout;
  expect(whole).toMatch(/✗ the cart {2}Error: 1 of 2 failed\n.*✗ is paid {2}Error: card declined\n/);
  expect(whole).toMatch(/✓ import/);
  expect(whole).not.toContain("is shared");
});
