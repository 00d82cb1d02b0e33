// An error that nobody catches ends the program: the log says so in the action in which it was thrown, and `clew why` names it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { toFile, withAction } from "clew";

if (process.argv[2] === "dies") {
  toFile("uncaught.log", { mode: "buffered" });
  await withAction("main", async () => {
    setTimeout(() => {
      throw new Error("in a timer");
    }, 5);
    await new Promise((resolve) => setTimeout(resolve, 5_000));
  });
}
const run = (name, args) => spawnSync(name, args, { encoding: "utf8" });
assert.equal(run(process.execPath, [process.argv[1], "dies"]).status, 1);
const tree = run("clew", ["tree", "uncaught.log"]).stdout;
assert.match(tree, /✗ main +Error: in a timer/);
assert.match(tree, /clew:uncaught/);
const why = run("clew", ["why", "uncaught.log"]).stdout;
assert.match(why, /failed because main failed with Error: in a timer\. Nobody caught it/);
