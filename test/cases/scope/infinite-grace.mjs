// Whoever cleans up for long says so by the longest grace there is. Right: neither Infinity nor a number that is too large
// for setTimeout ends a thread or a process by force, and Node has nothing to warn of.
import { once, withScope } from "clew/scope";
import { spawnProcess, spawnWorker } from "clew/worker";

const CLEANS_UP = 120;
const said = [];
process.on("warning", ({ name, message }) => said.push(`${name}: ${message}`));
const thread = `
export default (port, { signal }) => new Promise((resolve) => {
  port.postMessage("ready");
  signal.addEventListener("abort", () => setTimeout(resolve, ${CLEANS_UP}, "all saved"));
});`;
const program = `
process.once("SIGTERM", () => setTimeout(() => process.stdout.write("all saved", () => process.exit()), ${CLEANS_UP}));
setInterval(() => {}, 60_000);
console.error("ready");`;

for (const grace of [Number.POSITIVE_INFINITY, 2 ** 31, 2 ** 40]) {
  await withScope(async (scope) => {
    const file = `data:text/javascript,${encodeURIComponent(thread)}`;
    const { port1, port2 } = new MessageChannel();
    const worker = spawnWorker(scope, file, port2, { transfer: [port2], terminateAfterMs: grace });
    const isReady = once(port1, "message");
    const child = spawnProcess(scope, process.execPath, ["--eval", program], { killAfterMs: grace });
    for await (const line of child.lines("stderr")) if (line === "ready") break;
    await isReady;
    port1.close();
    for (const task of [worker, child]) task.cancel();
    const ends = await Promise.allSettled([worker.result, child.result.then(({ stdout }) => stdout)]);
    for (const [i, { value, reason }] of ends.entries()) {
      if (value !== "all saved") said.push(`a ${["thread", "process"][i]} with ${grace} ms: ${value ?? reason}`);
    }
  });
}
for (const text of said) console.log(`wrong: ${text}`);
process.exit(said.length > 0 ? 1 : 0);
