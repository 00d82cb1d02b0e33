import { appendFileSync, copyFileSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TypeNumbers } from "@clew/log";
import { summarize } from "clew/explain";
import { Parser, parseLine } from "clew/parse";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { storePathOf } from "../beside/index.js";
import { openLogs } from "../input/index.js";
import { openStore } from "./index.js";

const fixtures = fileURLToPath(new URL("../../../../fixtures/", import.meta.url));
const ALL = { sort: "time", descending: false, offset: 0, limit: 1000 } as const;

let folder: string;
let log: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "clew-store-"));
  log = join(folder, "app.log");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The lines of a task: a start, an action in it that fails, a note, and perhaps the finish. */
function taskLines(uuid: string, time: number, { end = true, route = "/cart" } = {}): string[] {
  const line = (level: readonly number[], after: number, fields: object) =>
    JSON.stringify({ task_uuid: uuid, task_level: level, timestamp: time + after, ...fields });
  return [
    line([1], 0, { action_type: "request", action_status: "started", route, user: 12 }),
    line([2, 1], 0.1, { action_type: "query", action_status: "started", sql: "select 1" }),
    line([2, 2], 0.4, { action_type: "query", action_status: "failed", exception: "Timeout", reason: "too slow" }),
    line([3], 0.5, { message_type: "retrying", big: 1, text: 'an "odd" word' }),
    ...(end ? [line([4], 1, { action_type: "request", action_status: "succeeded", clew_duration: 1.25 })] : []),
  ];
}

const write = (...lines: readonly string[]) => writeFileSync(log, lines.map((line) => `${line}\n`).join(""));
const append = (...lines: readonly string[]) => appendFileSync(log, lines.map((line) => `${line}\n`).join(""));

describe("openStore(files)", () => {
  test("makes a store beside the log, and opens it the next time", async () => {
    write(...taskLines("a", 10));
    const first = await openStore([log]);
    expect(first.path).toBe(`${log}.clew-index`);
    expect(first.opened).toEqual({ kind: "rebuilt", messages: 5, taskUuids: ["a"], moreTasks: false });
    await first.close();
    expect(readdirSync(folder).sort()).toEqual(["app.log", "app.log.clew-index"]);
    const second = await openStore([log]);
    expect(second.opened.kind).toBe("unchanged");
    expect(await second.summary()).toEqual({
      name: log,
      messages: 5,
      tasks: 1,
      failedTasks: 0,
      unusedLines: 0,
      firstTime: 10,
      lastTime: 11,
      live: false,
    });
    await second.close();
  });

  test("tells of a task what its tree says", async () => {
    write(...taskLines("a", 10), ...taskLines("b", 20, { end: false }));
    const store = await openStore([log]);
    const { total, rows } = await store.tasks({}, ALL);
    expect(total).toBe(2);
    expect(rows).toEqual([
      {
        taskUuid: "a",
        type: "request",
        status: "succeeded",
        startTime: 10,
        duration: 1.25,
        messages: 5,
        failures: 1,
        exception: null,
        reason: null,
        about: "route=/cart user=12",
      },
      {
        taskUuid: "b",
        type: "request",
        status: "incomplete",
        startTime: 20,
        duration: null,
        messages: 4,
        failures: 1,
        exception: null,
        reason: null,
        about: "route=/cart user=12",
      },
    ]);
    await store.close();
  });

  test("gives the lines of a task exactly as they were written", async () => {
    const odd = `{"timestamp": 1.50,  "n": 12345678901234567890, "t": "é\\u00e9", "task_uuid":"a", "task_level": [7] }`;
    const lines = [...taskLines("a", 10), odd];
    write(lines[0] as string, ...taskLines("b", 10), ...lines.slice(1));
    const store = await openStore([log]);
    expect(await store.taskLines("a")).toBe(lines.map((line) => `${line}\n`).join(""));
    expect(await store.taskLines("nobody")).toBe("");
    await store.close();
  });
});

