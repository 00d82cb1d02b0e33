// Logs very many messages in one tick, and says how much memory that took.
import { clew, options, whenThreadsWrite } from "./clew.mjs";

const { file, log, count } = options;
clew.toFile(file, log);
await whenThreadsWrite();
for (let n = 0; n < count; n++) clew.logMessage("numbered", { n, text: "some text", ok: true });
process.on("exit", () => console.log(process.resourceUsage().maxRSS / 1024));
