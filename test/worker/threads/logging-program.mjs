// Logs through a thread and ends in the way that it is told.
import { addDestination, ledger, logMessage, threadDestination } from "clew";

const { file, end, does, count = 500, onOverflow, maxBufferBytes } = JSON.parse(process.argv[2] ?? "{}");
const url = new URL("destination.mjs", import.meta.url);
addDestination(threadDestination(url, { data: { file, does }, onOverflow, maxBufferBytes }));
for (let n = 0; n < count; n++) logMessage("n", { n });
process.on("exit", () => process.send?.(ledger()[0]));
if (end === "exit") process.exit(0);
if (end === "throw") throw new Error("uncaught");
if (end === "reject") Promise.reject(new Error("unhandled"));
if (end === "SIGTERM") process.kill(process.pid, "SIGTERM");
