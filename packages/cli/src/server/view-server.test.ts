import { UnknownTaskError } from "@clew/log";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startViewServer } from "./index.js";
import { ask, SUMMARY, sendRaw, shownLog } from "./server-for-tests.js";
import { ViewError } from "./view-error.js";
import type { ViewServer } from "./view-server.js";

const PAGE = new Map([
  ["/", { type: "text/html; charset=utf-8", bytes: Buffer.from("<!doctype html>") }],
  ["/page.js", { type: "text/javascript; charset=utf-8", bytes: Buffer.from("0") }],
]);
const DATA = [
  "/api/summary",
  "/api/tasks",
  "/api/facets",
  "/api/histogram",
  "/api/task-uuids",
  "/api/search",
  "/api/types",
  "/api/task",
  "/api/why",
  "/api/slow",
  "/api/origin",
  "/api/diff",
  "/api/compare-logs",
  "/api/summary?log=baseline",
  "/api/events",
  "/api/recordings",
  "/api/recording",
];

let server: ViewServer;
let token: string;
let cookie: string;
let port: number;

beforeEach(async () => {
  const started = await startViewServer({ page: PAGE });
  server = started.server;
  port = server.port;
  token = started.address.split("#token=")[1] ?? "";
  server.show(shownLog());
  const { headers } = await ask(port, "/api/session", { method: "POST", body: token });
  cookie = headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
});

afterEach(() => server.close());

const askAll = (paths: readonly string[], headers: Readonly<Record<string, string>>) =>
  Promise.all(paths.map(async (path) => (await ask(port, path, { headers })).status));

const question = (value: object) => `?ask=${encodeURIComponent(JSON.stringify(value))}`;

describe("a page", () => {
  test("is expected by the log as soon as that is shown, and whenever its document is asked for", async () => {
    const log = shownLog();
    let expected = 0;
    server.show({ ...log, explanations: { ...log.explanations, expectPage: () => void expected++ } });
    expect(expected).toBe(1);
    await askAll(["/page.js", "/nowhere"], {});
    expect(expected).toBe(1);
    await askAll(["/"], {});
    expect(expected).toBe(2);
  });
});

describe("where the server listens", () => {
  test("is the loopback address", async () => {
    const { address } = await startAndClose({});
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=/);
  });

  test("is no other host, unless somebody chose a token that is hard to guess", async () => {
    for (const host of ["0.0.0.0", "::", "192.168.1.5", "example.com", "127.evil.com"]) {
      await expect(startAndClose({ host })).rejects.toThrow(expect.objectContaining({ code: "CLEW_VIEW_HOST" }));
    }
    await expect(startAndClose({ host: "0.0.0.0", token: "hunter2" })).rejects.toMatchObject({
      code: "CLEW_VIEW_WEAK_TOKEN",
      message: expect.stringContaining("22 or more"),
    });
    const { address } = await startAndClose({ host: "0.0.0.0", token: "0123456789abcdef0123456789abcdef" });
    expect(address).toMatch(/#token=0123456789abcdef0123456789abcdef$/);
  });

  test("is not a port that is taken, which is said with the way out", async () => {
    await expect(startAndClose({ port })).rejects.toThrow(
      new ViewError("CLEW_VIEW_PORT", `Cannot listen on port ${port}: another program does; give another --port`),
    );
  });

  async function startAndClose(options: { host?: string; port?: number; token?: string }) {
    const started = await startViewServer({ page: PAGE, ...options });
    await started.server.close();
    return started;
  }
});

describe("the token", () => {
  test("is another one for each run, and has 256 bits", async () => {
    const other = await startViewServer({ page: PAGE });
    await other.server.close();
    const otherToken = other.address.split("#token=")[1] ?? "";
    expect(otherToken).not.toBe(token);
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
  });

  test("becomes a cookie that no script reads and no other site sends", async () => {
    const { status, headers } = await ask(port, "/api/session", { method: "POST", body: token });
    expect(status).toBe(204);
    expect(headers["set-cookie"]).toEqual([`clew-${port}=${token}; HttpOnly; SameSite=Strict; Path=/`]);
  });

  test("is needed by everything that tells of the log, streams too", async () => {
    expect(await askAll(DATA, {})).toEqual(DATA.map(() => 401));
    const wrong = { cookie: `clew-${port}=${"A".repeat(43)}; other=1` };
    expect(await askAll(DATA, wrong)).toEqual(DATA.map(() => 401));
    expect(await askAll(DATA, { cookie: `clew-1=${token}` })).toEqual(DATA.map(() => 401));
    expect(await askAll([`/api/summary?token=${token}`], {})).toEqual([401]);
  });

  test("is refused where it is wrong, cut, too long or asked for with GET", async () => {
    const post = (body: string) => ask(port, "/api/session", { method: "POST", body });
    const answers = await Promise.all([post("wrong"), post(token.slice(1)), post(""), post("x".repeat(10_000))]);
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 413]);
    expect(answers.flatMap(({ headers }) => headers["set-cookie"] ?? [])).toEqual([]);
    expect((await ask(port, `/api/session?${token}`)).status).toBe(405);
  });

  test("has a ticket for the command line of a browser, which is good once", async () => {
    const ticket = server.addressOnce().split("#token=")[1] ?? "";
    const enter = async (body: string) => (await ask(port, "/api/session", { method: "POST", body })).status;
    expect(ticket).not.toBe(token);
    expect([await enter(ticket), await enter(ticket), await enter(token)]).toEqual([204, 401, 204]);
  });

  test("opens the answers", async () => {
    const { status, headers, text } = await ask(port, "/api/summary", { headers: { cookie: `a=b; ${cookie}` } });
    expect(status).toBe(200);
    expect(headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(JSON.parse(text)).toEqual(SUMMARY);
  });
});

