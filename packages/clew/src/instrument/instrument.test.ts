import { channel, tracingChannel } from "node:diagnostics_channel";
import { once } from "node:events";
import http, { createServer, request as namedRequest, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { logRequests } from "../bridge/node-http/index.js";
import { addDestination, close, currentAction, type Message, withTask } from "../index.node.js";
import { type InstrumentOptions, instrument } from "./index.js";
import { readAuto } from "./options.js";
import { withoutValues } from "./sql-text.js";
import { replaceMethod, traceCall } from "./traced-call.js";

let messages: Message[] = [];
let undo: (() => unknown)[] = [];
beforeEach(() => {
  messages = [];
  addDestination((message) => {
    messages.push(message);
  });
});
afterEach(async () => {
  for (const step of undo.reverse()) await step();
  undo = [];
  await close();
});

function begin(options?: InstrumentOptions): void {
  undo.push(instrument(options));
}

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  undo.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

/** A port on which nobody listens. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const endsOf = (type: string) =>
  messages.filter(({ action_type, action_status }) => action_type === type && action_status !== "started");

/** The one end of the call that `make` made in an action of its own. */
async function endOfCall(make: () => Promise<unknown>): Promise<Message> {
  await withTask("asker", () => make().catch(() => {}));
  for (let i = 0; i < 5_000 && endsOf("http.call").length === 0; i++) await turn();
  const starts = messages.filter(
    ({ action_type, action_status }) => action_type === "http.call" && action_status === "started",
  );
  expect(starts).toHaveLength(1);
  expect(endsOf("http.call")).toHaveLength(1);
  return endsOf("http.call")[0] as Message;
}

/** Answers as its path says. */
const answers: RequestListener = (request, response) => {
  if (request.url === "/500") response.writeHead(500).end();
  else if (request.url === "/404") response.writeHead(404).end();
  else if (request.url === "/hang") return;
  else if (request.url === "/cut") {
    response.write("half");
    setImmediate(() => request.socket.destroy());
  } else response.end("whole");
};

describe("instrument(), of requests that come in", () => {
  test("makes each an action, once, also where a bridge does so too", async () => {
    begin({ fetch: false });
    begin({ fetch: false });
    const server = logRequests(createServer((_request, response) => response.end())).listen(0, "127.0.0.1");
    await once(server, "listening");
    undo.push(() => server.close());
    await (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/a?token=secret`)).text();
    while (endsOf("http.request").length === 0) await turn();
    expect(messages).toMatchObject([
      { action_type: "http.request", path: "/a" },
      { action_status: "succeeded", status: 200 },
    ]);
  });

  test("leaves them alone after it is ended, and where it is told to", async () => {
    const stop = instrument({ http: { ignore: (request) => request.url === "/health" }, fetch: false });
    const port = await serve((_request, response) => response.end());
    await (await fetch(`http://127.0.0.1:${port}/health`)).text();
    stop();
    stop();
    await (await fetch(`http://127.0.0.1:${port}/`)).text();
    expect(messages).toEqual([]);
  });
});

describe("instrument(), of calls that go out", () => {
  const by = {
    fetch: (url: string, init?: RequestInit) => async () => (await fetch(url, init)).text(),
    request: (request: typeof http.request, url: string) => () =>
      new Promise<void>((resolve, reject) => {
        const made = request(url, (response) => response.resume().once("close", resolve));
        made.on("error", reject).end();
      }),
  };
  const clients: [string, (url: string) => () => Promise<unknown>][] = [
    ["fetch", (url) => by.fetch(url)],
    ["http.request", (url) => by.request(http.request, url)],
    ["a request that was imported by name", (url) => by.request(namedRequest, url)],
  ];

  test.each(clients)("makes one by %s an action that ends with its answer", async (_name, call) => {
    const port = await serve(answers);
    begin({ http: {}, fetch: {} });
    const end = await endOfCall(call(`http://127.0.0.1:${port}/orders?token=secret`));
    expect(end).toMatchObject({ action_status: "succeeded", status: 200 });
    expect(messages.find(({ url }) => url !== undefined)).toMatchObject({ url: `http://127.0.0.1:${port}/orders` });
    expect(JSON.stringify(messages)).not.toContain("secret");
    // The server continued it.
    expect(new Set(messages.map(({ task_uuid }) => task_uuid)).size).toBe(1);
  });

  test.each(clients)("tells by %s of a failure, of a cut and of a refusal", async (_name, call) => {
    const port = await serve(answers);
    begin({ http: { ignore: () => true }, fetch: {} });
    expect(await endOfCall(call(`http://127.0.0.1:${port}/500`))).toMatchObject({
      exception: "HttpError",
      status: 500,
    });
    messages = [];
    expect(await endOfCall(call(`http://127.0.0.1:${port}/404`))).toMatchObject({
      action_status: "succeeded",
      status: 404,
    });
    messages = [];
    expect(await endOfCall(call(`http://127.0.0.1:${port}/cut`))).toMatchObject({
      action_status: "failed",
      status: 200,
    });
    messages = [];
    expect(await endOfCall(call(`http://127.0.0.1:${await freePort()}`))).toMatchObject({ action_status: "failed" });
  });

  test("tells of what is given up", async () => {
    const port = await serve(answers);
    begin({ http: { ignore: () => true }, fetch: {} });
    const signal = AbortSignal.timeout(20);
    expect(await endOfCall(by.fetch(`http://127.0.0.1:${port}/hang`, { signal }))).toMatchObject({
      action_status: "failed",
    });
    messages = [];
    const destroyed = () =>
      new Promise<void>((resolve) => {
        const made = http.request(`http://127.0.0.1:${port}/hang`).once("close", resolve);
        made.on("error", () => {}).end();
        setImmediate(() => made.destroy());
      });
    expect(await endOfCall(destroyed)).toMatchObject({ action_status: "failed" });
  });

  const unread: [string, (url: string) => Promise<unknown>][] = [
    ["fetch", (url) => fetch(url)],
    ["http.get", (url) => new Promise((resolve) => http.get(url, { agent: false }, resolve))],
  ];
  test.each(unread)("ends one by %s whose body nobody reads with the request that it was made for", async (_, call) => {
    const upstream = await serve((_request, response) => response.end("x".repeat(300_000)));
    begin({ http: {}, fetch: {} });
    const port = await serve(async (_request, response) => {
      await call(`http://127.0.0.1:${upstream}/big`);
      response.end();
    });
    const response = await new Promise<http.IncomingMessage>((resolve) =>
      http.get({ port, host: "127.0.0.1" }, resolve),
    );
    response.resume();
    await once(response, "close");
    while (endsOf("http.call").length < 2) await turn();
    expect(endsOf("http.call").find(({ body }) => body !== undefined)).toMatchObject({ body: "not read", status: 200 });
  });

  test.each(["upgrade", "connect"])(
    "takes an answer that gives the connection away by %s for a success",
    async (event) => {
      const server = createServer();
      const line = event === "upgrade" ? "101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: echo" : "200 OK";
      server.on(event, (_request, socket) => socket.end(`HTTP/1.1 ${line}\r\n\r\n`));
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      undo.push(() => server.close());
      begin({ http: {}, fetch: {} });
      const { port } = server.address() as AddressInfo;
      const headers = event === "upgrade" ? { connection: "upgrade", upgrade: "echo" } : {};
      const method = event === "upgrade" ? "GET" : "CONNECT";
      const end = await endOfCall(async () => {
        const made = http.request({ port, host: "127.0.0.1", path: "/live", method, headers }).end();
        const [, socket] = await once(made, event);
        socket.destroy();
      });
      expect(end).toMatchObject({ action_status: "succeeded", status: event === "upgrade" ? 101 : 200 });
    },
  );

  test("keeps a traceparent that the program set itself, and sends one else", async () => {
    const seen: (string | string[] | undefined)[] = [];
    const port = await serve((request, response) => {
      seen.push(request.rawHeaders.filter((name) => name.toLowerCase() === "traceparent").length.toString());
      seen.push(request.headers.traceparent);
      response.end();
    });
    begin({ http: { ignore: () => true }, fetch: {} });
    const own = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const url = `http://127.0.0.1:${port}/`;
    await withTask("asker", async () => {
      await (await fetch(url, { headers: { traceparent: own } })).text();
      await (await fetch(url)).text();
      for (const headers of [{ traceparent: own }, {}]) {
        const response = await new Promise<http.IncomingMessage>((resolve) => http.get(url, { headers }, resolve));
        response.resume();
        await once(response, "close");
      }
    });
    expect(seen.filter((_, i) => i % 2 === 0)).toEqual(["1", "1", "1", "1"]);
    expect([seen[1], seen[5]]).toEqual([own, own]);
    const trace = currentTrace();
    for (const sent of [seen[3], seen[7]]) expect(sent).toContain(trace);
  });

  const currentTrace = () => messages[0]?.task_uuid.replaceAll("-", "");
});

describe("instrument(), of channels", () => {
  test("listens where it is asked to, and ends with it", () => {
    const stop = instrument({ redis: true, mysql: false });
    expect(channel("tracing:ioredis:command:start").hasSubscribers).toBe(true);
    expect(channel("tracing:mysql2:query:start").hasSubscribers).toBe(false);
    stop();
    expect(channel("tracing:ioredis:command:start").hasSubscribers).toBe(false);
  });

  test("logs commands by their names and keys, and no values", () => {
    begin();
    const command = tracingChannel("ioredis:command");
    withTask("asker", () => {
      command.traceSync(() => "OK", {
        command: "set",
        args: ["k1", "secret"],
        serverAddress: "127.0.0.1",
        database: 0,
      });
      command.traceSync(() => "OK", { command: "auth", args: ["secret"] });
    });
    expect(messages[1]).toMatchObject({ action_type: "redis.command", command: "set", key: "k1", host: "127.0.0.1" });
    expect(JSON.stringify(messages)).not.toContain("secret");
  });

  test("takes the values out of a query of mysql2 in which they stand, and leaves what a program wrote", () => {
    begin();
    const query = tracingChannel("mysql2:query");
    query.traceSync(() => 1, { query: "select * from t where name = 'se\\'cret' and n = 17", values: ["se'cret", 17] });
    query.traceSync(() => 1, { query: "select 1 as one" });
    const sqls = messages.filter(({ sql }) => sql !== undefined).map(({ sql }) => sql);
    expect(sqls).toEqual(["select * from t where name = ? and n = ?", "select 1 as one"]);
  });
});

describe("CLEW_AUTO", () => {
  const wantedBy = (text: string | undefined) => {
    const refused: string[] = [];
    const options = readAuto(text, (word) => refused.push(word));
    const on = options && Object.entries(options).flatMap(([name, wanted]) => (wanted ? [name] : []));
    return { on, refused };
  };

  test("names what is wanted, or what is not", () => {
    expect(wantedBy(undefined).on).toContain("pg");
    expect(wantedBy("1").on).toEqual(wantedBy(undefined).on);
    expect(wantedBy("0").on).toBeUndefined();
    expect(wantedBy("http, fetch,pg").on).toEqual(["http", "fetch", "pg"]);
    expect(wantedBy("-redis").on).toEqual(wantedBy("1").on?.filter((name) => name !== "redis"));
    expect(wantedBy("http,nonsense")).toEqual({ on: ["http"], refused: ["nonsense"] });
  });
});

describe("a method that is replaced", () => {
  class Library {
    readonly asked: unknown[] = [];
    query(text: string, callback?: (error: unknown, rows: number) => void): unknown {
      this.asked.push(text);
      if (callback) return setImmediate(() => callback(text === "bad" ? new RangeError("no table") : null, 3));
      return text === "bad" ? Promise.reject(new RangeError("no table")) : Promise.resolve(3);
    }
  }
  const { length, name } = Library.prototype.query;
  let planOf: () => { type: string; fields: object } = () => ({ type: "lib.query", fields: {} });
  replaceMethod(Library.prototype, "query", (query) => {
    return function (this: unknown, ...args) {
      return traceCall("lib", () => planOf(), query, this, args);
    };
  });

  test("keeps its name, its length, its promise and its errors", async () => {
    expect([Library.prototype.query.name, Library.prototype.query.length]).toEqual([name, length]);
    const library = new Library();
    expect(await library.query("good")).toBe(3);
    await expect(library.query("bad")).rejects.toThrow("no table");
    expect(library.asked).toEqual(["good", "bad"]);
    expect(endsOf("lib.query").map(({ action_status }) => action_status)).toEqual(["succeeded", "failed"]);
  });

  test("calls its callback where the call was made", async () => {
    await withTask("asker", async () => {
      const mine = currentAction();
      const seen = await new Promise((resolve) => new Library().query("good", () => resolve(currentAction())));
      expect(seen).toBe(mine);
    });
  });

  test("does what it did, once, where its action cannot be begun", async () => {
    const before = planOf;
    planOf = () => {
      throw new Error("no plan");
    };
    const library = new Library();
    expect(await library.query("good")).toBe(3);
    planOf = before;
    expect(library.asked).toEqual(["good"]);
    expect(messages).toEqual([]);
  });
});

describe("withoutValues(sql)", () => {
  test.each([
    ["select 'a''b', \"c\", 0xff, -1.5e3 from `t 1` where x1 = 7", "select ?, ?, ?, ? from `t 1` where x1 = ?"],
    ["insert into t2 values ('it\\'s', 12)", "insert into t2 values (?, ?)"],
    ["select 'never closed", "select ?"],
  ])("makes of %s what names no value", (sql, plain) => {
    expect(withoutValues(sql)).toBe(plain);
  });
});
