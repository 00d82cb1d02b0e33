import { MemoryStore } from "@clew/log";
import { describe, expect, test, vi } from "vitest";
import { GrowingSource } from "./growing-source-for-tests.js";
import { LogSession, Navigation } from "./index.js";

const line = (uuid: string, level: number, timestamp: number, rest: object) =>
  `${JSON.stringify({ task_uuid: uuid, task_level: [level], timestamp, action_type: "job", ...rest })}\n`;
const task = (uuid: string, at: number, fails = false) =>
  line(uuid, 1, at, { action_status: "started", size: at % 3 }) +
  line(uuid, 2, at + 0.5, fails ? { action_status: "failed", exception: "Full" } : { action_status: "succeeded" });

async function open(text: string, fragment: string) {
  const store = new MemoryStore("app.log", { live: true });
  store.add(text);
  const source = new GrowingSource(store);
  const log = new LogSession(source, new Navigation(fragment, () => undefined));
  await until(() => log.summary.value !== undefined);
  return { log, source };
}

const until = (holds: () => boolean) => vi.waitFor(() => expect(holds()).toBe(true), { timeout: 5000, interval: 5 });

describe("an answer about a log that grows", () => {
  test("is asked again while somebody looks at it", async () => {
    const { log, source } = await open("", "why");
    await until(() => log.why.value?.failed_tasks === 0);
    await source.grow(task("a", 1, true) + task("b", 2, true));
    await until(() => log.why.value?.failed_tasks === 2);
    expect(log.why.newer.value).toBe(0);
    log.close();
  });

  test("is asked again by whoever comes back to it", async () => {
    const { log, source } = await open(task("a", 1, true), "why");
    await until(() => log.why.value?.failed_tasks === 1);
    log.navigation.step({ view: "forest" });
    await source.grow(task("b", 2, true));
    expect(log.why.value?.failed_tasks).toBe(1);
    log.navigation.step({ view: "why" });
    await until(() => log.why.value?.failed_tasks === 2);
    log.navigation.step({ view: "slow" });
    await until(() => log.slow.value?.tasks === 2 && log.types.value?.[0]?.count === 2);
    await source.grow(task("c", 3));
    await until(() => log.slow.value?.tasks === 3 && log.types.value?.[0]?.count === 3);
    log.close();
  });

  test("says how many messages it does not know, and that it is old, while the page holds still", async () => {
    const { log, source } = await open(task("a", 1, true), "why");
    await until(() => log.why.value?.failed_tasks === 1);
    log.paused.value = true;
    await source.grow(task("b", 2, true));
    expect([log.why.value?.failed_tasks, log.why.newer.value, log.why.asOf.value?.messages]).toEqual([1, 2, 2]);
    log.paused.value = false;
    log.refresh();
    await until(() => log.why.value?.failed_tasks === 2 && log.why.newer.value === 0);
    log.close();
  });

  test("comes from samples first where there are many tasks, and says so until all were read", async () => {
    const many = Array.from({ length: 6000 }, (_, i) => task(`t${i}`, i, i % 1000 === 0)).join("");
    const { log, source } = await open(many, "diff");
    let finish: () => void = () => {};
    const asked = source.why.bind(source);
    source.why = async (query, sample) => {
      if (sample !== 240) await new Promise<void>((resolve) => (finish = resolve));
      return asked(query, sample);
    };
    log.navigation.step({ view: "why" });
    await until(() => log.why.value?.tasks === 240);
    expect([log.why.ofSample.value, log.why.value?.failed_tasks, log.why.asked.value.loading]).toEqual([240, 6, true]);
    finish();
    await until(() => log.why.value?.tasks === 1000);
    expect([log.why.ofSample.value, log.why.value?.failed_tasks, log.why.asked.value.loading]).toEqual([1000, 6, true]);
    log.why.stop();
    finish();
    await until(() => !log.why.asked.value.loading);
    expect([log.why.ofSample.value, log.why.value?.tasks]).toEqual([1000, 1000]);
    const again = log.why.again();
    await until(() => log.why.asked.value.loading);
    finish();
    await again;
    expect([log.why.ofSample.value, log.why.value?.tasks]).toEqual([undefined, 6000]);
    log.close();
  });

  test("stays that of the first sample where a larger one is left or fails", async () => {
    const many = Array.from({ length: 6000 }, (_, i) => task(`t${i}`, i)).join("");
    const { log, source } = await open(many, "diff");
    const samples: (number | undefined)[] = [];
    let answer: () => void = () => {};
    const asked = source.why.bind(source);
    source.why = async (query, sample) => {
      samples.push(sample);
      if (sample === 240) return asked(query, sample);
      await new Promise<void>((resolve) => (answer = resolve));
      throw new Error("No.");
    };
    log.navigation.step({ view: "why" });
    await until(() => samples.length === 2);
    log.why.stop();
    answer();
    await until(() => !log.why.asked.value.loading);
    expect([samples, log.why.ofSample.value, log.why.value?.tasks]).toEqual([[240, 1000], 240, 240]);
    log.navigation.step({ query: { minFailures: 0 } });
    await until(() => samples.length === 4);
    answer();
    await until(() => samples.length === 5);
    expect([samples.slice(2), log.why.ofSample.value, log.why.value?.tasks]).toEqual([
      [240, 1000, undefined],
      240,
      240,
    ]);
    expect(log.why.asked.value.error).toBeUndefined();
    log.close();
  });

  test("of a box comes from a small sample first where there are many tasks, then from more", async () => {
    const many = Array.from({ length: 6000 }, (_, i) => task(`t${i}`, i, i % 1000 === 0)).join("");
    const { log, source } = await open(many, "diff");
    const samples: (number | undefined)[] = [];
    const asked = source.apart.bind(source);
    source.apart = async (these, among, sample) => {
      samples.push(sample);
      return asked(these, among, sample);
    };
    log.navigation.step({ view: "forest", apart: { from: 1000, to: 2000 } });
    await until(() => log.apart.value !== undefined && !log.apart.asked.value.loading && samples.length === 2);
    expect(samples).toEqual([240, undefined]);
    expect(log.apart.value).toMatchObject({ these: 1000, others: 5000, tasks: 6000 });
    log.close();
  });

  test("is of the tasks that match", async () => {
    const { log } = await open(
      task("a", 1, true) + task("b", 2, true) + task("c", 4),
      "why?field=%5B%22size%22%2C%221%22%5D",
    );
    await until(() => log.why.value?.tasks === 2 && log.why.value.failed_tasks === 1);
    log.navigation.step({ query: {} });
    await until(() => log.why.value?.tasks === 3 && log.why.value.failed_tasks === 2);
    log.close();
  });
});

