// Sets the wall clock back while it logs.
import { clew, options, whenThreadsWrite } from "./clew.mjs";

const { file, log, backMs } = options;
const now = Date.now;
let offset = 0;
Date.now = () => now() + offset;
clew.toFile(file, log);
await whenThreadsWrite();
for (let n = 0; n < 40; n++) {
  if (n === 5) offset = -backMs;
  await clew.withAction("step", { n }, () => new Promise((resolve) => setTimeout(resolve, 60)));
}
