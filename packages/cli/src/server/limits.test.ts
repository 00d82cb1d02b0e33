import { afterEach, describe, expect, test } from "vitest";
import { startViewServer } from "./index.js";
import { ask, type HeardNews, Listener, SUMMARY, shownLog } from "./server-for-tests.js";
import type { ViewServer } from "./view-server.js";

const TOKEN = "0123456789abcdef0123456789abcdef";
const running: ViewServer[] = [];
const listeners: Listener[] = [];

afterEach(async () => {
  for (const listener of listeners.splice(0)) listener.close();
  for (const server of running.splice(0)) await server.close();
});

type Limits = NonNullable<Parameters<typeof startViewServer>[0]["limits"]>;

async function start(limits: Limits): Promise<{ server: ViewServer; port: number; cookie: string }> {
  const { server } = await startViewServer({ page: new Map(), token: TOKEN, limits });
  running.push(server);
  return { server, port: server.port, cookie: `clew-${server.port}=${TOKEN}` };
}

async function listen(port: number, cookie: string, lastHeard?: string): Promise<Listener> {
  const listener = await Listener.open(port, cookie, lastHeard);
  listeners.push(listener);
  return listener;
}

const grown = (text: string) => ({ kind: "grown", summary: SUMMARY, taskUuids: [text], moreTasks: false }) as const;

describe("questions", () => {
  test("are refused while too many are worked on, and answered again afterwards", async () => {
    const { server, port, cookie } = await start({ mostAtOnce: 2 });
    let release: (lines: string) => void = () => {};
    const held = new Promise<string>((resolve) => (release = resolve));
    let asked = 0;
    let bothAsked: () => void = () => {};
    const both = new Promise<void>((resolve) => (bothAsked = resolve));
    const taskLines = () => {
      asked++;
      if (asked === 2) bothAsked();
      return held;
    };
    server.show(shownLog({ taskLines }));
    const path = `/api/task?ask=${encodeURIComponent('{"taskUuid":"t"}')}`;
    const waiting = [ask(port, path, { headers: { cookie } }), ask(port, path, { headers: { cookie } })];
    await both;
    const refused = await ask(port, "/api/summary", { headers: { cookie } });
    release("{}\n");
    expect([refused.status, JSON.parse(refused.text).error]).toEqual([503, "Too much is asked at once; ask again."]);
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await ask(port, "/api/summary", { headers: { cookie } })).status).toBe(200);
  });

  test("that read the whole log are given the time that they need", async () => {
    const { server, port, cookie } = await start({ timeMs: 5 });
    const explanations = { ...shownLog().explanations };
    let asked = () => {};
    const isAsked = new Promise<void>((resolve) => (asked = resolve));
    let answer: (text: string) => void = () => {};
    explanations.why = () => {
      asked();
      return new Promise((resolve) => (answer = resolve));
    };
    server.show({ ...shownLog({ types: () => new Promise(() => {}) }), explanations });
    const waiting = ask(port, "/api/why", { headers: { cookie } });
    await isAsked;
    expect((await ask(port, "/api/types", { headers: { cookie } })).status).toBe(503);
    answer('{"failures":[]}');
    expect((await waiting).text).toBe('{"failures":[]}');
  });

  test("that take too long are answered with that, and keep their place until they end", async () => {
    const { server, port, cookie } = await start({ timeMs: 5, mostAtOnce: 1 });
    let fail: (error: Error) => void = () => {};
    const ended = new Promise<never>((_, reject) => (fail = reject));
    server.show(shownLog({ types: () => ended }));
    const late = await ask(port, "/api/types", { headers: { cookie } });
    expect([late.status, JSON.parse(late.text).error]).toEqual([503, expect.stringContaining("longer than 0.005 s")]);
    expect((await ask(port, "/api/summary", { headers: { cookie } })).status).toBe(503);
    fail(new Error("ended at last"));
    await expect(ended).rejects.toThrow();
    expect((await ask(port, "/api/summary", { headers: { cookie } })).status).toBe(200);
  });

  test("with an answer that no page could hold are answered with the way out", async () => {
    const { server, port, cookie } = await start({ answerBytes: 10 });
    server.show(shownLog({ taskLines: async () => "x".repeat(11) }));
    const path = `/api/task?ask=${encodeURIComponent('{"taskUuid":"t"}')}`;
    const { status, text } = await ask(port, path, { headers: { cookie } });
    expect([status, JSON.parse(text).error]).toEqual([413, expect.stringContaining("clew tree --task")]);
  });
});