describe("a request under another name", () => {
  test("is refused, whatever it asks for: DNS rebinding needs one", async () => {
    for (const host of [
      "evil.com",
      `evil.com:${port}`,
      "127.0.0.1",
      `127.0.0.1:${port + 1}`,
      `127.0.0.1.nip.io:${port}`,
    ]) {
      expect(await askAll(["/", "/page.js", "/api/summary"], { cookie, host })).toEqual([403, 403, 403]);
    }
  });

  test("is refused where it has no name, or two", async () => {
    const none = await sendRaw(port, "GET / HTTP/1.0\r\n\r\n");
    expect(none).toMatch(/^HTTP\/1\.1 403 /);
    const own = `Host: 127.0.0.1:${port}\r\n`;
    const two = await sendRaw(port, `GET / HTTP/1.1\r\n${own}${own}Connection: close\r\n\r\n`);
    expect(two).toMatch(/^HTTP\/1\.1 40[03] /);
  });

  test("is answered under each name of this machine", async () => {
    for (const host of [`localhost:${port}`, `LOCALHOST:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`]) {
      expect(await askAll(["/", "/api/summary"], { cookie, host })).toEqual([200, 200]);
    }
  });
});

describe("a request from another site", () => {
  const everything = ["/", "/page.js", "/nothing", ...DATA];

  test("is refused by its Origin, everywhere, with the cookie too", async () => {
    for (const origin of ["http://evil.com", "null", `https://127.0.0.1:${port}`, `http://127.0.0.1:${port + 1}`]) {
      expect(await askAll(everything, { cookie, origin })).toEqual(everything.map(() => 403));
    }
    const post = { method: "POST", body: token, headers: { origin: "http://evil.com" } };
    expect((await ask(port, "/api/session", post)).status).toBe(403);
  });

  test("is refused by its Sec-Fetch-Site, everywhere", async () => {
    for (const site of ["cross-site", "same-site", "whatever"]) {
      expect(await askAll(everything, { cookie, "sec-fetch-site": site })).toEqual(everything.map(() => 403));
    }
  });

  test("gets no headers of CORS, also when it asks beforehand", async () => {
    const headers = { origin: "http://evil.com", "access-control-request-method": "GET" };
    const asked = [
      await ask(port, "/api/summary", { method: "OPTIONS", headers }),
      await ask(port, "/api/summary", { headers: { cookie, origin: `http://127.0.0.1:${port}` } }),
    ];
    expect(asked.map(({ status }) => status)).toEqual([403, 200]);
    for (const { headers: heard } of asked) {
      expect(Object.keys(heard).filter((name) => name.startsWith("access-control"))).toEqual([]);
    }
  });

  test("is another thing than one from the page itself, or from the bar of addresses", async () => {
    const origin = `http://127.0.0.1:${port}`;
    expect(await askAll(["/api/summary"], { cookie, origin, "sec-fetch-site": "same-origin" })).toEqual([200]);
    expect(await askAll(["/"], { "sec-fetch-site": "none" })).toEqual([200]);
  });
});

