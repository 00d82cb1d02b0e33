// Logs without end and says after each message, on standard output, that it is logged.
import { writeSync } from "node:fs";
import { clew, options } from "./clew.mjs";

clew.toFile(options.file, { mode: options.mode });
for (let n = 0; ; ) {
  for (const end = n + 50; n < end; n++) {
    clew.logMessage("numbered", { n, text: "a message of a usual length, with some text" });
    writeSync(1, `${n}\n`);
  }
  await new Promise((resolve) => setImmediate(resolve));
}
