import { describe, expect, test } from "vitest";
import type { PageRequest, TaskQuery } from "../questions/index.js";
import { MemoryLogSource, MemoryStore } from "./index.js";

interface Sketch {
  readonly uuid: string;
  readonly type?: string;
  readonly start: number;
  readonly seconds?: number;
  readonly failed?: string;
  readonly fields?: object;
}

/** The lines of a task with one action in it; without `seconds` its finish was never written. */
function linesOf({ uuid, type = "order", start, seconds, failed, fields }: Sketch): string {
  const line = (level: number, timestamp: number, rest: object) =>
    JSON.stringify({ task_uuid: uuid, task_level: [level], timestamp, action_type: type, ...rest });
  const lines = [line(1, start, { action_status: "started", ...fields })];
  if (seconds !== undefined) {
    const end = failed === undefined ? { action_status: "succeeded" } : { action_status: "failed", exception: failed };
    lines.push(line(2, start + seconds, end));
  }
  return lines.map((text) => `${text}\n`).join("");
}

function storeOf(...tasks: Sketch[]): MemoryStore {
  const store = new MemoryStore("app.log");
  store.add(tasks.map(linesOf).join(""));
  return store;
}

const PAGE: PageRequest = { sort: "time", descending: false, offset: 0, limit: 100 };

const shop = () =>
  storeOf(
    { uuid: "a", start: 10, seconds: 1, fields: { city: "Bern", order: 1 } },
    { uuid: "b", start: 20, seconds: 3, failed: "KeyError", fields: { city: "Rome", order: 2 } },
    { uuid: "c", type: "ship", start: 30, fields: { city: "Bern", order: 3 } },
    { uuid: "d", start: 40, seconds: 0.5, fields: { city: "Bern", order: 4 } },
  );

async function uuids(store: MemoryStore, query: Parameters<MemoryStore["tasks"]>[0], page: Partial<PageRequest> = {}) {
  const { rows } = await store.tasks(query, { ...PAGE, ...page });
  return rows.map(({ taskUuid }) => taskUuid).join("");
}

