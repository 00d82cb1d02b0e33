import { MemoryStore, type TaskQuery } from "@clew/log";
import { describe, expect, test, vi } from "vitest";
import { GrowingSource } from "./growing-source-for-tests.js";
import { LogSession, Navigation } from "./index.js";

const line = (uuid: string, level: number, timestamp: number, rest: object) =>
  `${JSON.stringify({ task_uuid: uuid, task_level: [level], timestamp, action_type: "job", ...rest })}\n`;
const began = (uuid: string, at: number) => line(uuid, 1, at, { action_status: "started" });
const ended = (uuid: string, at: number) => line(uuid, 2, at, { action_status: "succeeded" });

async function open(tasks: number, fragment = "forest") {
  const store = new MemoryStore("app.log", { live: true });
  for (let i = 0; i < tasks; i++) store.add(began(`t${i}`, i) + ended(`t${i}`, i + 0.5));
  const source = new GrowingSource(store);
  const log = new LogSession(source, new Navigation(fragment, () => undefined));
  await until(() => log.forest.pages.total.value !== undefined || !fragment.startsWith("forest"));
  return { log, source };
}

const until = (holds: () => boolean) => vi.waitFor(() => expect(holds()).toBe(true), { timeout: 5000, interval: 5 });
const shown = (log: LogSession, index: number) => log.forest.pages.listing.value.rows.get(index)?.taskUuid;

describe("the forest of a log that grows", () => {
  test("shows new tasks at once to who is at the beginning", async () => {
    const { log, source } = await open(5);
    log.forest.pages.see(0, 10, true);
    await source.grow(began("new", 100));
    await until(() => log.forest.pages.total.value === 6);
    expect(shown(log, 0)).toBe("new");
    log.close();
  });

  test("moves nothing under who reads further down, and says how many wait", async () => {
    const { log, source } = await open(250);
    log.forest.pages.see(120, 140, false);
    await until(() => shown(log, 120) !== undefined);
    const before = shown(log, 120);
    await source.grow(began("new", 1000) + began("newer", 1001));
    await until(() => log.forest.newer.value === 2);
    log.forest.pages.see(200, 220, false);
    await until(() => shown(log, 200) !== undefined);
    expect([shown(log, 120), shown(log, 200), log.forest.pages.total.value]).toEqual([before, "t49", 250]);
    log.forest.showNewer();
    await until(() => log.forest.pages.total.value === 252);
    expect([shown(log, 0), log.forest.newer.value]).toEqual(["newer", 0]);
    log.close();
  });

  test("updates a task that is in sight where it stands", async () => {
    const { log, source } = await open(250);
    await source.grow(began("open", 500));
    await until(() => log.forest.pages.total.value === 251);
    log.forest.pages.see(0, 20, false);
    await source.grow(ended("open", 503));
    await until(() => log.forest.pages.listing.value.rows.get(0)?.status === "succeeded");
    expect(log.forest.pages.listing.value.rows.get(0)).toMatchObject({ taskUuid: "open", duration: 3 });
    log.close();
  });

  test("changes nothing while it is held still, and all of it afterwards", async () => {
    const { log, source } = await open(3);
    log.paused.value = true;
    await source.grow(began("new", 100));
    // The first news go through the throttle at the next turn of the timers.
    await new Promise((settled) => setTimeout(settled, 0));
    expect(log.forest.pages.total.value).toBe(3);
    log.paused.value = false;
    log.refresh();
    await until(() => log.forest.pages.total.value === 4);
    log.close();
  });

  test("asks for everything anew after a gap, and counts what was left out", async () => {
    const { log, source } = await open(3);
    log.paused.value = true;
    await source.grow(began("unseen", 100));
    source.tell({ kind: "gap", missed: 7 });
    await until(() => log.forest.pages.total.value === 4);
    expect(log.missed.value).toBe(7);
    log.close();
  });

  test("says when the log is out of reach", async () => {
    const { log, source } = await open(1);
    source.tell({ kind: "connection", state: "lost" });
    expect(log.connection.value).toBe("lost");
    log.close();
  });
});