describe("pages that listen", () => {
  test("hear all news, in their order", async () => {
    const { server, port, cookie } = await start({});
    const [one, two] = [await listen(port, cookie), await listen(port, cookie)];
    for (const text of ["a", "b\n\ndata: forged", "\u2028</script>"]) server.publish(grown(text));
    for (const page of [one, two]) {
      const heard = await page.hear(({ length }) => length === 3);
      expect(heard.map(({ news }) => news)).toEqual(["a", "b\n\ndata: forged", "\u2028</script>"].map(grown));
    }
  });

  test("are refused beyond a number, and let in where one has left", async () => {
    const { port, cookie } = await start({ mostClients: 2 });
    const [one] = [await listen(port, cookie), await listen(port, cookie)];
    const refused = await ask(port, "/api/events", { headers: { cookie } });
    expect([refused.status, JSON.parse(refused.text).error]).toEqual([503, "Too many pages listen; close one."]);
    one?.close();
    let next = await listen(port, cookie);
    while (next.status === 503) next = await listen(port, cookie);
    expect(next.status).toBe(200);
  });

  test("that connect again hear what came meanwhile", async () => {
    const { server, port, cookie } = await start({});
    const before = await listen(port, cookie);
    server.publish(grown("a"));
    const [first] = await before.hear(({ length }) => length === 1);
    before.close();
    server.publish(grown("b"));
    server.publish(grown("c"));
    const after = await listen(port, cookie, first?.id);
    const heard = await after.hear(({ length }) => length === 2);
    expect(heard.map(({ news }) => news)).toEqual([grown("b"), grown("c")]);
  });

  test("that connect again too late, or from another run, hear how much they missed", async () => {
    const { server, port, cookie } = await start({ history: 2 });
    const before = await listen(port, cookie);
    server.publish(grown("a"));
    const [first] = await before.hear(({ length }) => length === 1);
    for (const text of ["b", "c", "d"]) server.publish(grown(text));
    for (const [lastHeard, missed] of [
      [first?.id ?? "", 3],
      ["000000000000-1", 4],
      ["rubbish", 4],
      ["", 4],
    ] as const) {
      const after = await listen(port, cookie, lastHeard);
      const [gap] = await after.hear(({ length }) => length === 1);
      expect(gap?.news, lastHeard).toEqual({ kind: "gap", missed });
    }
  });

  test("that fall behind are told how much they missed, and nothing is lost without a word", async () => {
    const { server, port, cookie } = await start({ backlogBytes: 100_000 });
    const page = await listen(port, cookie);
    const quick = await listen(port, cookie);
    page.pause();
    const large = "x".repeat(50_000);
    for (let i = 0; i < 400; i++) {
      server.publish(grown(large));
      // The other page takes each before the next: only who falls behind loses anything.
      await quick.hear(({ length }) => length > i);
    }
    // It would still fit, but came after what did not.
    server.publish(grown("small"));
    page.resume();
    const missedOf = ({ news }: HeardNews) => (news.kind === "gap" ? news.missed : 0);
    const told = (heard: readonly HeardNews[]) =>
      heard.reduce((sum, one) => sum + (one.news.kind === "grown" ? 1 : missedOf(one)), 0);
    const heard = await page.hear((all) => told(all) >= 401);
    expect(told(heard)).toBe(401);
    expect(heard.some((one) => missedOf(one) > 0)).toBe(true);
    expect(heard.map(({ news }) => news)).not.toContainEqual(grown("small"));
    server.publish(grown("last"));
    const [last] = (await page.hear((all) => told(all) >= 402)).slice(-1);
    expect(last?.news).toEqual(grown("last"));
  });

  test("are told of a news that is too large for any backlog as a gap", async () => {
    const { server, port, cookie } = await start({ backlogBytes: 1000 });
    const page = await listen(port, cookie);
    server.publish(grown("x".repeat(2000)));
    const [gap] = await page.hear(({ length }) => length === 1);
    expect(gap?.news).toEqual({ kind: "gap", missed: 1 });
  });
});
