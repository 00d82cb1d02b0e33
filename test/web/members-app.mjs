// What services and their clients do that a plain request does not: `node --import clew/auto members-app.mjs NAME...`. Each
// member is a task of its own, in which both sides stand; none has a line of clew but that task and what it says of where
// it is. Says that it is done.

import { EventEmitter, once } from "node:events";
import http from "node:http";
import http2 from "node:http2";
import { createRequire } from "node:module";
import net from "node:net";
import { pipeline, Readable } from "node:stream";
import { pipeline as piped } from "node:stream/promises";
import { setTimeout as wait } from "node:timers/promises";
import { createGzip } from "node:zlib";
import { logMessage, withAction, withTask } from "clew";

const require = createRequire(import.meta.url);
const closing = [];
const listening = async (server) => {
  if (!server.listening) await once(server.listen(0, "127.0.0.1"), "listening");
  closing.push(() => {
    server.closeAllConnections?.();
    server.close();
  });
  return server.address().port;
};
const serve = (handler) => listening(http.createServer(handler));
/** Asks; resolves when the answer is there, or when it never comes. */
const ask = (port, options = {}, body = undefined) =>
  new Promise((resolve) => {
    const request = http.request({ port, host: "127.0.0.1", agent: false, ...options }, (response) => {
      let text = "";
      response.on("data", (data) => {
        text += data;
      });
      response.once("close", () => resolve(text));
    });
    request.once("error", () => resolve());
    if (body !== undefined) request.write(body);
    request.end();
  });
/** Talks to a server by hand; gives what it said when it has said as much as is asked for, or has closed. */
const talk = (port, text, isEnough) =>
  new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1", () => socket.write(text));
    let said = "";
    socket.on("data", (data) => {
      said += data;
      if (isEnough(said)) socket.destroy();
    });
    socket.once("error", () => {});
    socket.once("close", () => resolve(said));
  });
const session = async (port, use) => {
  const client = http2.connect(`http://127.0.0.1:${port}`);
  client.on("error", () => {});
  await use(client).catch(() => {});
  await new Promise((resolve) => client.close(resolve));
};