describe("a MemoryStore", () => {
  test("sums a log up, and counts the lines that it could not use", async () => {
    const store = shop();
    store.add("oops\n\n[1]\n");
    expect(await store.summary()).toEqual({
      name: "app.log",
      messages: 7,
      tasks: 4,
      failedTasks: 1,
      unusedLines: 2,
      firstTime: 10,
      lastTime: 40.5,
      live: false,
    });
  });

  test("says of an empty log that it has no times", async () => {
    expect(await new MemoryStore("empty.log").summary()).toMatchObject({ tasks: 0, firstTime: null, lastTime: null });
  });

  test("gives a row for each task, with what a list needs", async () => {
    const { rows, total } = await shop().tasks({ statuses: ["failed"] }, PAGE);
    expect(total).toBe(1);
    expect(rows[0]).toEqual({
      taskUuid: "b",
      type: "order",
      status: "failed",
      startTime: 20,
      duration: 3,
      messages: 2,
      failures: 1,
      exception: "KeyError",
      reason: null,
      about: "city=Rome order=2",
    });
  });

  test.each([
    [{}, "abcd"],
    [{ types: ["ship"] }, "c"],
    [{ types: ["ship", "order"] }, "abcd"],
    [{ statuses: ["incomplete", "failed"] as const }, "bc"],
    [{ fields: [{ field: "city", value: "Bern" }] }, "acd"],
    [{ fields: [{ field: "order", value: "4" }] }, "d"],
    [{ from: 20, to: 40 }, "bc"],
    [{ minDurationSeconds: 1 }, "ab"],
    [{ text: "kEyErR" }, "b"],
    [{ text: "bern", statuses: ["succeeded"] as const }, "ad"],
  ])("finds by %j the tasks %s", async (query, found) => {
    expect(await uuids(shop(), query)).toBe(found);
  });

  test("finds a text however JSON wrote it", async () => {
    const store = new MemoryStore("app.log");
    const line = (uuid: string, text: string) =>
      `{"task_uuid":"${uuid}","task_level":[1],"timestamp":1,"message_type":"m","text":${text}}\n`;
    store.add(line("a", '"Z\\u00fcrich"') + line("b", '"Zürich"') + line("c", '"say \\"hi\\""'));
    expect(await uuids(store, { text: "zürich" })).toBe("ab");
    expect(await uuids(store, { text: 'say "hi"' })).toBe("c");
  });

  test.each([
    ["duration", true, "badc"],
    ["duration", false, "dabc"],
    ["messages", true, "dbac"],
    ["type", false, "abdc"],
    ["time", true, "dcba"],
  ] as const)("sorts by %s, descending %s: %s", async (sort, descending, order) => {
    expect(await uuids(shop(), {}, { sort, descending })).toBe(order);
  });

  test("gives the page that was asked for, and how many there are on all", async () => {
    const page = await shop().tasks({}, { ...PAGE, offset: 1, limit: 2 });
    expect([page.total, ...page.rows.map(({ taskUuid }) => taskUuid)]).toEqual([4, "b", "c"]);
  });

  test("offers as facets what can be chosen from, a chosen type among the others", async () => {
    const facets = await shop().facets({ types: ["order"] });
    expect(facets.types).toEqual([
      { value: "order", count: 3 },
      { value: "ship", count: 1 },
    ]);
    expect(facets.statuses).toEqual([
      { value: "succeeded", count: 2 },
      { value: "failed", count: 1 },
    ]);
    // `order` has a value of its own in each task: that is an id, and no choice.
    expect(facets.fields).toEqual([
      {
        field: "city",
        values: [
          { value: "Bern", count: 2 },
          { value: "Rome", count: 1 },
        ],
      },
    ]);
  });

  test("counts tasks over the time in which they began", async () => {
    const { from, to, buckets } = await shop().histogram({}, 3);
    expect([from, to]).toEqual([10, 40]);
    expect(buckets).toEqual([
      { count: 1, failed: 0 },
      { count: 1, failed: 1 },
      { count: 2, failed: 0 },
    ]);
  });

  test("finds messages by their text, by time, with the piece in which it stands", async () => {
    const hits = await shop().search("bern", 2);
    expect(hits.map(({ taskUuid, taskLevel, timestamp, type }) => [taskUuid, taskLevel, timestamp, type])).toEqual([
      ["a", [1], 10, "order"],
      ["c", [1], 30, "ship"],
    ]);
    expect(hits[0]?.excerpt).toContain('"city":"Bern"');
  });

  test("finds messages of the tasks that match alone", async () => {
    const found = async (query: TaskQuery) => {
      const hits = await shop().search("bern", 10, query);
      return hits.map(({ taskUuid }) => taskUuid).join("");
    };
    expect([await found({}), await found({ types: ["ship"] }), await found({ to: 25 })]).toEqual(["acd", "c", "a"]);
  });

  test("narrows by several values of a field, and by fields of any action and message", async () => {
    const city = (value: string) => ({ field: "city", value });
    expect(await uuids(shop(), { fields: [city("Rome"), city("Nowhere")] })).toBe("b");
    expect(await uuids(shop(), { fields: [city("Bern"), { field: "order.city", value: "Bern" }] })).toBe("ad");
    const record = (task_level: number[], more: object) =>
      `${JSON.stringify({ task_uuid: "deep", task_level, timestamp: 1, ...more })}\n`;
    const store = storeOf({ uuid: "a", start: 1 });
    store.add(
      record([1], { action_type: "order", action_status: "started" }) +
        record([2, 1], { action_type: "pay.card", action_status: "started", "kind.of": "visa" }) +
        record([2, 2], { message_type: "asked", bank: { id: 7 } }) +
        record([2, 3], { action_type: "pay.card", action_status: "succeeded", fee: 0.5 }),
    );
    for (const [field, value] of [
      ["pay.card.kind.of", "visa"],
      ["asked.bank.id", "7"],
      ["pay.card.fee", "0.5"],
    ] as const) {
      expect(await uuids(store, { fields: [{ field, value }] })).toBe("deep");
      expect(await uuids(store, { fields: [{ field, value: "other" }] })).toBe("");
    }
  });

  test("gives back a task's lines exactly as they were written", async () => {
    const store = new MemoryStore("app.log");
    const line = '{"task_uuid":"a", "task_level": [1],"timestamp":1.50,"n":12345678901234567890}\n';
    store.add(`${line}{"task_uuid":"b","task_level":[1],"timestamp":2}`);
    expect(await store.taskLines("a")).toBe(line);
    expect(await store.taskLines("nowhere")).toBe("");
  });

  test("takes more of a log at any time, and says which tasks that changed", async () => {
    const store = storeOf({ uuid: "a", start: 1 });
    expect(await uuids(store, { statuses: ["incomplete"] })).toBe("a");
    const finish = linesOf({ uuid: "a", start: 1, seconds: 2 }).split("\n")[1] as string;
    expect([...store.add(`${finish}\n${linesOf({ uuid: "b", start: 5, seconds: 1 })}`)]).toEqual(["a", "b"]);
    expect(await uuids(store, { statuses: ["succeeded"] })).toBe("ab");
    expect((await store.tasks({}, PAGE)).rows[0]).toMatchObject({ duration: 2, messages: 2 });
  });
});

