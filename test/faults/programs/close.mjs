// Closes a log that takes nothing, several times, and says how long that took.
import { clew, options, whenThreadsWrite } from "./clew.mjs";

const { mode } = options;
clew.toFile(1, { mode, ...(mode === "sync" ? { onOverflow: "drop" } : {}) });
await whenThreadsWrite();
for (let n = 0; n < 20_000; n++) clew.logMessage("numbered", { n, text: "a message of a usual length" });
const entry = () => clew.ledger().map(({ pending }) => pending);
const pending = entry();
const started = performance.now();
await Promise.all([clew.close(), clew.close()]);
await clew.close();
console.error(JSON.stringify({ ms: performance.now() - started, pending, left: entry() }));
process.exit(0);