describe("an address that means a file", () => {
  const tricks = [
    "/../../../../etc/passwd",
    "/..%2f..%2f..%2fetc%2fpasswd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/page.js/../../package.json",
    "/./page.js",
    "//page.js",
    "/page.js%00.html",
    "/page.js/",
    "/PAGE.JS",
    "/api/../page.js",
    "/api/recording/../../etc/passwd",
    "/index.html\\..\\..\\x",
  ];

  test("is looked up as it stands, and nothing is found by a trick", async () => {
    for (const path of tricks) {
      const sent = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`;
      expect(await sendRaw(port, sent), path).toMatch(/^HTTP\/1\.1 404 /);
    }
  });

  test("is refused where it is whole, holds what no address may, or is too long", async () => {
    const head = `Host: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`;
    const whole = await sendRaw(port, `GET http://127.0.0.1:${port}/ HTTP/1.1\r\n${head}`);
    const nul = await sendRaw(port, `GET /\0 HTTP/1.1\r\n${head}`);
    const long = await sendRaw(port, `GET /${"a".repeat(9000)} HTTP/1.1\r\n${head}`);
    const endless = await sendRaw(port, `GET /${"a".repeat(100_000)}`);
    const star = await sendRaw(port, `OPTIONS * HTTP/1.1\r\n${head}`);
    const statuses = [whole, nul, long, endless, star].map((answer) => answer.split(" ", 2)[1]);
    expect(statuses).toEqual(["400", "400", "414", "431", "400"]);
  });

  test("is never what a recording is asked for by: only its id is", async () => {
    const recording = (id: string) => ask(port, `/api/recording${question({ id })}`, { headers: { cookie } });
    expect(await recording("r1")).toMatchObject({ status: 200, text: "{}" });
    for (const id of ["sc-logs.json", "../r1", "/etc/passwd", "__proto__"]) {
      expect((await recording(id)).status).toBe(400);
    }
    const { text } = await ask(port, "/api/recordings", { headers: { cookie } });
    expect(JSON.parse(text)).toEqual([{ id: "r1", name: "sc-logs.json", sizeBytes: 2 }]);
  });
});

describe("every answer", () => {
  test("says that nothing foreign is to be loaded, guessed, framed or told", async () => {
    const asked = await Promise.all([
      ask(port, "/"),
      ask(port, "/nothing"),
      ask(port, "/api/summary"),
      ask(port, "/api/summary", { headers: { cookie } }),
      ask(port, "/", { headers: { host: "evil.com" } }),
    ]);
    for (const { headers } of asked) {
      const policy = headers["content-security-policy"];
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain("require-trusted-types-for 'script'; trusted-types 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(headers["referrer-policy"]).toBe("no-referrer");
      expect(headers["cache-control"]).toBe("no-store");
    }
  });

  test("is to GET, but for the token: other methods change nothing and are refused", async () => {
    for (const method of ["POST", "PUT", "DELETE", "PATCH", "HEAD"]) {
      for (const path of ["/", "/api/summary", "/api/task"]) {
        expect((await ask(port, path, { method, headers: { cookie } })).status, `${method} ${path}`).toBe(405);
      }
    }
    expect((await ask(port, "/", { body: "x", headers: { "content-length": "1" } })).status).toBe(413);
  });
});

describe("a question", () => {
  const get = (path: string) => ask(port, path, { headers: { cookie } });

  test("is answered by what the log says", async () => {
    expect((await get(`/api/task${question({ taskUuid: "t\u0000</script>" })}`)).text).toBe(
      '{"task_uuid": "t\\u0000</script>"}\n',
    );
    expect(JSON.parse((await get(`/api/diff${question({ a: "1", b: "2" })}`)).text)).toEqual({ a: "1", b: "2" });
    expect((await get("/api/why")).text).toBe('{"failures":[]}');
  });

  test("reaches the log as it was asked, and nothing else does", async () => {
    const asked: unknown[] = [];
    server.show(
      shownLog({
        tasks: async (...all) => {
          asked.push(all);
          return { total: 0, rows: [] };
        },
      }),
    );
    const query = {
      text: "a",
      types: ["x"],
      statuses: ["failed"],
      fields: [{ field: "f", value: "v" }],
      from: 1,
      to: 2,
    };
    const page = { sort: "duration", descending: true, offset: 0, limit: 50 };
    const more = { ...query, minDurationSeconds: 0.5, sql: "drop", __proto__: null };
    expect((await get(`/api/tasks${question({ query: more, page: { ...page, path: "/etc" } })}`)).status).toBe(200);
    expect(asked).toEqual([[{ ...query, minDurationSeconds: 0.5 }, page]]);
  });

  test("is answered by the baseline where it is asked, and with a sentence where there is none", async () => {
    for (const path of ["/api/compare-logs", "/api/summary?log=baseline", "/api/tasks?log=baseline"]) {
      const { status, text } = await get(path);
      expect(status, path).toBe(400);
      expect(JSON.parse(text).error).toMatch(/no log that this is compared with; clew view --baseline/);
    }
    const baseline = shownLog({ types: async () => [{ type: "usual" } as never] });
    const names = { baseline: "usual.log", log: "app.log" };
    const explanations = {
      ...shownLog().explanations,
      pair: { baseline, names, text: async () => '{"same":true}', counted: async () => [] },
    };
    server.show({ ...shownLog(), explanations });
    expect((await get("/api/compare-logs")).text).toBe('{"same":true}');
    expect(JSON.parse((await get("/api/types?log=baseline")).text)).toEqual([{ type: "usual" }]);
    expect(JSON.parse((await get("/api/types")).text)).toEqual([]);
    expect(JSON.parse((await get("/api/types?log=other")).text)).toEqual([]);
    expect(JSON.parse((await get("/api/summary")).text)).toEqual({ ...SUMMARY, compared: names });
  });

  test("about what a figure counts is read strictly", async () => {
    const change = { kind: "failed", action_path: ["order", "pay"] };
    const asking = (counted: object) => get(`/api/task-uuids${question({ query: { counted } })}`);
    expect((await asking({ change, side: "b" })).status).toBe(200);
    expect(
      (await asking({ change: { ...change, item: "x", value: "y" }, side: "a", of: { a: {}, b: {} } })).status,
    ).toBe(200);
    for (const bad of [
      { change, side: "c" },
      { change: { ...change, kind: "drop" }, side: "a" },
      { change: { kind: "failed", action_path: "order" }, side: "a" },
      { change: { kind: "failed", action_path: [1] }, side: "a" },
      { change, side: "a", of: { a: {} } },
      { change, side: "a", of: { a: {}, b: { from: "now" } } },
    ]) {
      expect((await asking(bad)).status, JSON.stringify(bad)).toBe(400);
    }
  });

  test("that is malformed or asks for too much is refused with a sentence", async () => {
    const page = { sort: "time", descending: false, offset: 0, limit: 50 };
    const bad: readonly (readonly [string, RegExp])[] = [
      ["/api/tasks?ask={", /must be JSON/],
      [`/api/tasks${question([])}`, /must be a JSON object/],
      [`/api/tasks${question({ query: {}, page: { ...page, limit: 100_000 } })}`, /limit must be .* to 1000/],
      [`/api/tasks${question({ query: {}, page: { ...page, offset: -1 } })}`, /offset must be/],
      [`/api/tasks${question({ query: {}, page: { ...page, sort: "type; drop" } })}`, /sort must be one of/],
      [`/api/tasks${question({ query: { text: "x".repeat(1001) }, page })}`, /text must be a text of at most/],
      [`/api/tasks${question({ query: { statuses: ["no"] }, page })}`, /statuses must be one of/],
      [`/api/tasks${question({ query: { from: null }, page })}`, /from must be a number/],
      [`/api/facets${question({ query: { types: Array(101).fill("x") } })}`, /at most 100/],
      [`/api/histogram${question({ query: {}, buckets: 1e6 })}`, /buckets must be/],
      [`/api/search${question({ text: "x", limit: 1e9 })}`, /limit must be/],
    ];
    for (const [path, sentence] of bad) {
      const { status, text } = await get(path);
      expect(status, path).toBe(400);
      expect(JSON.parse(text).error).toMatch(sentence);
    }
  });

  test("that names what is not there is answered with that sentence, and is no fault of the server", async () => {
    const explanations = { ...shownLog().explanations };
    explanations.diff = () => Promise.reject(new UnknownTaskError("Cannot compare task xyz: it is not in the log"));
    server.show({ ...shownLog(), explanations });
    const { status, text } = await get(`/api/diff${question({ a: "xyz", b: "abc" })}`);
    expect([status, JSON.parse(text).error]).toEqual([400, "Cannot compare task xyz: it is not in the log"]);
    expect((await get(`/api/origin${question({ taskUuid: "xyz" })}`)).text).toBe("null");
    expect((await get(`/api/origin${question({})}`)).status).toBe(400);
    expect((await get(`/api/task-uuids${question({ query: { statuses: ["no"] } })}`)).status).toBe(400);
    expect((await get(`/api/why${question({ query: { from: null } })}`)).status).toBe(400);
    expect((await get(`/api/slow${question({ query: [] })}`)).status).toBe(400);
  });

  test("that fails is answered with why, and the server goes on", async () => {
    server.show(shownLog({ types: () => Promise.reject(new Error("the disk is gone")) }));
    const { status, text } = await get("/api/types");
    expect([status, JSON.parse(text).error]).toEqual([500, "The question failed: the disk is gone"]);
    expect((await get("/api/summary")).status).toBe(200);
  });

  test("is put off until the log was read", async () => {
    const other = await startViewServer({ page: PAGE, token: "0123456789abcdef0123456789abcdef" });
    const headers = { cookie: `clew-${other.server.port}=0123456789abcdef0123456789abcdef` };
    const { status, headers: heard } = await ask(other.server.port, "/api/summary", { headers });
    await other.server.close();
    expect([status, heard["retry-after"]]).toEqual([503, "1"]);
  });
});