describe("a MemoryLogSource", () => {
  test("answers why, slow and diff in the forms of the command", async () => {
    const source = new MemoryLogSource(shop());
    expect(await source.why()).toMatchObject({
      failures: [{ count: 1, origin: { action_path: ["order"], exception: "KeyError" } }],
      lines_unused: 0,
    });
    expect(await source.slow()).toMatchObject({ tasks: 3, total_seconds: 4.5 });
    expect(await source.diff("a", "b")).toMatchObject({ same: false, first: { kind: "field", field: "order.city" } });
    expect(await source.diff("a", "a")).toEqual({
      mode: "pairs",
      same: true,
      sentence: expect.stringMatching(/^No difference: the task is the same/),
      first: null,
      differences: [],
    });
  });

  test("compares no tasks that are not there, and names them", async () => {
    const source = new MemoryLogSource(shop());
    await expect(source.diff("xyz", "abc")).rejects.toThrow(
      "Cannot compare task xyz: it is not in the log; clew tree lists them",
    );
    await expect(source.diff("a", "")).rejects.toThrow("4 tasks begin so: ");
  });

  test("answers about the tasks that match, and learns of all of them what is usually handled", async () => {
    const record = (uuid: string, task_level: number[], timestamp: number, more: object) =>
      `${JSON.stringify({ task_uuid: uuid, task_level, timestamp, ...more })}\n`;
    // The first attempt fails in every task, and the second too in one: it began in the second.
    const attempts = (uuid: string, at: number, isFatal: boolean) =>
      record(uuid, [1], at, { action_type: "fetch", action_status: "started" }) +
      [2, 3]
        .map((number) => {
          const fails = number === 2 || isFatal;
          const action_type = number === 2 ? "cache" : "origin";
          const error = { exception: `${action_type}Error`, reason: "no" };
          return (
            record(uuid, [number, 1], at + number, { action_type, action_status: "started" }) +
            record(uuid, [number, 2], at + number + 0.5, {
              action_type,
              ...(fails ? { action_status: "failed", ...error } : { action_status: "succeeded" }),
            })
          );
        })
        .join("") +
      record(uuid, [4], at + 5, {
        action_type: "fetch",
        ...(isFatal
          ? { action_status: "failed", exception: "originError", reason: "no" }
          : { action_status: "succeeded" }),
      });
    const store = new MemoryStore("app.log");
    for (let i = 0; i < 9; i++) store.add(attempts(`good-${i}`, i * 10, false));
    store.add(attempts("bad", 100, true));
    const source = new MemoryLogSource(store);
    const whole = await source.why();
    expect(whole.failures[0]?.origin.action_path).toEqual(["fetch", "origin"]);
    expect(await source.origin("bad")).toEqual(whole.failures[0]?.example);
    expect(await source.origin("good-1")).toBeNull();
    const { tasks, failures } = await source.why({ statuses: ["failed"] });
    expect([tasks, failures.length, failures[0]?.origin.action_path]).toEqual([1, 1, ["fetch", "origin"]]);
    expect((await source.slow({ statuses: ["succeeded"] })).tasks).toBe(9);
  });
});
