import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

// On other runtimes: npm run test:runtimes.
test("the built package keeps its contract on the Node that runs the tests", { timeout: 60_000 }, () => {
  const contract = fileURLToPath(new URL("runtimes/contract.mjs", import.meta.url));
  const output = execFileSync(process.execPath, ["--no-warnings", contract], { encoding: "utf8" });
  const lines = output.trim().split("\n");
  expect(lines.length).toBeGreaterThan(15);
  expect(lines.filter((line) => !line.startsWith("ok "))).toEqual([]);
});
