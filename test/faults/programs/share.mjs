// Logs lines of many lengths to a file that other processes write to as well.
import { clew, options, whenThreadsWrite } from "./clew.mjs";

const { file, log, from, count } = options;
clew.toFile(file, log);
await whenThreadsWrite();
for (let i = 0; i < count; i++) {
  // From some bytes to 64 KiB, the same at each run: most lines are short.
  const length = Math.floor(65_000 * ((i * 0.618033988749895) % 1) ** 6);
  clew.logMessage("numbered", { n: from + i, text: "x".repeat(length) });
  if (i % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
}
