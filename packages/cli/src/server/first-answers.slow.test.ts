import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FEW_TASKS, FIRST_SAMPLE } from "@clew/log";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openStore } from "../store/index.js";
import { answerFirst, ThreadExplanations } from "./index.js";

/** Tasks of two kinds, of which some fail. */
function tasks(from: number, count: number): string {
  const lines: object[] = [];
  for (let i = from; i < from + count; i++) {
    const line = { task_uuid: `task-${i}`, timestamp: i, action_type: i % 3 === 0 ? "order" : "refund" };
    lines.push({ ...line, task_level: [1], action_status: "started", region: i % 7 === 0 ? "islands" : "north" });
    const fails = i % 7 === 0 && i % 2 === 0;
    const end = fails
      ? { action_status: "failed", exception: "Refused", reason: "no" }
      : { action_status: "succeeded" };
    lines.push({ ...line, timestamp: i + 0.5 + (i % 5), task_level: [2], ...end });
  }
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

type OpenedStore = Awaited<ReturnType<typeof openStore>>;

/** The first answers to a page, by a server that begins. */
async function answersOf(store: Parameters<typeof answerFirst>[0]): Promise<readonly string[]> {
  const log = { version: 1, store, summary: () => store.summary(), bytes: () => ({ lines: [] }) };
  const explanations = new ThreadExplanations(log);
  try {
    return await Promise.all([explanations.why({}, FIRST_SAMPLE), explanations.slow({}, FIRST_SAMPLE)]);
  } finally {
    await explanations.close();
  }
}

/** The store without what it keeps. */
const forgetful = ({ texts: _, ...store }: OpenedStore) => store;

/** The store, of which no task can be read. */
const unread = (store: OpenedStore) => ({
  ...store,
  texts: store.texts,
  linesOf: () => Promise.reject(new Error("read")),
});

describe("the first answers to a page", () => {
  let folder: string;
  let log: string;
  let store: OpenedStore;
  const open = async () => {
    store = await openStore([log]);
  };
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "clew-first-"));
    log = join(folder, "app.log");
    writeFileSync(log, tasks(0, FEW_TASKS + 1));
    await open();
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  const plain = () => answersOf(forgetful(store));

  test("are kept in the store, and are then given without reading a task, the same to the byte", async () => {
    await answerFirst(store);
    await store.close();
    await open();
    const answers = await answersOf(unread(store));
    expect(answers).toEqual(await plain());
    expect(answers.map((text) => text.includes("order"))).toEqual([true, true]);
  });

  test("are kept by a server that was asked, too", async () => {
    await answersOf(store);
    await store.close();
    await open();
    await expect(answersOf(unread(store))).resolves.toHaveLength(2);
  });

  test("are worked out anew when the log has grown", async () => {
    await answerFirst(store);
    const before = await answersOf(unread(store));
    appendFileSync(log, tasks(FEW_TASKS + 1, 1000));
    await store.refresh();
    await expect(answersOf(unread(store))).rejects.toThrow("read");
    const after = await answersOf(store);
    expect(after).toEqual(await plain());
    expect(after).not.toEqual(before);
  });

  test("are not kept of rows that changed while they were worked out", async () => {
    const linesOf: OpenedStore["linesOf"] = async (uuids) => {
      const lines = await store.linesOf(uuids);
      appendFileSync(log, tasks(FEW_TASKS + 1, 1000));
      await store.refresh();
      return lines;
    };
    await answersOf({ ...store, texts: store.texts, linesOf });
    await store.close();
    await open();
    expect([store.opened.kind, (await store.summary()).tasks]).toEqual(["unchanged", FEW_TASKS + 1001]);
    await expect(answersOf(unread(store))).rejects.toThrow("read");
  });

  test("about boxes are of tasks that are read once", async () => {
    const read: number[] = [];
    const linesOf: OpenedStore["linesOf"] = (uuids) => {
      read.push(uuids.length);
      return store.linesOf(uuids);
    };
    const counted = { ...store, linesOf };
    const log = { version: 1, store: counted, summary: () => store.summary(), bytes: () => ({ lines: [] }) };
    const explanations = new ThreadExplanations(log);
    await explanations.apart({ from: 0, to: 100 }, {}, FIRST_SAMPLE);
    await explanations.apart({ from: 4000, to: 4100 }, {}, FIRST_SAMPLE);
    // Of each box some tasks are among those that were read.
    const [common, first = 0, second = 0] = read;
    expect([read.length, common, first <= 100, second <= 100]).toEqual([3, FIRST_SAMPLE / 2, true, true]);
    await explanations.close();
  });

  test("of a small log are not worked out before somebody asks", async () => {
    writeFileSync(log, tasks(0, FEW_TASKS));
    await store.refresh();
    await answerFirst(unread(store));
  });
});
