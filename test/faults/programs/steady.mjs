// Logs a message every few milliseconds until its standard input ends.
import { clew, options, whenThreadsWrite } from "./clew.mjs";

clew.toFile(options.file, options.log);
await whenThreadsWrite();
let n = 0;
const timer = setInterval(() => clew.logMessage("numbered", { n: n++ }), 5);
process.stdin.on("end", async () => {
  clearInterval(timer);
  await clew.close();
  console.log(n);
});
process.stdin.resume();
