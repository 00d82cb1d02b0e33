// A small service of each framework: `node app.mjs FRAMEWORK line|auto`. By "line" it is wired with the one line of the
// framework's bridge; by "auto" it knows nothing of clew. It asks whatever servers the environment names.

import { createRequire } from "node:module";
import { setTimeout as wait } from "node:timers/promises";
import { pathToFileURL } from "node:url";

const [, , framework, mode] = process.argv;
const { PG, REDIS, MYSQL, UPSTREAM, HOST = "127.0.0.1" } = process.env;
const isLine = mode === "line";
if (isLine) (await import("clew")).toFile(process.env.CLEW_FILE);

const pool = PG && new (await import("pg")).default.Pool({ host: "127.0.0.1", port: +PG, user: "postgres", max: 2 });
const mysql =
  MYSQL &&
  (await import("mysql2")).default.createPool({ host: "127.0.0.1", port: +MYSQL, user: "root", connectionLimit: 2 });
const redis = REDIS && new (await import("ioredis")).default(+REDIS, { lazyConnect: true });
if (redis) await redis.connect();
const say = isLine ? (await import("clew")).logMessage : () => {};

/** What each request does: every third of ten fails, every seventh is so slow that its client goes away. */
async function work(id) {
  say("begun", { id });
  if (pool) {
    await Promise.all([pool.query(`select ${id} as id`), redis?.get(`k${id}`)]);
    await new Promise((resolve) => pool.query(`select ${id} as again`, () => resolve()));
  }
  if (mysql) {
    await mysql.promise().query(`select ${id} as id`);
    await new Promise((resolve) => mysql.query(`select ${id} as again`, () => resolve()));
  }
  if (UPSTREAM) {
    const answer = await fetch(`${UPSTREAM}/orders/${id}`);
    await answer.text();
    if (answer.status >= 500) throw new Error(`upstream answered ${answer.status}`);
  }
  await wait(1);
  say("done", { id });
  if (id % 10 === 3) throw new RangeError(`sold out ${id}`);
  if (id % 10 === 7) await wait(400);
  return { id };
}

const SERVICES = {
  async http() {
    const { createServer } = await import("node:http");
    const server = createServer(async (request, response) => {
      try {
        response.end(JSON.stringify(await work(Number.parseInt(request.url.split("/")[2], 10))));
      } catch (error) {
        response.statusCode = 500;
        response.end(error.message);
      }
    });
    if (isLine) (await import("clew/bridge/node-http")).logRequests(server);
    return server.listen(0, HOST);
  },
  express: () => expressOf("express"),
  express4: () => expressOf("express", "./old/main.mjs"),
  fastify: () => fastifyOf("fastify"),
  fastify4: () => fastifyOf("fastify", "./old/main.mjs"),
  async koa() {
    const { default: Koa } = await import("koa");
    const { default: Router } = await import("@koa/router");
    const app = new Koa();
    app.silent = true;
    if (isLine) app.use((await import("clew/bridge/koa")).logRequests());
    const router = new Router();
    router.get("/orders/:id", async (context) => {
      context.body = await work(+context.params.id);
    });
    return app.use(router.routes()).listen(0, HOST);
  },
  async hono() {
    const { Hono } = await import("hono");
    const app = new Hono();
    if (isLine) app.use((await import("clew/bridge/hono")).logRequests());
    app.get("/orders/:id", async (context) => context.json(await work(+context.req.param("id"))));
    app.onError((error, context) => context.text(error.message, 500));
    if (globalThis.Bun)
      return { address: () => Bun.serve({ port: 0, hostname: HOST, idleTimeout: 5, fetch: app.fetch }) };
    if (globalThis.Deno) {
      const server = Deno.serve({ port: 0, hostname: HOST, onListen() {} }, app.fetch);
      return { address: () => server.addr };
    }
    const { serve } = await import("@hono/node-server");
    return serve({ fetch: app.fetch, port: 0, hostname: HOST });
  },
  async next() {
    const { createServer } = await import("node:http");
    const { default: next } = await import("next");
    // Its one line is next/instrumentation.js; what the service does is next/work.js. By auto it has no such file.
    const app = next({ dev: false, dir: new URL(isLine ? "next/" : "next-plain/", import.meta.url).pathname });
    await app.prepare();
    const server = createServer(app.getRequestHandler()).listen(0, HOST);
    await new Promise((resolve) => server.once("listening", resolve));
    // Next sets up its instrumentation with the first request.
    await (await fetch(`http://${HOST}:${server.address().port}/first`)).text();
    return server;
  },
  nest: () => nestOf(),
  nestfastify: () => nestOf("fastify"),
};

/** The framework of a name, as the program at a place has it. */
async function frameworkAt(name, place) {
  const path = createRequire(new URL(place, import.meta.url)).resolve(name);
  return (await import(pathToFileURL(path).href)).default;
}

async function expressOf(name, place = import.meta.url) {
  const express = await frameworkAt(name, place);
  const bridge = isLine && (await import("clew/bridge/express"));
  const app = express();
  if (bridge) app.use(bridge.logRequests());
  const router = express.Router();
  // Express 4 does not wait for promises.
  router.get("/:id", (request, response, next) => {
    work(+request.params.id).then((done) => response.json(done), next);
  });
  app.use("/orders", router);
  if (bridge) app.use(bridge.logErrors());
  app.use((error, _request, response, _next) => response.status(500).json({ error: error.message }));
  return app.listen(0, HOST);
}

async function fastifyOf(name, place = import.meta.url) {
  const fastify = await frameworkAt(name, place);
  const app = fastify();
  if (isLine) app.register((await import("clew/bridge/fastify")).logRequests);
  app.get("/orders/:id", async (request) => work(+request.params.id));
  await app.listen({ port: 0, host: HOST });
  return app.server;
}

async function nestOf(adapter) {
  await import("reflect-metadata");
  const { NestFactory } = await import("@nestjs/core");
  const { Controller, Get, Module, Param } = await import("@nestjs/common");
  class Orders {
    get(id) {
      return work(+id);
    }
  }
  // As the compiler writes decorators.
  const descriptor = Object.getOwnPropertyDescriptor(Orders.prototype, "get");
  Get(":id")(Orders.prototype, "get", descriptor);
  Param("id")(Orders.prototype, "get", 0);
  Controller("orders")(Orders);
  class App {}
  const imports = isLine ? [(await import("clew/bridge/nest")).ClewModule.forRoot()] : [];
  Module({ imports, controllers: [Orders] })(App);
  const fastify = adapter && new (await import("@nestjs/platform-fastify")).FastifyAdapter();
  const app = await NestFactory.create(App, ...(fastify ? [fastify] : []), { logger: false });
  await app.listen(0, HOST);
  return app.getHttpServer();
}

const server = await SERVICES[framework]();
const address = () => server.address();
if (server.once && !address()) await new Promise((resolve) => server.once("listening", resolve));
console.log("READY", address().port);
process.on("SIGTERM", () => process.exit(0));
