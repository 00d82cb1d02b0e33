// Logs to a file that stands among destinations that throw, hang, reject and log by themselves.
import { clew, options, whenThreadsWrite } from "./clew.mjs";

const { file, log, count } = options;
clew.addDestination(() => {
  throw new Error("always");
});
clew.addDestination(() => new Promise(() => {}));
clew.toFile(file, log);
await whenThreadsWrite();
clew.addDestination(() => Promise.reject(new Error("always")));
clew.addDestination(() => clew.logMessage("by a destination"));
for (let n = 0; n < count; n++) {
  clew.withAction("work", () => clew.logMessage("numbered", { n }));
  if (n % 10 === 0) await null;
}
const started = performance.now();
await clew.close();
console.log(JSON.stringify({ closedMs: performance.now() - started }));
