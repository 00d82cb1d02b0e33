// A program that says nothing of a monitor: the environment does. Its first child may block before anything else runs.
import "clew/auto";
import { existsSync } from "node:fs";
import { listMonitors } from "clew/observe";
import { withScope } from "clew/scope";

const [, , file] = process.argv;

await withScope({ name: "all" }, (scope) => {
  scope.spawn(
    () => {
      if (file === undefined) return;
      process.send({ at: "blocking" });
      const until = Date.now() + 30_000;
      while (!existsSync(file) && Date.now() < until);
    },
    { name: "first" },
  );
});
process.send({ at: "over", monitors: listMonitors() });
if (process.env.CLEW_MONITOR?.includes("/")) {
  // What cannot be done is warned of while the program goes on.
  const alive = setInterval(() => {}, 1_000);
  await new Promise((resolve) => process.once("warning", resolve));
  clearInterval(alive);
}
