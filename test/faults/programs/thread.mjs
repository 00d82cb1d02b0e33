// Logs to a file through a thread that fails, says when it has nothing more to do, and whether the ledger was exact.
import { clew, options, whenThreadsWrite } from "./clew.mjs";

const { file, log, count, waits, threadFault } = options;
clew.toFile(file, log);
if (threadFault.at !== "start") await whenThreadsWrite();
let exact = true;
for (let n = 0; n < count; ) {
  for (const end = Math.min(count, n + 100); n < end; n++) {
    clew.logMessage("numbered", { n, text: "a message of a usual length, with some text" });
  }
  const [{ logged, written, dropped, pending }] = clew.ledger();
  exact &&= logged === written + dropped + pending && pending >= 0;
  await new Promise((resolve) => setTimeout(resolve, 5));
}
if (waits === "flush") await clew.flush();
if (waits === "close") await clew.close();
console.log(JSON.stringify({ exact, entries: clew.ledger() }));
