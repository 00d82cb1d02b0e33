// What each bundler makes a single file of: imports every entry point, uses what has threads, and prints what works.
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as clew from "clew";
import * as auto from "clew/auto";
import * as consoleBridge from "clew/bridge/console";
import * as diagnosticsChannelBridge from "clew/bridge/diagnostics-channel";
import * as expressBridge from "clew/bridge/express";
import * as fastifyBridge from "clew/bridge/fastify";
import * as fetchBridge from "clew/bridge/fetch";
import * as honoBridge from "clew/bridge/hono";
import * as koaBridge from "clew/bridge/koa";
import * as lambdaBridge from "clew/bridge/lambda";
import * as nestBridge from "clew/bridge/nest";
import * as nextBridge from "clew/bridge/next";
import * as nodeHttpBridge from "clew/bridge/node-http";
import * as otelBridge from "clew/bridge/otel";
import * as pinoBridge from "clew/bridge/pino";
import * as winstonBridge from "clew/bridge/winston";
import * as explain from "clew/explain";
import * as instrument from "clew/instrument";
import * as live from "clew/live";
import * as observe from "clew/observe";
import * as otlp from "clew/otlp";
import * as parse from "clew/parse";
import * as render from "clew/render";
import * as scope from "clew/scope";
import * as testing from "clew/testing";
import * as testingVitest from "clew/testing/vitest";
import * as worker from "clew/worker";

/** What each entry point gives, by its name. @type {Record<string, object>} */
const ENTRIES = {
  clew: clew,
  "clew/auto": auto,
  "clew/instrument": instrument,
  "clew/scope": scope,
  "clew/worker": worker,
  "clew/observe": observe,
  "clew/parse": parse,
  "clew/render": render,
  "clew/live": live,
  "clew/explain": explain,
  "clew/testing": testing,
  "clew/testing/vitest": testingVitest,
  "clew/otlp": otlp,
  "clew/bridge/console": consoleBridge,
  "clew/bridge/pino": pinoBridge,
  "clew/bridge/winston": winstonBridge,
  "clew/bridge/diagnostics-channel": diagnosticsChannelBridge,
  "clew/bridge/node-http": nodeHttpBridge,
  "clew/bridge/express": expressBridge,
  "clew/bridge/fastify": fastifyBridge,
  "clew/bridge/koa": koaBridge,
  "clew/bridge/hono": honoBridge,
  "clew/bridge/nest": nestBridge,
  "clew/bridge/next": nextBridge,
  "clew/bridge/lambda": lambdaBridge,
  "clew/bridge/fetch": fetchBridge,
  "clew/bridge/otel": otelBridge,
};
const folder = mkdtempSync(join(tmpdir(), "clew-bundle-"));
const square = "data:text/javascript,export default (n) => n * n";

/** @type {Record<string, () => Promise<boolean>>} */
const FEATURES = {
  file: async () => (await logged("sync")) === 3,
  thread: async () => (await logged("thread")) === 3,
  destination: async () => {
    const file = join(folder, "destination.log");
    const module = `data:text/javascript,import { appendFileSync } from "node:fs"; export default (file) => ({ writeLine: (line) => appendFileSync(file, line) })`;
    const destination = clew.threadDestination(module, { data: file });
    clew.addDestination(destination);
    clew.logMessage("hello");
    await destination.close();
    return readFileSync(file, "utf8").includes("hello");
  },
  worker: async () => (await scope.withScope((children) => worker.spawnWorker(children, square, 3))) === 9,
  pool: async () => {
    const pool = worker.createWorkerPool(2);
    const all = await scope.withScope((children) => Promise.all([4, 5].map((n) => pool.spawn(children, square, n))));
    await pool.close();
    return all.join() === "16,25";
  },
  monitor: async () => {
    const monitor = observe.startMonitor({ address: join(folder, "monitor") });
    await monitor.ready;
    await monitor.close();
    return true;
  },
};

/** @param {"sync" | "thread"} mode */
async function logged(mode) {
  const file = join(folder, `${mode}.log`);
  const destination = clew.toFile(file, { mode });
  // As long as the thread takes to start the main thread writes.
  if (mode === "thread") await new Promise((resolve) => setTimeout(resolve, 300));
  clew.withAction("action", () => clew.logMessage("message"));
  await destination.close();
  return readFileSync(file, "utf8").trim().split("\n").length;
}

async function main() {
  /** @type {Record<string, string>} */
  const works = {};
  // `clew/auto` is imported for what it does, and gives no names.
  const entries = Object.entries(ENTRIES).map(([name, entry]) => [
    name,
    name === "clew/auto" || Object.keys(entry).length > 0 ? "yes" : "no names",
  ]);
  // A thread that is lost is said in a warning; the main thread writes on.
  let warned = "";
  process.on("warning", ({ message }) => (warned ||= message));
  for (const [name, feature] of Object.entries(FEATURES)) {
    warned = "";
    try {
      const holds = await feature();
      works[name] = warned || (holds ? "yes" : "no");
    } catch (error) {
      works[name] = String(error);
    }
  }
  process.stdout.write(`${JSON.stringify({ works, entries: Object.fromEntries(entries) })}\n`);
  process.exit();
}

void main();
