// Logs without end, and writes down after each message that it is logged, and when.
import { openSync, writeSync } from "node:fs";
import { clew, options, whenThreadsWrite } from "./clew.mjs";

const acknowledged = openSync(options.acknowledged, "a");
clew.toFile(options.file, options.log);
await whenThreadsWrite();
for (let n = 0; ; ) {
  for (const end = n + 50; n < end; n++) {
    clew.logMessage("numbered", { n, text: "a message of a usual length, with some text" });
    writeSync(acknowledged, `${performance.now().toFixed(1)}\n`);
  }
  await new Promise((resolve) => setImmediate(resolve));
}
