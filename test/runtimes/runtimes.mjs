// npm run test:runtimes: the contract on real runtimes, which npm ships; 0.8 GB are installed at the first time.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const fixture = fileURLToPath(new URL("../../fixtures/runtimes", import.meta.url));
// Bun would take the paths of this folder's settings, which lead to the sources.
const settings = fileURLToPath(new URL("../../tsconfig.base.json", import.meta.url));
const contract = fileURLToPath(new URL("contract.mjs", import.meta.url));

if (!existsSync(`${fixture}/node_modules/deno`)) {
  const args = ["install", "--no-package-lock", "--no-fund", "--no-audit"];
  const { status, stderr } = spawnSync("npm", args, { cwd: fixture, encoding: "utf8" });
  assert.equal(status, 0, stderr);
}

/** @type {Record<string, readonly string[]>} */
const RUNTIMES = {
  "the Node that runs this": [process.execPath],
  "Node 22": [`${fixture}/node_modules/node22/bin/node`],
  "Node 24": [`${fixture}/node_modules/node24/bin/node`],
  "Node 26": [`${fixture}/node_modules/node26/bin/node`],
  Bun: [`${fixture}/node_modules/.bin/bun`, `--tsconfig-override=${settings}`],
  Deno: [`${fixture}/node_modules/.bin/deno`, "run", "--allow-all"],
};

for (const [name, [command = "", ...args]] of Object.entries(RUNTIMES)) {
  const version = spawnSync(command, ["--version"], { encoding: "utf8" }).stdout.split("\n")[0];
  test(`the contract holds on ${name} (${version})`, () => {
    const { status, stdout, stderr } = spawnSync(command, [...args, contract], { encoding: "utf8", timeout: 120_000 });
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, /^ok /m);
  });
}
