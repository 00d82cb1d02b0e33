// A library logs with clew, and the program adds no destination. Right: what is kept for a destination that may come has
// a bound in bytes, as every other buffer of clew has (8 MiB).
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { logMessage } from "clew";

for (let i = 0; i < 1500; i++) {
  // A text of its own each time, as what comes over a network.
  const payload = Buffer.alloc(200_000, 97 + (i % 26)).toString("latin1");
  logMessage("of a library", { i, payload });
  if (i % 100 === 0) await new Promise(setImmediate);
}
// What is held, not what the engine has not collected yet.
setFlagsFromString("--expose-gc");
runInNewContext("gc")();
const { heapUsed, external } = process.memoryUsage();
const megabytes = Math.round((heapUsed + external) / 1e6);
if (megabytes > 60) console.log(`wrong: lines that nobody asked for hold the process at ${megabytes} MB`);
process.exit(megabytes > 60 ? 1 : 0);
