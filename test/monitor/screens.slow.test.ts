import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

test("the guide shows the screens of a running program, numbers aside", { timeout: 120_000 }, () => {
  execFileSync(process.execPath, ["scripts/monitor-screens.mjs", "--check"], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
});
