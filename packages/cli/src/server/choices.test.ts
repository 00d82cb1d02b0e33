import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DiffAnswer, diffSentence, MemoryLogSource, MemoryStore, type TaskQuery } from "@clew/log";
import { diffTrees } from "clew/explain";
import { parseStream } from "clew/parse";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStore } from "../store/index.js";
import { pairLogs } from "./compared-logs.js";
import { WatchedLog } from "./watched-log.js";

// Questions about tasks that were chosen: the same answers in a page's own memory and from a server, in memory and not.

const COUNT = 300;

/** Orders of which those to the islands are slow, and those with one coupon fail in one place, and a few in another. */
function orders(): string {
  const lines: object[] = [];
  for (let i = 0; i < COUNT; i++) {
    const region = i % 5 === 0 ? "islands" : "north";
    const coupon = i % 10 === 3 ? "SPRING" : null;
    const took = region === "islands" ? 2 : 0.1 + (i % 7) / 100;
    const error =
      i % 50 === 7 ? { exception: "Refused", reason: "no" } : { exception: "TypeError", reason: "no number" };
    const fails = coupon !== null || i % 50 === 7;
    const end = fails ? { action_status: "failed", ...error } : { action_status: "succeeded" };
    const inner = coupon === null ? "pay" : "price";
    const line = (task_level: number[], timestamp: number, more: object) =>
      lines.push({ task_uuid: `order-${i}`, task_level, timestamp, ...more });
    line([1], i, { action_type: "order", action_status: "started", region, coupon, number: i });
    line([2, 1], i, { action_type: inner, action_status: "started" });
    line([2, 2], i + took, { action_type: inner, ...end });
    // Two services have an action of one type; both take longer for the islands.
    for (const [k, service] of ["mailer", "ledger"].entries()) {
      const noted = { action_type: "note", service };
      line([3 + k, 1], i + took, { ...noted, action_status: "started" });
      line([3 + k, 2], i + took * (1 + 0.1 * (k + 1)), { ...noted, action_status: "succeeded" });
    }
    line([5], i + took * 1.3, { action_type: "order", ...end });
  }
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

const SLOW: TaskQuery = { minDurationSeconds: 1 };
let folder: string;
let servers: readonly WatchedLog[];
let memory: MemoryLogSource;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "clew-choices-"));
  const file = join(folder, "app.log");
  writeFileSync(file, orders());
  const open = (memoryBytes: number) =>
    WatchedLog.open([{ name: file, sizeBytes: 1_000_000, isRereadable: true } as never], {
      name: "app.log",
      recordings: [],
      openStore: async (files) => openStore(files),
      memoryBytes,
      onTrouble: () => {},
    });
  servers = [await open(1e9), await open(1)];
  const store = new MemoryStore("app.log");
  store.add(orders());
  memory = new MemoryLogSource(store);
});
afterAll(async () => {
  for (const server of servers) await server.close();
  rmSync(folder, { recursive: true });
});

describe("what sets chosen tasks apart", () => {
  test("is the same in memory and from a server, with the numbers of tasks", async () => {
    const answer = await memory.apart(SLOW, {});
    expect(answer).toMatchObject({ these: COUNT / 5, others: (COUNT * 4) / 5, tasks: COUNT });
    expect(answer.set_apart[0]).toMatchObject({ field: "order.region", value: "islands", in_these: 1, in_others: 0 });
    for (const { explanations } of servers) expect(JSON.parse(await explanations.apart(SLOW, {}))).toEqual(answer);
  });

  test("is said of a sample that counts what there is, and again by the same thread", async () => {
    const boxes: readonly TaskQuery[] = [SLOW, { from: 100, to: 130 }, { from: 20 }, SLOW];
    const late = { from: 50 };
    const sizes: unknown[] = [];
    for (const box of boxes) {
      const inMemory = await memory.apart(box, {}, 80);
      sizes.push([inMemory.these, inMemory.others, inMemory.tasks]);
      for (const { explanations } of servers) {
        const both = await Promise.all([explanations.apart(box, {}, 80), explanations.apart(box, late, 80)]);
        expect(both.map((text) => JSON.parse(text))).toEqual([inMemory, await memory.apart(box, late, 80)]);
      }
    }
    expect(sizes).toEqual([
      [40, 30, COUNT],
      [30, 36, COUNT],
      [40, 20, COUNT],
      [40, 30, COUNT],
    ]);
  });

  test("is nothing where all are chosen, or none", async () => {
    expect(await memory.apart({}, {})).toEqual({ these: COUNT, others: 0, tasks: COUNT, set_apart: [] });
    expect((await memory.apart({ taskUuids: [] }, {})).these).toBe(0);
  });
});

describe("tasks that failed like one", () => {
  test("are those of its kind, as many as why counts", async () => {
    const { failures } = await memory.why();
    for (const { count, chain } of failures) {
      const like = chain[0]?.task_uuid ?? "";
      const { total } = await memory.tasks({ like }, { sort: "time", descending: false, offset: 0, limit: 1 });
      expect(total).toBe(count);
      for (const { explanations, store } of servers) {
        expect(await store.taskUuids(await explanations.told({ like }))).toHaveLength(count);
        expect(JSON.parse(await explanations.why({ like }))).toMatchObject({ failed_tasks: count });
      }
    }
    expect(failures.map(({ count }) => count)).toEqual([30, 6]);
    expect(await memory.taskUuids({ like: "order-0" })).toEqual([]);
  });
});

