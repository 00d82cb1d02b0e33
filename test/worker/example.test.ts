import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Parser, type TaskTree } from "clew/parse";
import { expect, test } from "vitest";

const MAIN = fileURLToPath(new URL("../../examples/primes/main.mjs", import.meta.url));

test("the example of primes counts them in threads, in one tree, and ends what never ends", () => {
  const folder = mkdtempSync(join(tmpdir(), "clew-primes-"));
  const log = join(folder, "primes.log");
  const printed = execFileSync(process.execPath, [MAIN, log], { encoding: "utf8" });
  expect(printed).toBe("9592 primes below 100,000\nthe endless loop was ended by its deadline\n");

  const parser = new Parser();
  const trees: TaskTree[] = [];
  const lines = readFileSync(log, "utf8").trimEnd().split("\n");
  for (const line of lines) trees.push(...parser.add(JSON.parse(line)));
  trees.push(...parser.end());
  expect(trees.map(({ missing }) => missing)).toEqual([[], []]);
  expect(lines.filter((line) => line.includes('"action_type":"stretch"')).length).toBe(2 * 8);
  expect(lines.some((line) => line.includes('"message_type":"clew:terminated"') && line.includes("forever"))).toBe(
    true,
  );
  rmSync(folder, { recursive: true });
});
