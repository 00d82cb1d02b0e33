// A service of Express that asks Redis twice a request: `node app.mjs MODE`, as a child process that is told what to do. It
// says its CPU time when it is asked. MODE is bare, by-hand, auto or otel; CLEW_FILE or OTLP_FILE is where it writes.

import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const [, , mode] = process.argv;
if (mode === "otel") await import("./otel-to-file.mjs");
const clew = mode === "by-hand" ? require("clew") : undefined;
if (clew) clew.toFile(process.env.CLEW_FILE, { mode: "buffered" });
const express = require("express");
const Redis = require("ioredis");

const redis = new Redis(Number(process.env.REDIS_PORT), { lazyConnect: true });
await redis.connect();
const get = clew
  ? (/** @type {string} */ key) =>
      clew.withAction("redis.command", { command: "get", key, database: 0, host: "127.0.0.1" }, () => redis.get(key))
  : (/** @type {string} */ key) => redis.get(key);

const app = express();
if (clew) app.use(require("clew/bridge/express").logRequests());
app.get("/orders/:id", async (request, response) => {
  await get(`order-${request.params.id}`);
  await get("stock");
  response.json({ ok: true });
});
const server = app.listen(0, "127.0.0.1", () => process.send?.({ port: server.address().port }));
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpu: user + system });
});