const MEMBERS = {
  async "http2, with the compatible interface"() {
    const port = await listening(
      http2.createServer((request, response) => {
        logMessage("handled", { at: request.url.slice(0, 9) });
        response.end("whole");
      }),
    );
    await session(port, async (client) => {
      const stream = client.request({ ":path": "/orders/1?token=secret" });
      stream.resume();
      await once(stream, "close");
    });
  },
  async "http2, with streams alone"() {
    const server = http2.createServer();
    server.on("stream", async (stream, headers) => {
      await wait(1);
      logMessage("handled", { at: headers[":path"].slice(0, 9) });
      stream.respond({ ":status": 503 });
      stream.end("sorry");
    });
    const port = await listening(server);
    await session(port, async (client) => {
      const stream = client.request({ ":path": "/orders/1?token=secret" });
      stream.resume();
      await once(stream, "close");
    });
  },
  async "http2, given up by its client"() {
    const { promise: begun, resolve: begins } = deferred();
    const port = await listening(
      http2.createServer((_request, response) => {
        response.write("half");
        begins();
      }),
    );
    await session(port, async (client) => {
      const stream = client.request({ ":path": "/orders/1" });
      stream.on("error", () => {});
      await begun;
      stream.close(http2.constants.NGHTTP2_CANCEL);
      await once(stream, "close");
    });
  },
  async "an upgrade to a WebSocket, by ws"() {
    const { WebSocketServer, default: WebSocket } = await import("ws");
    const server = http.createServer((_request, response) => response.end());
    const sockets = new WebSocketServer({ server });
    sockets.on("connection", (socket) =>
      socket.on("message", (data) => {
        logMessage("heard", { data: String(data) });
        socket.send("pong");
      }),
    );
    const port = await listening(server);
    const socket = new WebSocket(`ws://127.0.0.1:${port}/live?token=secret`);
    await once(socket, "open");
    socket.send("ping");
    await once(socket, "message");
    socket.close();
    await once(socket, "close");
    sockets.close();
  },
  async "an answer that is streamed, chunk by chunk"() {
    const port = await serve(async (_request, response) => {
      for (const part of ["a", "b", "c"]) {
        response.write(part);
        await wait(1);
        logMessage("wrote", { part });
      }
      response.end();
    });
    await ask(port, { path: "/stream" });
  },
  async "an answer by pipeline, through gzip, that its client gives up"() {
    const port = await serve((_request, response) => {
      const endless = Readable.from(
        (async function* () {
          for (;;) {
            await wait(1);
            yield Buffer.alloc(65_536, 1);
          }
        })(),
      );
      pipeline(endless, createGzip({ level: 0 }), response, (error) => logMessage("broke", { code: error?.code }));
    });
    await new Promise((resolve) => {
      const request = http.get({ port, host: "127.0.0.1", agent: false, path: "/big" }, (response) => {
        response.once("data", () => request.destroy());
        response.on("error", () => {});
        response.once("close", resolve);
      });
      request.on("error", () => {});
    });
    await wait(20);
  },
  async "a body that its client gives up"() {
    const { promise: begun, resolve: begins } = deferred();
    const port = await serve(async (request, response) => {
      begins();
      try {
        for await (const part of request) logMessage("read", { bytes: part.length });
        response.end();
      } catch (error) {
        logMessage("broke", { code: error.code });
      }
    });
    const socket = net.connect(port, "127.0.0.1", () =>
      socket.write("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf"),
    );
    socket.on("error", () => {});
    await begun;
    socket.destroy();
    await once(socket, "close");
    await wait(20);
  },
  async "three requests in one write"() {
    const port = await serve(async (request, response) => {
      await wait(request.url === "/1" ? 10 : 1);
      logMessage("handled", { at: request.url.slice(0, 9) });
      response.end("whole");
    });
    const one = (n) => `GET /${n} HTTP/1.1\r\nHost: a\r\n\r\n`;
    await talk(port, one(1) + one(2) + one(3), (said) => said.split("whole").length === 4);
  },
  async "HEAD, and Expect: 100-continue"() {
    const port = await serve((_request, response) => response.end("whole"));
    await ask(port, { method: "HEAD", path: "/head" });
    await ask(port, { method: "POST", path: "/expected", headers: { expect: "100-continue" } }, "body");
  },
  async CONNECT() {
    const server = http.createServer();
    server.on("connect", (_request, socket) => socket.end("HTTP/1.1 200 OK\r\n\r\n"));
    const port = await listening(server);
    await talk(port, "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", () => false);
  },
  async "what is no HTTP"() {
    const port = await serve((_request, response) => response.end());
    await talk(port, "nonsense\r\n\r\n", () => false);
  },
  async "listeners that come later, and once()"() {
    const port = await serve(async (request, response) => {
      await wait(2);
      request.on("data", (data) => logMessage("data", { bytes: data.length }));
      await once(request, "end");
      logMessage("read");
      response.on("finish", () => logMessage("finished"));
      response.end();
    });
    await ask(port, { method: "POST", path: "/late" }, "x".repeat(10));
  },
  async axios() {
    const { default: axios } = await import("axios");
    const port = await serve((request, response) => {
      if (request.url === "/moved") response.writeHead(302, { location: "/orders" }).end();
      else response.writeHead(request.url.startsWith("/orders") ? 200 : 500).end("{}");
    });
    const of = axios.create({ baseURL: `http://127.0.0.1:${port}` });
    await of.get("/orders", { params: { token: "secret" }, auth: { username: "me", password: "secret" } });
    await of.get("/moved");
    await of.get("/broken").catch(() => {});
  },
  async "got, with a retry and a redirect"() {
    const { default: got } = await import("got");
    let times = 0;
    const port = await serve((request, response) => {
      if (request.url === "/moved") response.writeHead(302, { location: "/orders" }).end();
      else response.writeHead(request.url === "/orders" || times++ > 0 ? 200 : 503).end("{}");
    });
    const retry = { limit: 1, calculateDelay: ({ computedValue }) => (computedValue ? 1 : 0) };
    await got(`http://127.0.0.1:${port}/moved`, { retry });
    await got(`http://127.0.0.1:${port}/flaky`, { retry });
  },
  async "undici.request, .stream and .pipeline"() {
    const undici = await import("undici");
    const port = await serve((request, response) =>
      response.writeHead(request.url === "/broken" ? 500 : 200).end("{}"),
    );
    const origin = `http://127.0.0.1:${port}`;
    const agent = new undici.Agent();
    await (await undici.request(`${origin}/request?token=secret`, { dispatcher: agent })).body.text();
    await (await undici.request(`${origin}/broken`, { dispatcher: agent })).body.text();
    const { Writable } = await import("node:stream");
    const sink = () => new Writable({ write: (_data, _encoding, done) => done() });
    await undici.stream(`${origin}/stream`, { method: "GET", dispatcher: agent }, sink);
    await piped(
      undici.pipeline(`${origin}/pipeline`, { method: "GET", dispatcher: agent }, ({ body }) => body).end(),
      sink(),
    );
    await (await undici.fetch(`${origin}/fetch`, { dispatcher: agent })).text();
    await agent.close();
  },
  async "undici.request, whose body is dumped, and one that is aborted"() {
    const undici = await import("undici");
    const port = await serve((request, response) => {
      if (request.url === "/hang") return;
      response.end("x".repeat(100));
    });
    const origin = `http://127.0.0.1:${port}`;
    const agent = new undici.Agent();
    await (await undici.request(`${origin}/dumped`, { dispatcher: agent })).body.dump();
    const signal = AbortSignal.timeout(20);
    await undici.request(`${origin}/hang`, { dispatcher: agent, signal }).catch(() => {});
    await agent.destroy();
  },
  async "fetch, of which two share a connection"() {
    const port = await serve((_request, response) => response.end("{}"));
    for (const id of [1, 2]) {
      await withAction("asks", { id }, async () => {
        await (await fetch(`http://127.0.0.1:${port}/${id}`)).text();
        logMessage("answered", { id });
      });
    }
  },
  async "gRPC: a call that is answered, and one that is refused"() {
    const { credentials, Client, Server, ServerCredentials, status } = require("@grpc/grpc-js");
    const path = "/shop.Orders/Get";
    const same = (bytes) => bytes;
    const server = new Server();
    server.addService(
      {
        get: {
          path,
          requestStream: false,
          responseStream: false,
          requestSerialize: same,
          requestDeserialize: same,
          responseSerialize: same,
          responseDeserialize: same,
        },
      },
      {
        async get({ request }, done) {
          await wait(1);
          logMessage("handled", { bytes: request.length });
          if (request.length > 3) done({ code: status.INTERNAL, message: "sold out" });
          else done(null, request);
        },
      },
    );
    const port = await new Promise((resolve, reject) =>
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
        error ? reject(error) : resolve(port),
      ),
    );
    const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
    for (const text of ["abc", "abcd"]) {
      await new Promise((resolve) => client.makeUnaryRequest(path, same, same, Buffer.from(text), resolve));
    }
    client.close();
    server.forceShutdown();
  },
  async "Bottleneck, of one at a time"() {
    const Bottleneck = require("bottleneck");
    const limiter = new Bottleneck({ maxConcurrent: 1 });
    const work = async (id) => {
      logMessage("begun", { id });
      await wait(1);
      logMessage("done", { id });
    };
    await Promise.all([1, 2].map((id) => withAction("wait", { id }, () => limiter.schedule(() => work(id)))));
    const later = limiter.wrap(work);
    await Promise.all([3, 4].map((id) => withAction("wait", { id }, () => later(id))));
    const called = (id, done) => work(id).then(() => done(null), done);
    await Promise.all(
      [5, 6].map((id) =>
        withAction(
          "wait",
          { id },
          () =>
            new Promise((resolve) =>
              limiter.submit(called, id, () => {
                logMessage("answered", { id });
                resolve();
              }),
            ),
        ),
      ),
    );
  },
  async DataLoader() {
    const { default: DataLoader } = await import("dataloader");
    const loader = new DataLoader(async (keys) => {
      await wait(1);
      logMessage("loaded", { keys: keys.length });
      return keys;
    });
    await Promise.all(
      [1, 2].map((id) =>
        withAction("resolve", { id }, async () => {
          logMessage("got", { id: await loader.load(id) });
        }),
      ),
    );
  },
  async "generic-pool, of one"() {
    const { createPool } = require("generic-pool");
    const pool = createPool({ create: async () => ({}), destroy: async () => {} }, { max: 1 });
    await Promise.all(
      [1, 2, 3].map((id) =>
        withAction("use", { id }, async () => {
          const held = await pool.acquire();
          logMessage("acquired", { id });
          await wait(1);
          await pool.release(held);
          logMessage("released", { id });
        }),
      ),
    );
    await pool.drain();
    await pool.clear();
  },
  async "p-queue, of one at a time"() {
    const { default: PQueue } = await import("p-queue");
    const queue = new PQueue({ concurrency: 1 });
    await Promise.all(
      [1, 2, 3].map((id) =>
        withAction("wait", { id }, () =>
          queue.add(async () => {
            logMessage("begun", { id });
            await wait(1);
            logMessage("done", { id });
          }),
        ),
      ),
    );
  },
  async "EventEmitter: listeners run where it is emitted"() {
    const emitter = new EventEmitter();
    withAction("subscribes", () => emitter.on("news", () => logMessage("heard")));
    withAction("emits", () => emitter.emit("news"));
  },
  async "Fastify: plugins with hooks that wait"() {
    const { default: fastify } = await import("fastify");
    const app = fastify();
    app.register(async (part) => {
      part.addHook("onRequest", async () => {
        await wait(1);
        logMessage("onRequest");
      });
      part.addHook("preHandler", async (request) => {
        await wait(1);
        if (request.query.refuse) throw Object.assign(new Error("refused"), { statusCode: 403 });
        if (request.query.fall) throw new Error("fell");
      });
      part.addHook("onSend", async () => {
        await wait(1);
        logMessage("onSend");
      });
      part.get("/in/:id", async () => "whole");
      part.get("/own/:id", async (_request, reply) => {
        reply.hijack();
        reply.raw.end("by itself");
      });
    });
    await app.register(await import("@fastify/websocket").then((module) => module.default));
    app.register(async (part) => {
      part.get("/live", { websocket: true }, (socket) => socket.on("message", () => socket.send("pong")));
    });
    await app.listen({ port: 0, host: "127.0.0.1" });
    const port = await listening(app.server);
    for (const path of ["/in/1", "/in/2?refuse=1", "/in/3?fall=1", "/own/4", "/none"]) await ask(port, { path });
    const { default: WebSocket } = await import("ws");
    const socket = new WebSocket(`ws://127.0.0.1:${port}/live`);
    await once(socket, "open");
    socket.send("ping");
    await once(socket, "message");
    socket.close();
    await once(socket, "close");
  },
  async "Fastify: a body that is refused, and a stream that breaks"() {
    const { default: fastify } = await import("fastify");
    const app = fastify();
    const schema = { body: { type: "object", required: ["id"] } };
    app.post("/orders", { schema }, async () => "whole");
    app.get("/broken", async (_request, reply) =>
      reply.send(
        Readable.from(
          (async function* () {
            yield "half";
            throw new Error("disk gone");
          })(),
        ),
      ),
    );
    await app.listen({ port: 0, host: "127.0.0.1" });
    const port = await listening(app.server);
    const headers = { "content-type": "application/json" };
    await ask(port, { path: "/orders", method: "POST", headers }, "{}");
    await ask(port, { path: "/orders", method: "POST", headers }, "{nonsense");
    await ask(port, { path: "/broken" });
  },
  async "Express: an error middleware that answers later"() {
    const { default: express } = await import("express");
    const app = express();
    app.get("/orders/:id", () => {
      throw new RangeError("sold out");
    });
    app.get("/later/:id", async () => {
      await wait(1);
      throw Object.assign(new Error("gone"), { status: 410 });
    });
    app.use(async (error, _request, response, _next) => {
      await wait(2);
      logMessage("answering", { error: error.message });
      response.status(error.status ?? 500).end();
    });
    const port = await listening(http.createServer(app));
    await ask(port, { path: "/orders/3" });
    await ask(port, { path: "/later/3" });
  },
  async "Express: routers in routers, next('route'), and nobody who answers errors"() {
    const { default: express } = await import("express");
    const app = express().set("env", "test");
    const outer = express.Router();
    const inner = express.Router({ mergeParams: true });
    inner.get("/:id", (request, response, next) => (request.params.id === "9" ? next("route") : response.end()));
    inner.get("/:other", (_request, response) => response.end());
    inner.all("/*rest", () => {
      throw new RangeError("no such");
    });
    outer.use("/:shop/orders", inner);
    app.use("/shops", outer);
    app
      .route("/same")
      .get((_request, response) => response.end())
      .post((_request, response) => response.end());
    const port = await listening(http.createServer(app));
    for (const path of ["/shops/a/orders/1", "/shops/a/orders/9", "/shops/a/orders/x/y", "/same", "/none"]) {
      await ask(port, { path });
    }
  },
  async "Koa: ctx.respond = false, and an error that is caught"() {
    const { default: Koa } = await import("koa");
    const app = new Koa();
    app.silent = true;
    app.use(async (context, next) => {
      try {
        await next();
      } catch (error) {
        context.status = 418;
        context.body = error.message;
      }
    });
    app.use(async (context) => {
      if (context.path === "/caught") throw new RangeError("caught");
      context.respond = false;
      await wait(1);
      context.res.end("by itself");
      await wait(5);
      logMessage("after");
    });
    const port = await listening(http.createServer(app.callback()));
    await ask(port, { path: "/own" });
    await ask(port, { path: "/caught" });
  },
  async "Koa: a stream that breaks, and one that its client gives up"() {
    const { default: Koa } = await import("koa");
    const app = new Koa();
    app.silent = true;
    app.use((context) => {
      context.body = Readable.from(
        (async function* () {
          yield "half";
          await wait(5);
          throw new Error("disk gone");
        })(),
      );
    });
    const port = await listening(http.createServer(app.callback()));
    await ask(port, { path: "/broken" });
  },
  async "Hono: streaming, a sub-application, and errors that it answers"() {
    const { Hono } = await import("hono");
    const { stream, streamSSE } = await import("hono/streaming");
    const { HTTPException } = await import("hono/http-exception");
    const { serve } = await import("@hono/node-server");
    const app = new Hono();
    const part = new Hono();
    part.get("/:id", (context) => context.text(context.req.param("id")));
    app.use("*", async (_context, next) => {
      await next();
      logMessage("middleware");
    });
    app.route("/orders", part);
    app.get("/stream", (context) =>
      stream(context, async (out) => {
        for (const piece of ["a", "b"]) {
          await out.write(piece);
          await out.sleep(2);
          logMessage("wrote", { piece });
        }
      }),
    );
    app.get("/events", (context) =>
      streamSSE(
        context,
        async (out) => {
          await out.writeSSE({ data: "one" });
          throw new Error("stream fell");
        },
        async (error) => logMessage("told", { error: error.message }),
      ),
    );
    app.get("/refused", () => {
      throw new HTTPException(403, { message: "refused" });
    });
    app.get(
      "/fallen",
      async (_context, next) => next(),
      () => {
        throw new RangeError("fell");
      },
    );
    app.onError((error, context) =>
      error instanceof HTTPException ? error.getResponse() : context.text("sorry", 500),
    );
    const port = await listening(serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }));
    for (const path of ["/orders/7", "/stream", "/events", "/refused", "/fallen", "/none"]) await ask(port, { path });
  },
  async "Nest: guards, pipes, interceptors and filters"() {
    const app = await nest();
    await app.listen(0, "127.0.0.1");
    const port = await listening(app.getHttpServer());
    for (const path of ["good", "guarded", "piped/x", "intercepted", "filtered", "thrown", "observed"]) {
      await ask(port, { path: `/orders/${path}` });
    }
  },
};

