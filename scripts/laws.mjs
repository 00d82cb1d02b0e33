// The laws of scopes under all of their schedules: 10,000 on virtual time and 200 on real time, each.

import { spawnSync } from "node:child_process";

const env = { CLEW_SCHEDULES: "10000", CLEW_REAL_RUNS: "200", ...process.env };
const vitest = ["node_modules/vitest/vitest.mjs", "run", "test/laws", ...process.argv.slice(2)];
process.exit(spawnSync(process.execPath, vitest, { env, stdio: "inherit" }).status ?? 1);
