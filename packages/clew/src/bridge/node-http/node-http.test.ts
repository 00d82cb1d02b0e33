import { once } from "node:events";
import {
  Agent,
  createServer,
  get,
  request as httpRequest,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import { connect as connectHttp2, createServer as createHttp2Server } from "node:http2";
import { type AddressInfo, connect, type Socket } from "node:net";
import { pipeline, Readable, Transform } from "node:stream";
import { afterEach, describe, expect, test } from "vitest";
import { addDestination, close, currentAction, logMessage, type Message, withAction } from "../../index.node.js";
import { logRequests } from "./index.js";

let messages: Message[] = [];
let undo: (() => unknown)[] = [];

function listenToLog(): void {
  messages = [];
  addDestination((message) => {
    messages.push(message);
  });
}

afterEach(async () => {
  for (const step of undo) await step();
  undo = [];
  await close();
});

/** A server on loopback that answers by `listener`. */
async function serve(listener: RequestListener, options?: Parameters<typeof logRequests>[1]): Promise<number> {
  listenToLog();
  return portOf(logRequests(createServer(listener), options));
}

async function portOf(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  undo.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

/** Waits until the log has so many ends of requests. */
async function ends(count: number): Promise<Message[]> {
  const ended = () =>
    messages.filter(({ action_type, action_status }) => action_type === "http.request" && action_status !== "started");
  while (ended().length < count) await new Promise((resolve) => setImmediate(resolve));
  return ended();
}

const ask = async (port: number, path: string, init?: RequestInit) => {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
  return { status: response.status, text: await response.text() };
};

async function* failing(error: Error): AsyncGenerator<string> {
  yield "half";
  throw error;
}

describe("logRequests(server)", () => {
  test("makes a request an action that is current in its handler, and ends it with the status", async () => {
    const port = await serve(async (_request, response) => {
      await Promise.resolve();
      logMessage("stock", { left: 3 });
      response.statusCode = 201;
      response.end();
    });
    await ask(port, "/stock/lamp?token=secret#x", { method: "POST", body: "a body" });
    const [end] = await ends(1);
    expect(messages).toMatchObject([
      { action_type: "http.request", action_status: "started", method: "POST", path: "/stock/lamp", task_level: [1] },
      { message_type: "stock", task_level: [2] },
      { action_status: "succeeded", status: 201, task_level: [3] },
    ]);
    expect(end).not.toHaveProperty("aborted");
    expect(JSON.stringify(messages)).not.toContain("secret");
  });

  test("runs late listeners of the body, its iterators and its pipelines in the request's action", async () => {
    const seen: string[] = [];
    const note = (what: string, path: string | undefined) => {
      const open = messages.find(({ task_uuid }) => task_uuid === currentAction()?.taskUuid);
      seen.push(`${what} ${open?.path === path ? "own" : (open?.path ?? "none")}`);
    };
    const port = await serve((request, response) => {
      const { url } = request;
      response.on("close", () => note("close", url));
      if (url?.startsWith("/pipe")) {
        const through = new Transform({
          transform(chunk, _encoding, done) {
            note("transform", url);
            done(null, chunk);
          },
        });
        pipeline(request, through, response, () => note("pipeline", url));
      } else if (url?.startsWith("/iterate")) {
        (async () => {
          for await (const _chunk of request) note("iterate", url);
          response.end();
        })();
      } else {
        request.on("data", () => note("data", url));
        request.once("end", () => {
          note("end", url);
          response.end();
        });
      }
    });
    const agent = new Agent({ keepAlive: true, maxSockets: 5 });
    undo.unshift(() => agent.destroy());
    const paths = ["/listen", "/iterate", "/pipe"].flatMap((kind) =>
      Array.from({ length: 20 }, (_, n) => `${kind}/${n}`),
    );
    await Promise.all(
      paths.map(async (path) => {
        const request = httpRequest({ port, host: "127.0.0.1", path, method: "POST", agent });
        request.write("one");
        setImmediate(() => request.end("two"));
        const [response] = await once(request, "response");
        response.resume();
        await once(response, "end");
      }),
    );
    await ends(60);
    expect(new Set(seen)).toEqual(
      new Set(["close own", "transform own", "pipeline own", "iterate own", "data own", "end own"]),
    );
  });

  test("leaves nothing of a request on its connection", async () => {
    const server = logRequests(createServer((_request, response) => response.end()));
    listenToLog();
    const seen: unknown[] = [];
    const sockets: Socket[] = [];
    server.on("connection", (socket: Socket) => {
      sockets.push(socket);
      seen.push(currentAction());
      socket.on("close", () => seen.push(currentAction()));
    });
    const port = await portOf(server);
    const agent = new Agent({ keepAlive: true, maxSockets: 5 });
    await Promise.all(
      Array.from({ length: 100 }, async () => {
        const [response] = await once(get({ port, host: "127.0.0.1", agent }), "response");
        response.resume();
        await once(response, "end");
      }),
    );
    await ends(100);
    agent.destroy();
    await Promise.all(sockets.map((socket) => socket.closed || once(socket, "close")));
    expect(sockets).toHaveLength(5);
    expect(seen).toEqual(Array.from({ length: 10 }));
    expect(new Set(messages.map(({ task_uuid }) => task_uuid)).size).toBe(100);
  });

  test("gives each of the requests that came in one packet a tree of its own", async () => {
    const port = await serve((_request, response) => response.end());
    const socket = connect(port, "127.0.0.1");
    undo.unshift(() => socket.destroy());
    socket.write(Array.from({ length: 20 }, (_, n) => `GET /${n} HTTP/1.1\r\nHost: x\r\n\r\n`).join(""));
    await ends(20);
    const starts = messages.filter(({ action_status }) => action_status === "started");
    expect(starts.map(({ path }) => path)).toEqual(Array.from({ length: 20 }, (_, n) => `/${n}`));
    expect(new Set(starts.map(({ task_uuid }) => task_uuid)).size).toBe(20);
  });

  test("tells of a client that goes away, before the head and within the body, once each", async () => {
    const port = await serve((request, response) => {
      if (request.url === "/body") response.write("half");
    });
    for (const path of ["/head", "/body"]) {
      const request = get({ port, host: "127.0.0.1", path }).on("error", () => {});
      if (path === "/body") await once(request, "response");
      else
        while (!messages.some((message) => message.path === path))
          await new Promise((resolve) => setImmediate(resolve));
      expect(messages.filter(({ action_status }) => action_status === "failed")).toHaveLength(path === "/head" ? 0 : 1);
      request.destroy();
      await ends(path === "/head" ? 1 : 2);
    }
    const [head, body] = await ends(2);
    const gone = { action_status: "failed", exception: "clew:Aborted", clew_cancel_source: "peer", aborted: true };
    expect(head).toMatchObject(gone);
    expect(head).not.toHaveProperty("status");
    expect(body).toMatchObject({ ...gone, status: 200 });
    expect(body).not.toHaveProperty("traceback");
  });

  test("tells of a stream of HTTP/2 that is given up, and of one that is not", async () => {
    listenToLog();
    const server = createHttp2Server((request, response) => {
      if (request.url === "/ok") response.end("ok");
    });
    logRequests(server);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const client = connectHttp2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    undo.push(() => {
      client.destroy();
      server.close();
    });
    const whole = client.request({ ":path": "/ok" });
    whole.resume();
    await once(whole, "close");
    const dropped = client.request({ ":path": "/never" }).on("error", () => {});
    while (!messages.some(({ path }) => path === "/never")) await new Promise((resolve) => setImmediate(resolve));
    dropped.close(8);
    const [first, second] = await ends(2);
    expect(first).toMatchObject({ action_status: "succeeded", status: 200 });
    expect(second).toMatchObject({ exception: "clew:Aborted", clew_cancel_source: "peer" });
  });

  /** What a handler does once the head of its answer is out, and how its request then ends. */
  const BREAKS: [string, (request: IncomingMessage, response: ServerResponse, server: Server) => void, object][] = [
    ["with an error", (_, response) => void response.destroy(new RangeError("disk gone")), { reason: "disk gone" }],
    [
      "since its source failed, as a connection of its own does",
      (_, response) => {
        const reset = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
        pipeline(Readable.from(failing(reset)), response, () => {});
      },
      { reason: "read ECONNRESET" },
    ],
    ["without an error", (_, response) => void response.destroy(), { exception: "clew:Aborted" }],
    ["by its socket", (request) => void request.socket.destroy(), { exception: "clew:Aborted" }],
    ["by its socket, with an error", ({ socket }) => void socket.destroy(new Error("full")), { reason: "full" }],
    ["with all connections", (_, __, server) => server.closeAllConnections(), { exception: "clew:Aborted" }],
  ];
  test.each(BREAKS)(
    "tells of a server that breaks off its answer %s as the server's failure",
    async (_, breaks, end) => {
      const server = createServer((request, response) => {
        response.writeHead(200).write("half");
        setImmediate(() => breaks(request, response, server));
      });
      logRequests(server);
      listenToLog();
      const port = await portOf(server);
      const asked = get({ port, host: "127.0.0.1", path: "/" }, (response) => response.resume().on("error", () => {}));
      asked.on("error", () => {});
      const [told] = await ends(1);
      expect(told).toMatchObject({ action_status: "failed", status: 200, aborted: true, ...end });
      expect(told).not.toHaveProperty("clew_cancel_source");
    },
  );

  test.each(["closes", "resets", "half closes"])(
    "tells of a client that %s its connection as a cancel",
    async (how) => {
      const port = await serve((_request, response) => void response.write("half"));
      const socket = connect(port, "127.0.0.1", () =>
        socket.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n"),
      );
      socket.on("error", () => {});
      await once(socket, "data");
      if (how === "closes") socket.destroy();
      else if (how === "resets") socket.resetAndDestroy();
      else socket.end();
      expect(await ends(1)).toMatchObject([{ exception: "clew:Aborted", clew_cancel_source: "peer" }]);
    },
  );

  test("makes each stream an action where a server of HTTP/2 listens to streams alone, as gRPC's do", async () => {
    listenToLog();
    const server = createHttp2Server();
    server.on("stream", async (stream, headers) => {
      stream.on("error", () => {});
      if (headers[":path"] === "/broken") {
        stream.respond({ ":status": 200 });
        return void stream.destroy(new RangeError("disk gone"));
      }
      if (headers[":path"] === "/closed") return stream.close();
      if (headers[":path"] === "/given-up") return void stream.write("half");
      stream.on("data", () => logMessage("read"));
      await once(stream, "end");
      stream.respond({ ":status": headers[":path"] === "/full" ? 503 : 200 });
      stream.end("whole");
    });
    logRequests(server);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const client = connectHttp2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`).on("error", () => {});
    undo.push(() => {
      client.destroy();
      server.close();
    });
    for (const path of ["/good?token=secret", "/full", "/broken", "/closed", "/given-up"]) {
      const stream = client.request({ ":path": path, ":method": "POST" }).on("error", () => {});
      stream.resume().end("body");
      if (path === "/given-up") void once(stream, "data").then(() => stream.close(8));
      await new Promise((resolve) => stream.once("close", resolve));
    }
    const told = await ends(5);
    expect(told).toMatchObject([
      { action_status: "succeeded", status: 200 },
      { exception: "HttpError", status: 503 },
      { reason: "disk gone" },
      { exception: "clew:Aborted" },
      { exception: "clew:Aborted", status: 200, clew_cancel_source: "peer" },
    ]);
    expect(told[3]).not.toHaveProperty("clew_cancel_source");
    const starts = messages.filter(({ action_status }) => action_status === "started");
    expect(starts[0]).toMatchObject({ method: "POST", path: "/good" });
    const read = messages.filter(({ message_type }) => message_type === "read");
    expect(read.map(({ task_uuid }) => task_uuid)).toEqual(told.slice(0, 2).map(({ task_uuid }) => task_uuid));
  });

  test("fails with the answer where nobody said what was thrown", async () => {
    const port = await serve((_request, response) => {
      response.statusCode = 503;
      response.end();
    });
    await ask(port, "/");
    expect(await ends(1)).toMatchObject([{ exception: "HttpError", reason: "answered 503", status: 503 }]);
    expect(messages.at(-1)).not.toHaveProperty("traceback");
  });

  test("takes an answer below 500 for a success", async () => {
    const port = await serve((_request, response) => {
      response.statusCode = 404;
      response.end();
    });
    await ask(port, "/");
    expect(await ends(1)).toMatchObject([{ action_status: "succeeded", status: 404 }]);
  });

  test("fails with what a handler throws, which goes on its way", async () => {
    const thrown: unknown[] = [];
    const server = createServer(() => {
      throw new RangeError("sold out");
    });
    const { emit } = server;
    // Whoever stands around it: by itself the throw would end the process.
    logRequests(server);
    const ours = server.emit;
    server.emit = ((...args: Parameters<typeof emit>) => {
      try {
        return ours.apply(server, args);
      } catch (error) {
        thrown.push(error);
        (args[2] as { end(): void }).end();
        return true;
      }
    }) as typeof emit;
    listenToLog();
    const port = await portOf(server);
    await ask(port, "/");
    expect(await ends(1)).toMatchObject([{ action_status: "failed", exception: "RangeError", reason: "sold out" }]);
    expect(thrown).toEqual([expect.any(RangeError)]);
  });

  test("is open while nobody answers, and ends when the server closes the connection", async () => {
    const port = await serve(() => {});
    get({ port, host: "127.0.0.1", path: "/hang" }).on("error", () => {});
    while (messages.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(messages).toHaveLength(1);
    for (const step of undo.splice(0)) await step();
    expect(await ends(1)).toMatchObject([{ exception: "clew:Aborted" }]);
  });

  test("continues the task of a caller on loopback, and only follows it where it is told to", async () => {
    const port = await serve((_request, response) => response.end(), { trust: false });
    await withAction("call", async (action) => {
      await ask(port, "/", { headers: { "x-eliot-task-id": action.serializeTaskId() } });
    });
    await ends(1);
    const [call, request] = messages;
    expect(request?.task_uuid).not.toBe(call?.task_uuid);
    expect(request?.clew_follows_from).toEqual([`${call?.task_uuid}@/2`]);
  });

  test("asks its options, and goes on where they throw", async () => {
    const port = await serve((_request, response) => response.end(), {
      ignore: (request) => {
        if (request.url === "/throws") throw new Error("no");
        return request.url === "/health";
      },
      fields: (request) => {
        if (request.url === "/throws") throw new RangeError("none");
        return { tenant: "north" };
      },
      name: "shop.request",
    });
    for (const path of ["/health", "/a", "/throws"]) await ask(port, path);
    const starts = messages.filter(({ action_status }) => action_status === "started");
    expect(starts).toMatchObject([
      { action_type: "shop.request", path: "/a", tenant: "north" },
      { action_type: "shop.request", path: "/throws", fields: expect.stringContaining("RangeError: none") },
    ]);
  });

  test("twice on one server is once", async () => {
    const server = logRequests(logRequests(createServer((_request, response) => response.end())));
    listenToLog();
    await ask(await portOf(server), "/");
    await ends(1);
    expect(messages).toHaveLength(2);
  });
});