async function nest() {
  await import("reflect-metadata");
  const core = await import("@nestjs/core");
  const common = await import("@nestjs/common");
  const { throwError, of, map } = await import("rxjs");
  class Orders {
    good() {
      return "whole";
    }
    guarded() {}
    piped() {}
    intercepted() {}
    filtered() {
      throw new TypeError("to be filtered");
    }
    async thrown() {
      await wait(1);
      throw new RangeError("sold out");
    }
    observed() {
      return of("seen");
    }
  }
  const guard = { canActivate: () => false };
  const interceptor = { intercept: () => throwError(() => new RangeError("intercepted")) };
  const mapping = {
    intercept: (_context, next) =>
      next.handle().pipe(
        map((value) => {
          logMessage("mapped");
          return value;
        }),
      ),
  };
  const filter = { catch: (_error, host) => host.switchToHttp().getResponse().status(418).end() };
  common.Catch(TypeError)(filter.constructor === Object ? class {} : filter.constructor);
  class Teapot {
    catch(error, host) {
      return filter.catch(error, host);
    }
  }
  common.Catch(TypeError)(Teapot);
  const decorate = (name, ...decorators) => {
    const descriptor = Object.getOwnPropertyDescriptor(Orders.prototype, name);
    for (const decorator of decorators) decorator(Orders.prototype, name, descriptor);
  };
  decorate("good", common.Get("good"), common.UseInterceptors(mapping));
  decorate("guarded", common.Get("guarded"), common.UseGuards(guard));
  decorate("piped", common.Get("piped/:id"));
  common.Param("id", new common.ParseIntPipe())(Orders.prototype, "piped", 0);
  decorate("intercepted", common.Get("intercepted"), common.UseInterceptors(interceptor));
  decorate("filtered", common.Get("filtered"), common.UseFilters(new Teapot()));
  decorate("thrown", common.Get("thrown"));
  decorate("observed", common.Get("observed"));
  common.Controller("orders")(Orders);
  class App {}
  common.Module({ controllers: [Orders] })(App);
  return core.NestFactory.create(App, { logger: false });
}

function deferred() {
  let resolve = () => {};
  const promise = new Promise((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

const wanted = process.argv.slice(2);
for (const [name, member] of Object.entries(MEMBERS)) {
  if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) continue;
  await withTask("member", { name }, member);
  for (const close of closing.splice(0)) close();
}
// What ends late is written then.
await wait(100);
process.stdout.write("DONE\n");
process.exit(0);