describe("a view of a log that has grown while another was looked at", () => {
  test("shows the new tasks in the list", async () => {
    const { log, source } = await open(task("a", 1), "forest");
    log.forest.pages.see(0, 10, true);
    await until(() => log.forest.pages.total.value === 1);
    log.navigation.step({ view: "why" });
    await source.grow(task("b", 2));
    await new Promise((resolve) => setTimeout(resolve, 0));
    await source.grow(task("c", 3));
    await until(() => log.why.value?.tasks === 3);
    log.navigation.step({ view: "forest" });
    await until(() => log.forest.pages.total.value === 3 && log.forest.facets.value?.statuses[0]?.count === 3);
    log.close();
  });

  test("shows what was added to the open task", async () => {
    const { log, source } = await open(line("a", 1, 1, { action_status: "started" }), "task?task=a");
    await until(() => log.task.loaded.value?.row.status === "incomplete");
    log.navigation.step({ view: "why" });
    await source.grow(line("a", 2, 2, { action_status: "succeeded" }));
    await until(() => log.why.newer.value === 0 && log.why.asOf.value?.messages === 2);
    log.navigation.step({ view: "task" });
    await until(() => log.task.loaded.value?.row.status === "succeeded");
    log.close();
  });

  test("reads scopes anew, but moves nothing under whoever looks at them", async () => {
    const { log, source } = await open(task("a", 1), "scopes");
    await until(() => log.scopes.shown.value?.tasks === 1);
    await source.grow(task("b", 2));
    expect([log.scopes.isOld.value, log.scopes.shown.value?.tasks]).toEqual([true, 1]);
    log.navigation.step({ view: "why" });
    await source.grow(task("c", 3));
    log.navigation.step({ view: "scopes" });
    await until(() => log.scopes.shown.value?.tasks === 3 && !log.scopes.isOld.value);
    log.close();
  });
});

describe("a comparison", () => {
  test("takes the beginnings of ids, and is none of what is not in the log", async () => {
    const { log } = await open(task("aa-1", 1) + task("ab-2", 2, true), "diff?a=aa&b=ab");
    await until(() => log.diff.value?.same === false);
    log.navigation.step({ a: "xyz", b: "abc" });
    await until(() => log.diff.asked.value.error !== undefined);
    expect(log.diff.value).toBeUndefined();
    expect(log.diff.asked.value.error).toMatch(/^Cannot compare task xyz: it is not in the log/);
    log.navigation.step({ a: "a", b: "ab" });
    await until(() => log.diff.asked.value.error?.includes("2 tasks begin so") === true);
    log.close();
  });
});

describe("a log of a recording alone", () => {
  const recording = { id: "1", name: "sc-logs.json", sizeBytes: 2 };

  test("opens on its scopes", async () => {
    const source = Object.assign(new GrowingSource(new MemoryStore("")), {
      recordings: async () => [recording],
      recording: async () => "{}",
    });
    const log = new LogSession(source, new Navigation("", () => undefined));
    await until(() => log.navigation.view.value === "scopes");
    expect(log.scopes.of.value.kind).toBe("recording");
    log.close();
  });
});
