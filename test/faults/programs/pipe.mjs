// Logs to its standard output, whose reader sleeps, and says in a file how long that took.
import { writeFileSync } from "node:fs";
import { clew, options, whenThreadsWrite } from "./clew.mjs";
import { watchStalls } from "./stalls.mjs";

const { mode, count, report, isNonBlocking, other } = options;
if (isNonBlocking) void process.stdout;
if (other !== undefined) clew.toFile(other);
clew.toFile(1, { mode });
await whenThreadsWrite();
const stalls = watchStalls();
for (let n = 0; n < count; ) {
  for (const end = Math.min(count, n + 20); n < end; n++) {
    clew.logMessage("numbered", { n, text: "a message of a usual length, with some text" });
  }
  await new Promise((resolve) => setTimeout(resolve, 1));
}
await clew.flush();
const stallMs = stalls.end();
const entries = clew.ledger().map(({ logged, written, dropped, pending }) => ({ logged, written, dropped, pending }));
writeFileSync(report, JSON.stringify({ stallMs, entries }));
