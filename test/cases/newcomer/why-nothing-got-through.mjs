// 2 of 6 tasks failed in an action that 4 got through: `clew why` says so, and that these are too few to compare with.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { toFile, withAction, withTask } from "clew";

toFile("few.log");
for (let i = 0; i < 6; i++) {
  await withTask("serve", { i }, () =>
    withAction("http.request", { path: i % 3 ? "/lamp" : "/desk" }, async () => {
      if (i % 3 === 0) throw new RangeError("sold out");
    }),
  ).catch(() => {});
}
const { stdout } = spawnSync("clew", ["why", "few.log"], { encoding: "utf8" });
assert.match(stdout, /2 of 6 tasks failed because http\.request failed with RangeError: sold out/);
assert.match(stdout, /4 got through http\.request/);
