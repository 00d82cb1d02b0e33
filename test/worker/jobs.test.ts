import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const MAIN = fileURLToPath(new URL("../../examples/jobs/main.mjs", import.meta.url));

test("the example of jobs runs to its end, and its lives and attempts stand in the log", () => {
  const folder = mkdtempSync(join(tmpdir(), "clew-jobs-"));
  const log = join(folder, "jobs.log");
  const printed = execFileSync(process.execPath, [MAIN, log], { encoding: "utf8" });
  expect(printed.split("\n")).toEqual([
    "answered at attempt 2",
    "followed in life 3",
    "compiled",
    "linked",
    "left at debug",
    "right at debug",
    "closed the one that is far",
    "used the one that is near",
    "PIPED",
    "TimeoutError",
    "screen: 4 items",
    "archive: 4 items",
    "closed",
    "",
  ]);
  const starts = readFileSync(log, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line))
    .filter(({ action_status }) => action_status === "started");
  const lives = starts.filter(({ action_type }) => action_type === "feed");
  expect(lives.map(({ life }) => life)).toEqual([1, 2, 3]);
  expect(lives.map(({ clew_follows_from }) => clew_follows_from?.length)).toEqual([undefined, 1, 1]);
  rmSync(folder, { recursive: true });
});
