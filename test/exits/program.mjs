// A program that ends as a library has it end: program.mjs LIBRARY DESTINATIONS FILE [library first]. Says "ready" when 50
// messages are logged. Destinations are joined by commas; each writes to a file named after it, and one sends to $RECEIVER.
import { createServer } from "node:http";

const [library = "", destination = "", file = ""] = process.argv.slice(2);

/** The library is there before the log or after it, as imports happen to be ordered. */
const isFirst = process.argv[5] === "library first";
const logMessage = destination === "none" ? () => {} : (await import("clew")).logMessage;
const closing = () => logMessage("closing");

/** How each is used by its own page. @type {Record<string, () => unknown>} */
const LIBRARIES = {
  none: () => {},
  "signal-exit 3": async () => (await import("signal-exit3")).default(closing),
  "signal-exit 4": async () => (await import("signal-exit4")).onExit(closing),
  execa: async () => {
    const { execa } = await import("execa");
    const child = execa(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"]);
    child.catch(() => {});
    await new Promise((resolve) => child.once("spawn", resolve));
    process.send?.({ leaves: `pid ${child.pid}` });
  },
  "proper-lockfile": async () => {
    await (await import("proper-lockfile")).default.lock(process.cwd(), { lockfilePath: `${file}.lock` });
    process.send?.({ leaves: `${file}.lock` });
  },
  ora: async () => (await import("ora")).default({ text: "at work", isEnabled: true, isSilent: false }).start(),
  "restore-cursor": async () => (await import("restore-cursor")).default(),
  "exit-hook": async () => (await import("exit-hook")).default(closing),
  "exit-hook 2": async () => (await import("exit-hook2")).default(closing),
  death: async () => {
    (await import("death")).default({ SIGHUP: true })(() => {
      closing();
      process.exit(7);
    });
  },
  "async-exit-hook": async () =>
    (await import("async-exit-hook")).default((/** @type {() => void} */ done) => {
      closing();
      setTimeout(done, 10);
    }),
  "close-with-grace": async () => {
    (await import("close-with-grace")).default({ delay: 2000, logger: false }, async () => closing());
  },
  "node-graceful": async () => {
    const { default: Graceful } = await import("node-graceful");
    Graceful.exitOnDouble = false;
    Graceful.on("exit", async () => closing());
  },
  terminus: async () => {
    const server = await listening();
    const signals = ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGUSR2"];
    (await import("@godaddy/terminus")).createTerminus(server, { signals, onSignal: async () => closing() });
  },
  "http-graceful-shutdown": async () => {
    const options = { onShutdown: async () => closing(), forceExit: true };
    (await import("http-graceful-shutdown")).default(await listening(), options);
  },
  tmp: async () => {
    const { default: tmp } = await import("tmp");
    tmp.setGracefulCleanup();
    tmp.dirSync({ unsafeCleanup: true });
  },
  "node-cleanup": async () => (await import("node-cleanup")).default(() => void closing()),
  "why-is-node-running": async () => await import("why-is-node-running"),
  "a listener that stays": () => {
    process.on("SIGINT", () => process.send?.("stays"));
    process.on("SIGTERM", closing);
    process.on("SIGTERM", () => process.exit(3));
  },
  "a listener that raises the signal again": () => {
    for (const signal of /** @type {const} */ (["SIGTERM", "SIGINT", "SIGHUP"])) {
      process.once(signal, async () => {
        closing();
        await new Promise((resolve) => setTimeout(resolve, 10));
        process.kill(process.pid, signal);
      });
    }
  },
};

/** @type {Record<string, (file: string) => unknown>} */
const DESTINATIONS = {
  none: () => {},
  sync: async (file) => (await import("clew")).toFile(file),
  buffered: async (file) => (await import("clew")).toFile(file, { mode: "buffered", flushAfterMs: 60_000 }),
  thread: async (file) => (await import("clew")).toFile(file, { mode: "thread", flushAfterMs: 60_000 }),
  threadDestination: async (file) => {
    const { addDestination, threadDestination } = await import("clew");
    const module = `data:text/javascript,import { appendFileSync } from "node:fs";
      export default (file) => ({ writeLine: (line) => appendFileSync(file, line) });`;
    addDestination(threadDestination(module.replaceAll("\n", " "), { data: file }));
  },
  sampled: async (file) => (await import("clew")).toFile(file, { mode: "buffered", sample: { share: 0 } }),
  recorder: async (file) => {
    const { addInstrument, ScopeRecorder } = await import("clew/observe");
    addInstrument(new ScopeRecorder({ logFilename: file }));
  },
  monitor: async (file) => {
    const { startMonitor } = await import("clew/observe");
    await startMonitor({ address: file }).ready;
  },
  otlp: async () => {
    (await import("clew/otlp")).toOtlp(process.env.RECEIVER ?? "", { flushAfterMs: 60_000 });
  },
  console: async (file) => {
    const { toConsole } = await import("clew/live");
    const { appendFileSync } = await import("node:fs");
    const terminal = { isTTY: true, columns: 80, rows: 25, on: () => terminal, off: () => terminal };
    toConsole({
      stream: Object.assign(terminal, { write: (/** @type {string} */ text) => appendFileSync(file, text) }),
    });
  },
};

async function listening() {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  return server;
}

const open = async () => {
  for (const name of destination.split(",")) await DESTINATIONS[name]?.(`${file}.${name}`);
};
const steps = [open, LIBRARIES[library]];
for (const step of isFirst ? steps.reverse() : steps) await step?.();
for (let i = 0; i < 50; i++) logMessage("message", { i });
if (destination.includes("otlp")) {
  const { startAction, withAction } = await import("clew");
  for (let i = 0; i < 50; i++) withAction("ended", () => {});
  startAction("open");
}
setInterval(() => {}, 60_000);
process.send?.("ready");