describe("two populations", () => {
  test("are compared alike in memory and from a server", async () => {
    const [a, b]: readonly TaskQuery[] = [{ maxDurationSeconds: 1 }, SLOW];
    const answer = await memory.compare(a as TaskQuery, b as TaskQuery);
    expect(answer.mode).toBe("changes");
    expect(answer.changes?.[0]).toMatchObject({ kind: "own_time", b: { yes: COUNT / 5 } });
    const notes = answer.changes?.filter(
      ({ action_path, kind }) => action_path.at(-1) === "note" && kind === "own_time",
    );
    expect(notes?.map(({ value }) => value).sort()).toEqual(["ledger", "mailer"]);
    for (const { explanations } of servers) {
      expect(JSON.parse(await explanations.compare(a as TaskQuery, b as TaskQuery))).toEqual(answer);
    }
  });

  test("are told apart by figures, each of which names the tasks that it counts", async () => {
    const of = { a: { maxDurationSeconds: 1 }, b: SLOW };
    const [change] = (await memory.compare(of.a, of.b)).changes ?? [];
    if (change === undefined) throw new Error("nothing changed");
    for (const side of ["a", "b"] as const) {
      const counted = { change, side, of };
      const tasks = await memory.taskUuids({ counted });
      expect(tasks).toHaveLength(change[side].yes);
      expect(await memory.taskUuids({ ...of[side], counted })).toEqual(tasks);
      for (const { explanations, store } of servers) {
        const found = await store.taskUuids(await explanations.told({ counted }));
        expect([...found].sort()).toEqual([...tasks].sort());
      }
      // What the figure counts may be narrowed further, and a change that there is not counts nothing.
      const named = { counted, taskUuids: tasks.slice(0, 1) };
      expect(await memory.taskUuids(named)).toEqual(tasks.slice(0, 1));
      expect(await memory.taskUuids({ counted: { ...counted, change: { ...change, kind: "lacks" } } })).toEqual([]);
    }
  });
});

describe("a log and its baseline", () => {
  test("are compared as clew diff does, and each side has the tasks that its figures count", async () => {
    const usual = join(folder, "usual.log");
    const now = join(folder, "now.log");
    writeFileSync(usual, orders().replaceAll("order-", "usual-").replaceAll('"number":', '"number":1'));
    writeFileSync(now, orders().replaceAll('"region":"north"', '"region":"islands"').replaceAll("pay", "refund"));
    const open = (file: string) =>
      WatchedLog.open([{ name: file, sizeBytes: 1, isRereadable: true } as never], {
        name: file,
        recordings: [],
        openStore: async (files) => openStore(files),
        memoryBytes: 1e9,
        onTrouble: () => {},
      });
    const [baseline, log] = [await open(usual), await open(now)];
    try {
      pairLogs(baseline, log, { baseline: "usual.log", log: "now.log" });
      const answer = JSON.parse((await log.explanations.pair?.text()) ?? "") as DiffAnswer;
      expect(answer).toEqual(await baseline.explanations.pair?.text().then((text) => JSON.parse(text)));
      const trees = (text: string) => parseStream([text]);
      const report = await diffTrees(trees(readFileSync(usual, "utf8")), trees(readFileSync(now, "utf8")));
      expect(answer.sentence).toBe(diffSentence(report));
      const change = answer.changes?.find(({ kind, item }) => kind === "contains" && item === "refund");
      if (change === undefined) throw new Error(answer.sentence);
      const counts = async ({ explanations, store }: WatchedLog, side: "a" | "b") =>
        (await store.taskUuids(await explanations.told({ counted: { change, side } }))).length;
      expect(await counts(baseline, "a")).toBe(change.a.yes);
      expect(await counts(log, "b")).toBe(change.b.yes);
      expect(JSON.parse(await log.explanations.why({ counted: { change, side: "b" } }))).toMatchObject({
        tasks: change.b.yes,
      });
    } finally {
      await baseline.close();
      await log.close();
    }
  });
});

describe("a sample of the tasks", () => {
  test("has the failed ones first, and answers for so many tasks", async () => {
    const answer = await memory.why({}, 100);
    expect(answer).toMatchObject({ tasks: 100, failed_tasks: 36 });
    for (const { explanations } of servers) {
      expect(JSON.parse(await explanations.why({}, 100))).toMatchObject({ tasks: 100, failed_tasks: 36 });
      expect(JSON.parse(await explanations.slow({}, 100))).toMatchObject({ tasks: 100 });
    }
  });
});

describe("what made tasks take a way", () => {
  test("is the same in the page's memory and from a server, for an action and for what never comes", async () => {
    const way = { kind: "action", type: "price" } as const;
    const answer = await memory.path(way);
    expect(answer.sentence).toBe(
      'price came in 30 of 300 order, surely because of order.coupon = "SPRING": in 100% of those, 0% of the others.',
    );
    expect(answer.set_apart[0]).toMatchObject({ field: "order.coupon", value: "SPRING" });
    for (const { explanations } of servers) expect(JSON.parse(await explanations.path(way))).toEqual(answer);
    expect((await memory.path({ kind: "message", type: "price" })).sentence).toBe("price came nowhere.");
  });
});
