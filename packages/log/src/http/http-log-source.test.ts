import { describe, expect, test } from "vitest";
import type { LogNews } from "../questions/index.js";
import { type EventsListener, HttpLogSource, type HttpTransport } from "./index.js";

/** A server of one answer, which remembers what it was asked. */
function answering(status: number, text: string) {
  const asked: unknown[] = [];
  const listeners: EventsListener[] = [];
  const transport: HttpTransport = {
    fetch: async (...request) => {
      asked.push(request);
      return { ok: status < 300, status, text: async () => text };
    },
    openEvents: (address, listener) => {
      asked.push(address);
      listeners.push(listener);
      return () => asked.push("closed");
    },
  };
  return { ...transport, asked, listeners };
}

describe("new HttpLogSource(transport)", () => {
  test("gives the lines of a task as they were sent", async () => {
    const lines = '{"n": 12345678901234567890}\n';
    expect(await new HttpLogSource(answering(200, lines)).taskLines("t1")).toBe(lines);
  });

  test("posts the token, and asks everything else with GET", async () => {
    const transport = answering(200, "[]");
    const source = new HttpLogSource(transport);
    await source.enter("secret");
    await source.search("x", 3);
    expect(transport.asked).toEqual([
      ["/api/session", { method: "POST", body: "secret" }],
      ["/api/search?ask=%7B%22text%22%3A%22x%22%2C%22limit%22%3A3%7D", undefined],
    ]);
  });

  test("asks about the baseline under a name of its own, and hears no news of it", async () => {
    const transport = answering(200, "{}");
    const source = new HttpLogSource(transport);
    expect(source.baseline()).toBe(source.baseline());
    await source.baseline().summary();
    await source.baseline().taskLines("t1");
    source.baseline().follow(() => {})();
    await source.compareLogs();
    expect(transport.asked.map((asked) => (Array.isArray(asked) ? decodeURIComponent(asked[0]) : asked))).toEqual([
      "/api/summary?ask={}&log=baseline",
      '/api/task?ask={"taskUuid":"t1"}&log=baseline',
      "/api/compare-logs?ask={}",
    ]);
  });

  test("rejects with the sentence that the server gave, and its status", async () => {
    const refused = new HttpLogSource(answering(503, '{"error": "Too many ask at once."}')).summary();
    await expect(refused).rejects.toMatchObject({ status: 503, message: "Too many ask at once." });
    const plain = new HttpLogSource(answering(502, "<html>")).summary();
    await expect(plain).rejects.toMatchObject({ status: 502, message: "The server refused: 502" });
  });

  test("says that the server is gone where nothing answers", async () => {
    const gone = { ...answering(200, ""), fetch: () => Promise.reject(new TypeError("Failed to fetch")) };
    await expect(new HttpLogSource(gone).summary()).rejects.toMatchObject({
      status: 0,
      message: expect.stringContaining("is clew view still running?"),
    });
  });

  test("tells of news and of the connection, until it is to stop", () => {
    const transport = answering(200, "");
    const heard: LogNews[] = [];
    const stop = new HttpLogSource(transport).follow((news) => heard.push(news));
    transport.listeners[0]?.opened();
    transport.listeners[0]?.message('{"kind":"gap","missed":3}');
    transport.listeners[0]?.lost();
    stop();
    expect(heard).toEqual([
      { kind: "connection", state: "open" },
      { kind: "gap", missed: 3 },
      { kind: "connection", state: "lost" },
    ]);
    expect(transport.asked).toEqual(["/api/events", "closed"]);
  });
});