describe("the forest", () => {
  test("drops the answer to a question that is no longer asked", async () => {
    const { log } = await open(3);
    log.navigation.adjust({ query: { text: "t0" } });
    log.navigation.adjust({ query: { text: "t1" } });
    await until(() => log.forest.pages.total.value === 1 && !log.forest.pages.isStale.value);
    expect(shown(log, 0)).toBe("t1");
    log.close();
  });

  test("keeps what it showed, and says why, where a question fails", async () => {
    const { log, source } = await open(3);
    source.tasks = () => Promise.reject(new Error("the server does not answer"));
    log.navigation.adjust({ query: { text: "t0" } });
    await until(() => log.forest.error.value !== undefined);
    expect(log.forest.error.value).toBe("the server does not answer");
    expect(log.forest.pages.total.value).toBe(3);
    log.close();
  });
});

describe("an open task", () => {
  test("grows where it is looked at, and keeps what is chosen and folded", async () => {
    const { log, source } = await open(1, "task?task=t9");
    const inner = `${JSON.stringify({ task_uuid: "t9", task_level: [2, 1], timestamp: 6, message_type: "m" })}\n`;
    await source.grow(began("t9", 5) + inner);
    await until(() => log.task.rows.value.length === 3);
    log.task.fold(1, true);
    log.task.choose(1);
    await source.grow(line("t9", 4, 9, { action_status: "succeeded" }));
    await until(() => log.task.rows.value.length === 3 && log.task.rows.value[2]?.kind === "gap");
    expect([log.task.chosen.value, log.navigation.state.value.at, log.navigation.state.value.folded]).toEqual([
      1,
      "/2",
      ["/2"],
    ]);
    log.close();
  });

  test("unfolds what hides the place that is gone to, and chooses it", async () => {
    const { log, source } = await open(1, "task?task=t9&folded=*");
    const inner = `${JSON.stringify({ task_uuid: "t9", task_level: [2, 2, 1], timestamp: 6, message_type: "m" })}\n`;
    await source.grow(began("t9", 5) + inner);
    await until(() => log.task.rows.value.length > 0);
    expect(log.task.rows.value.length).toBe(2);
    log.navigation.step({ at: "/2/2/1" });
    const chosen = log.task.rows.value[log.task.chosen.value]?.node;
    expect(chosen?.kind === "message" && chosen.messageType).toBe("m");
    log.close();
  });
});

describe("what is looked at is asked for first", () => {
  /** Notes which questions are asked, and answers none before it is told to. */
  class NotedSource extends GrowingSource {
    readonly asked: string[] = [];
    readonly #waiting: (() => void)[] = [];

    answer(): void {
      for (const go of this.#waiting.splice(0)) go();
    }

    override async tasks(...[query, page]: Parameters<GrowingSource["tasks"]>) {
      await this.#note(`tasks by ${page.sort}`);
      return super.tasks(query, page);
    }

    override async facets(query: TaskQuery) {
      await this.#note("facets");
      return super.facets(query);
    }

    override async histogram(query: TaskQuery, buckets: number) {
      await this.#note("histogram");
      return super.histogram(query, buckets);
    }

    #note(name: string): Promise<void> {
      this.asked.push(name);
      return new Promise((go) => this.#waiting.push(go));
    }
  }

  test.each([
    { view: "forest", first: ["tasks by time", "tasks by duration"], later: ["facets", "histogram"] },
    { view: "overview", first: ["facets", "histogram"], later: ["tasks by time", "tasks by duration"] },
  ])("in the view $view", async ({ view, first, later }) => {
    const store = new MemoryStore("app.log");
    store.add(began("t", 0) + ended("t", 1));
    const source = new NotedSource(store);
    const log = new LogSession(source, new Navigation(view, () => undefined));
    await until(() => source.asked.length > 0);
    await new Promise((settled) => setTimeout(settled, 0));
    expect(source.asked).toEqual(first);
    source.answer();
    await until(() => source.asked.length > first.length);
    expect([...source.asked].sort()).toEqual([...first, ...later].sort());
    source.answer();
    await until(() => log.forest.pages.total.value === 1 && log.forest.facets.value !== undefined);
    log.close();
  });

  test("rows of an earlier question never pass for an answer meanwhile", async () => {
    const store = new MemoryStore("app.log");
    store.add(began("t", 0) + ended("t", 1));
    const source = new NotedSource(store);
    const log = new LogSession(source, new Navigation("overview", () => undefined));
    await until(() => source.asked.length > 0);
    source.answer();
    await until(() => source.asked.length === 4);
    source.answer();
    await until(() => !log.forest.pages.isStale.value);
    log.navigation.adjust({ query: { text: "nothing" } });
    expect(log.forest.pages.isStale.value).toBe(true);
    log.close();
  });
});
