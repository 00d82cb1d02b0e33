// A program with a process in a scope that ends at once: by process.exit, or by an error that nobody catches. Right: the
// process ends with it.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { withScope } from "clew/scope";
import { spawnProcess } from "clew/worker";

const [, , end] = process.argv;
const ENDS = {
  "process.exit": () => process.exit(0),
  "an uncaught error": () => {
    throw new Error("on purpose");
  },
};
if (end !== undefined) {
  await withScope((scope) => {
    const { pid } = spawnProcess(scope, "sleep", ["60"]);
    process.stdout.write(`${pid}\n`, () => setImmediate(ENDS[end]));
    return new Promise(() => {});
  });
}

const run = (how) =>
  new Promise((resolve) =>
    execFile(process.execPath, [fileURLToPath(import.meta.url), how], (_, stdout) => resolve(+stdout)),
  );

/** One that has ended stays there, as a Z, until its parent takes notice; in a container that may be never. */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return !"ZX".includes(stat.slice(stat.lastIndexOf(")") + 2)[0]);
  } catch {
    // No such file: it has ended by now, or this is no Linux.
    return process.platform !== "linux";
  }
}

const left = [];
for (const how of Object.keys(ENDS)) {
  const pid = await run(how);
  if (!(pid > 0)) {
    left.push(`${how}: the program did not say which process it has started`);
    continue;
  }
  const until = performance.now() + 3_000;
  while (isRunning(pid) && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
  if (!isRunning(pid)) continue;
  left.push(`${how}: the process goes on three seconds later`);
  process.kill(pid, "SIGKILL");
}
for (const text of left) console.log(`wrong: ${text}`);
process.exit(left.length > 0 ? 1 : 0);