describe("store.refresh()", () => {
  test("reads what was appended, and puts the tasks together again that go on", async () => {
    const [start = "", ...rest] = taskLines("a", 10);
    write(start, ...taskLines("b", 11));
    const store = await openStore([log]);
    expect(await store.refresh()).toMatchObject({ kind: "unchanged" });
    append(...rest);
    expect(await store.refresh()).toEqual({ kind: "grown", messages: 4, taskUuids: ["a"], moreTasks: false });
    const { rows } = await store.tasks({}, ALL);
    expect(rows.map((row) => [row.taskUuid, row.status, row.messages])).toEqual([
      ["a", "succeeded", 5],
      ["b", "succeeded", 5],
    ]);
    expect(await store.taskLines("a")).toBe([start, ...rest].map((line) => `${line}\n`).join(""));
    expect((await store.types()).map((type) => [type.actionType, type.count])).toEqual([
      ["request", 2],
      ["query", 2],
    ]);
    await store.close();
  });

  test("keeps what was found out of the whole log until it grows", async () => {
    write(...taskLines("a", 10));
    const store = await openStore([log]);
    const before = await store.taskUuids({});
    expect(await store.refresh()).toMatchObject({ kind: "unchanged" });
    expect(await store.taskUuids({})).toBe(before);
    append(...taskLines("b", 11));
    expect(await store.refresh()).toMatchObject({ kind: "grown" });
    expect(await store.taskUuids({})).toEqual(["a", "b"]);
    await store.close();
  });

  test("waits for the rest of a torn line, and counts it as long as it does not come", async () => {
    const [start = "", ...rest] = taskLines("a", 10);
    write(start);
    appendFileSync(log, (rest[0] as string).slice(0, 30));
    const store = await openStore([log]);
    expect((await store.summary()).unusedLines).toBe(1);
    expect(store.unused.describe()[0]).toContain(`${log}:2: not JSON`);
    appendFileSync(log, `${(rest[0] as string).slice(30)}\n`);
    expect(await store.refresh()).toMatchObject({ kind: "grown", messages: 1 });
    expect((await store.summary()).unusedLines).toBe(0);
    await store.close();
  });

  test.each([
    ["was cut and written anew", () => write(...taskLines("new", 30))],
    [
      "was replaced by another of the same size",
      () => {
        write(...taskLines("c", 10), ...taskLines("d", 20));
      },
    ],
    [
      "was renamed, and another has its name",
      () => {
        renameSync(log, `${log}.1`);
        write(...taskLines("new", 30), ...taskLines("newer", 40), ...taskLines("newest", 50));
      },
    ],
  ])("reads everything anew where the file %s", async (_, change) => {
    write(...taskLines("a", 10), ...taskLines("b", 20));
    const store = await openStore([log]);
    change();
    expect((await store.refresh()).kind).toBe("rebuilt");
    const uuids = (await store.tasks({}, ALL)).rows.map((row) => row.taskUuid);
    expect(uuids).not.toContain("a");
    expect(uuids.length).toBeGreaterThan(0);
    await store.close();
  });

  test("goes on with a rotated log where the store is of the folder", async () => {
    write(...taskLines("a", 10));
    const store = await openStore([folder]);
    renameSync(log, `${log}.1`);
    write(...taskLines("b", 20));
    expect(await store.refresh()).toMatchObject({ kind: "grown", messages: 5, taskUuids: ["b"] });
    expect((await store.tasks({}, ALL)).total).toBe(2);
    await store.close();
  });

  test("lies among the caches where the folder of the log cannot be written to", async () => {
    write(...taskLines("a", 10));
    vi.stubEnv("XDG_CACHE_HOME", join(folder, "cache"));
    // Root may write everywhere, but nobody into a folder that is none.
    const path = await storePathOf(["/proc/self/status"], ["/proc/self/status"]);
    vi.unstubAllEnvs();
    expect(path).toMatch(/\/cache\/clew\/status-[0-9a-f]{8}\.clew-index$/);
  });

  test("removes what a process left that was killed while it made a store", async () => {
    write(...taskLines("a", 10));
    const dead = 2 ** 22 + 1;
    for (const ending of ["", ".wal"]) writeFileSync(`${log}.clew-index.${dead}.unfinished${ending}`, "half");
    writeFileSync(`${log}.clew-index.${process.ppid}.unfinished`, "another process is at it");
    await (await openStore([log])).close();
    expect(readdirSync(folder).sort()).toEqual([
      "app.log",
      "app.log.clew-index",
      `app.log.clew-index.${process.ppid}.unfinished`,
    ]);
  });

  test("does not take for whole what lies there unfinished", async () => {
    write(...taskLines("a", 10));
    writeFileSync(`${log}.clew-index`, "");
    const store = await openStore([log]);
    expect(store.opened.kind).toBe("rebuilt");
    await store.close();
  });
});

describe("a store of every fixture", () => {
  const logs = readdirSync(join(fixtures, "python-eliot/1.13")).filter(
    (name) => /\.log(\.gz)?$/.test(name) && !name.startsWith("big-"),
  );

  test.each(logs)("%s: the same messages, trees and numbers as reading it gives", async (name) => {
    const file = join(folder, name);
    copyFileSync(join(fixtures, "python-eliot/1.13", name), file);
    const store = await openStore([file]);
    const input = await openLogs([file]);
    const parser = new Parser();
    let messages = 0;
    for await (const batch of input.messages()) {
      for (const message of batch) {
        parser.add(message);
        messages++;
      }
    }
    const trees = parser.end();
    const summary = await store.summary();
    expect([summary.messages, summary.tasks, summary.unusedLines]).toEqual([
      messages,
      trees.length,
      input.unused.count,
    ]);
    expect(store.unused.describe()).toEqual(input.unused.describe());
    for (const tree of trees) {
      const again = new Parser();
      for (const line of (await store.taskLines(tree.taskUuid)).split("\n")) {
        const parsed = parseLine(line);
        if (parsed.ok) again.add(parsed.message);
      }
      expect(again.end()[0]?.root).toEqual(tree.root);
    }
    const { actions } = await summarize(trees);
    const types = await store.types();
    type Ends = Pick<
      TypeNumbers,
      "actionType" | "count" | "failed" | "cancelled" | "timedOut" | "incomplete" | "selfSeconds"
    >;
    const plain = ({ actionType, count, failed, cancelled, timedOut, incomplete, selfSeconds }: Ends) =>
      [actionType, count, failed, cancelled, timedOut, incomplete, (selfSeconds ?? 0).toFixed(6)].join(" ");
    expect(types.map(plain).sort()).toEqual(actions.map(plain).sort());
    await store.close();
  });
});
