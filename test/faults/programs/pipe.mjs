// Logs to its standard output, whose reader sleeps, and says in a file how long that took.
import { writeFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { clew, options, whenThreadsWrite } from "./clew.mjs";

const { mode, count, report, isNonBlocking, other } = options;
if (isNonBlocking) void process.stdout;
if (other !== undefined) clew.toFile(other);
clew.toFile(1, { mode });
await whenThreadsWrite();
const delay = monitorEventLoopDelay({ resolution: 1 });
await new Promise((resolve) => setTimeout(resolve, 50));
delay.enable();
for (let n = 0; n < count; ) {
  for (const end = Math.min(count, n + 20); n < end; n++) {
    clew.logMessage("numbered", { n, text: "a message of a usual length, with some text" });
  }
  await new Promise((resolve) => setTimeout(resolve, 1));
}
await clew.flush();
delay.disable();
const entries = clew.ledger().map(({ logged, written, dropped, pending }) => ({ logged, written, dropped, pending }));
writeFileSync(report, JSON.stringify({ stallMs: delay.max / 1e6, entries }));
