// Logs messages and ends in the way that it is told, one of ENDS.
import { clew, options, whenThreadsWrite } from "./clew.mjs";

const { file, log: logOptions, count, end } = options;

function log(from, to) {
  for (let n = from; n < to; n++)
    clew.logMessage("numbered", { n, text: "a message of a usual length, with some text" });
}

const ENDS = {
  async exit() {
    await new Promise((resolve) => setTimeout(resolve, 20));
    log(0, count);
    process.exit(0);
  },
  "end of the program": () => log(0, count),
  "exit in the first tick"() {
    log(0, count);
    process.exit(0);
  },
  "a log call in an exit hook"() {
    process.on("exit", () => log(count - 10, count));
    log(0, count - 10);
  },
  "a log call in a hook from before"() {
    log(0, count - 10);
  },
  "uncaught error"() {
    log(0, count);
    throw new Error("nobody catches this");
  },
  "unhandled rejection"() {
    log(0, count);
    Promise.reject(new Error("nobody handles this"));
    setInterval(() => {}, 1000);
  },
  abort() {
    log(0, count);
    process.abort();
  },
  SIGTERM: () => signal("SIGTERM"),
  SIGINT: () => signal("SIGINT"),
  SIGHUP: () => signal("SIGHUP"),
  async "SIGTERM, later"() {
    log(0, count - 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    clew.logMessage("numbered", { n: count - 1 });
    setInterval(() => {}, 1000);
    process.kill(process.pid, "SIGTERM");
  },
  "SIGTERM with a listener"() {
    process.once("SIGTERM", () => {
      setTimeout(() => {
        log(count - 10, count);
        process.exit(7);
      }, 20);
    });
    log(0, count - 10);
    setInterval(() => {}, 1000);
    process.kill(process.pid, "SIGTERM");
  },
};

function signal(name) {
  log(0, count);
  process.kill(process.pid, name);
}

if (end === "a log call in a hook from before") process.on("exit", () => log(count - 10, count));
clew.toFile(file, logOptions);
// Once before there is a thread, and else when it writes.
if (end !== "exit in the first tick") await whenThreadsWrite();
await ENDS[end]();
