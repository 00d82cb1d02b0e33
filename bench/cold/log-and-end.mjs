// A short program: `node log-and-end.mjs LOGGER FILE` logs a hundred lines, in actions where there are such, and ends.
// Prints its CPU time in milliseconds, its start included.

const [, , logger, file = "log-and-end.log"] = process.argv;

/** @type {Record<string, () => Promise<void>>} */
const LOGGERS = {
  async nothing() {},
  async floor() {
    const { createFloor } = await import("../floor.mjs");
    const { write, close } = createFloor(file);
    for (let i = 0; i < 100; i++) write(`{"time":${Date.now() / 1000},"msg":"cache-miss","key":${i}}\n`);
    close();
  },
  async clew() {
    const { close, logMessage, toFile, withAction } = await import("clew");
    toFile(file, { mode: "buffered" });
    for (let i = 0; i < 25; i++) {
      withAction("step", { depth: 1 }, () => {
        logMessage("cache-miss", { key: i });
        logMessage("cache-hit", { key: i });
      });
    }
    await close();
  },
  async pino() {
    const { pino } = await import("pino");
    const destination = pino.destination({ dest: file, sync: true, minLength: 65_536, maxWrite: 131_072 });
    const log = pino(destination);
    for (let i = 0; i < 100; i++) log.info({ key: i }, "cache-miss");
    destination.flushSync();
  },
  async otel() {
    const { createTracer } = await import("./otel-tracer.mjs");
    const { tracer, flush } = await createTracer(file);
    for (let i = 0; i < 25; i++) {
      tracer.startActiveSpan("step", { attributes: { depth: 1 } }, (span) => {
        span.addEvent("cache-miss", { key: i });
        span.addEvent("cache-hit", { key: i });
        span.end();
      });
    }
    await flush();
  },
};

await LOGGERS[String(logger)]?.();
const { user, system } = process.cpuUsage();
console.log((user + system) / 1000);
