// Logs onto a disk that is full, frees it, and says how that went.
import { unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { clew, options, whenThreadsWrite } from "./clew.mjs";
import { watchStalls } from "./stalls.mjs";

const { folder, log, count } = options;
const ballast = join(folder, "ballast");
try {
  writeFileSync(ballast, Buffer.alloc(64 * 1024 * 1024));
} catch {
  // It fills the disk, and is cut there.
}
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const isExact = () =>
  clew
    .ledger()
    .every((e) => e.logged === e.written + e.dropped + e.filtered + e.sampledOut + e.pending && e.pending >= 0);

clew.toFile(join(folder, "a.log"), log);
await whenThreadsWrite();
const stalls = watchStalls();
let exact = true;
for (let n = 0; n < count; ) {
  for (const end = Math.min(count, n + 50); n < end; n++) {
    clew.logMessage("numbered", { n, text: "a message of a usual length, with some text" });
  }
  exact &&= isExact();
  await sleep(1);
}
await sleep(300);
const [full] = clew.ledger();
unlinkSync(ballast);
const freedAt = performance.now();
while (clew.ledger()[0].pending > 0 && performance.now() - freedAt < 5000) await sleep(2);
const recoveredMs = performance.now() - freedAt;
await sleep(300);
const stallMs = stalls.end();
clew.logMessage("numbered", { n: count });
await clew.flush();
exact &&= isExact();
const [{ logged, written, dropped, pending }] = clew.ledger();
await clew.close();
console.log(
  JSON.stringify({
    exact,
    keptWhileFull: full.pending,
    recoveredMs,
    stallMs,
    logged,
    written,
    dropped,
    pending,
  }),
);
