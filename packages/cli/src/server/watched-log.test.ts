import { appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { gzipSync } from "node:zlib";
import { type GrowingStore, type LogNews, MemoryStore } from "@clew/log";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findSources } from "../input/index.js";
import { WatchedLog } from "./index.js";

let folder: string;
let path: string;
const open: WatchedLog[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "clew-watched-"));
  path = join(folder, "app.log");
});
afterEach(async () => {
  for (const log of open.splice(0)) await log.close();
  rmSync(folder, { recursive: true });
});

const line = (taskUuid: string, number = 1) =>
  `{"task_uuid":"${taskUuid}","task_level":[${number}],"timestamp":${number},"message_type":"m"}\n`;

interface Opening {
  readonly memoryBytes?: number;
  readonly openStore?: (files: readonly string[]) => Promise<GrowingStore>;
}

async function openLog(names: readonly string[], { memoryBytes = 1e6, openStore = noStore }: Opening = {}) {
  const log = await WatchedLog.open(await findSources(names), {
    name: "the log",
    recordings: [],
    memoryBytes,
    openStore,
    onTrouble: (sentence) => expect(sentence).toBe("no trouble"),
  });
  open.push(log);
  return log;
}

const noStore = () => Promise.reject(new Error("A small log needs no store"));

/** A store that is asked for, and says that it holds what it was given. */
async function fakeStore(files: readonly string[]): Promise<GrowingStore> {
  const store = new MemoryStore(files.join());
  store.add(line("in the store"));
  const refresh = async () => ({ kind: "unchanged", messages: 0, taskUuids: [], moreTasks: false }) as const;
  return Object.assign(store, { refresh, close: async () => {} });
}

/** Watches, and waits for what it is told. */
function watch(log: WatchedLog) {
  const heard: LogNews[] = [];
  let check: () => void = () => {};
  log.watch((news) => {
    heard.push(news);
    check();
  });
  return {
    heard,
    until: (isEnough: () => boolean) =>
      new Promise<void>((resolve) => {
        check = () => (isEnough() ? resolve() : undefined);
        check();
      }),
  };
}

describe("WatchedLog.open(sources, options)", () => {
  test("holds a small log in memory: nothing is written beside it", async () => {
    writeFileSync(path, line("a") + line("b"));
    const log = await openLog([path]);
    expect(await log.summary()).toMatchObject({ name: "the log", messages: 2, tasks: 2, live: true });
    expect(await log.store.taskLines("a")).toBe(line("a"));
  });

  test("reads packed logs, and the last line that lacks its end", async () => {
    writeFileSync(`${path}.gz`, gzipSync(line("a") + line("b").trimEnd()));
    writeFileSync(path, line("c").trimEnd());
    const log = await openLog([path, `${path}.gz`]);
    expect((await log.summary()).messages).toBe(3);
  });

  test("counts what is no text among the lines that cannot be used", async () => {
    const bad = Buffer.from(line("b"));
    bad[20] = 0xff;
    writeFileSync(path, Buffer.concat([Buffer.from(line("a")), bad, Buffer.from(line("c"))]));
    expect(await (await openLog([path])).summary()).toMatchObject({ messages: 2, unusedLines: 1 });
  });

  test("opens a store for what is larger than may be held, packed logs counted as what they unpack to", async () => {
    writeFileSync(path, line("a").repeat(20));
    const log = await openLog([path], { memoryBytes: 1000, openStore: fakeStore });
    expect((await log.summary()).messages).toBe(1);
    writeFileSync(`${path}.gz`, gzipSync(line("a").repeat(20)));
    const packed = await openLog([`${path}.gz`], { memoryBytes: 500, openStore: fakeStore });
    expect((await packed.store.tasks({}, FIRST)).rows[0]?.taskUuid).toBe("in the store");
  });

  test("starts the thread of the first answers before the store is there, and ends it where none comes", async () => {
    writeFileSync(path, line("a").repeat(20));
    const started: Worker[] = [];
    const note = (worker: Worker) => started.push(worker);
    process.on("worker", note);
    try {
      const before = async (files: readonly string[]) => {
        // It is told of in the next turn.
        await new Promise((resolve) => setImmediate(resolve));
        expect(started).toHaveLength(1);
        return fakeStore(files);
      };
      const log = await openLog([path], { memoryBytes: 1000, openStore: before });
      await log.explanations.why({}, 1);
      expect(started).toHaveLength(1);
      const failing = openLog([path], { memoryBytes: 1000, openStore: () => Promise.reject(new Error("no store")) });
      await expect(failing).rejects.toThrow("no store");
      // What has ended has no number.
      expect(started.map(({ threadId }) => threadId > 0)).toEqual([true, false]);
    } finally {
      process.off("worker", note);
    }
  });
});

const FIRST = { sort: "time", descending: false, offset: 0, limit: 10 } as const;

describe("log.watch(publish)", () => {
  test("tells of what is appended: which tasks have changed, and the whole in numbers", async () => {
    writeFileSync(path, line("a"));
    const log = await openLog([path]);
    const before = log.version;
    const { heard, until } = watch(log);
    appendFileSync(path, line("a", 2) + line("b"));
    await until(() => heard.length > 0);
    expect(heard[0]).toMatchObject({ kind: "grown", taskUuids: ["a", "b"], summary: { messages: 3, tasks: 2 } });
    expect(log.version).toBeGreaterThan(before);
  });

  test("reads a line once it is whole, however it was cut when it was written", async () => {
    writeFileSync(path, line("a"));
    const log = await openLog([path]);
    const { heard, until } = watch(log);
    const text = line("bé");
    appendFileSync(path, Buffer.from(text).subarray(0, 20));
    appendFileSync(path, Buffer.from(text).subarray(20));
    await until(() => heard.length > 0);
    expect(await log.summary()).toMatchObject({ messages: 2, unusedLines: 0 });
    expect(await log.store.taskLines("bé")).toBe(text);
  });

  test("goes on in the new file when the log is rotated, and keeps what was before", async () => {
    writeFileSync(path, line("a"));
    const log = await openLog([path]);
    const { heard, until } = watch(log);
    renameSync(path, `${path}.1`);
    appendFileSync(`${path}.1`, line("b"));
    writeFileSync(path, line("c"));
    await until(() => heard.some((news) => news.kind === "grown" && news.summary.tasks === 3));
    const { rows } = await log.store.tasks({}, FIRST);
    expect(rows.map(({ taskUuid }) => taskUuid).sort()).toEqual(["a", "b", "c"]);
  });

  test("reads anew what stands in a file that was cut short, and keeps what was before", async () => {
    writeFileSync(path, line("a") + line("b"));
    const log = await openLog([path]);
    const { heard, until } = watch(log);
    truncateSync(path);
    appendFileSync(path, line("c"));
    await until(() => heard.length > 0);
    expect(await log.summary()).toMatchObject({ messages: 3, tasks: 3 });
  });

  test("moves a log that grows too large for memory into a store", async () => {
    writeFileSync(path, line("a"));
    const log = await openLog([path], { memoryBytes: 500, openStore: fakeStore });
    const { heard, until } = watch(log);
    appendFileSync(path, line("b").repeat(30));
    await until(() => heard.length > 0);
    expect((await log.summary()).messages).toBe(1);
    expect(log.bytes()).toEqual({ files: [path] });
  });
});
