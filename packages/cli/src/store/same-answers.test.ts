import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { MemoryStore, sampleTasks, type TaskQuery } from "@clew/log";
import { STORE_QUESTIONS } from "@clew/log/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStore, type Store } from "./index.js";

// Nobody who asks can tell whether a log lies in a database or in memory.

const LOGS = [
  ...["fifty-concurrent", "typed-fields", "unicode-escaped", "tracebacks", "lost-middle", "taskless", "nested-60"].map(
    (name) => `python-eliot/1.13/${name}`,
  ),
  "clew/cancelled",
];

describe.each(LOGS)("the store of %s.log, as a page asks it", (name) => {
  let folder: string;
  let store: Store;
  let memory: MemoryStore;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "clew-same-"));
    const log = join(folder, "app.log");
    copyFileSync(fileURLToPath(new URL(`../../../../fixtures/${name}.log`, import.meta.url)), log);
    store = await openStore([log]);
    memory = new MemoryStore(log);
    memory.add(readFileSync(log, "utf8"));
  });
  afterAll(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  test.each(STORE_QUESTIONS)("answers alike: $question", async ({ ask }) => {
    expect(await ask(store)).toEqual(await ask(memory));
  });

  test.each<TaskQuery>([
    {},
    { statuses: ["failed"] },
    { statuses: ["succeeded", "incomplete"] },
    { statuses: [] },
    { text: "e" },
    { notTypes: ["task"], fields: [{ field: "i", value: "3", op: "is not" }] },
  ])("samples the tasks for %j as out of a list of all, which it does not make", async (query) => {
    const listing = { tasks: store.tasks, taskUuids: store.taskUuids };
    const picking = { ...store, taskUuids: () => Promise.reject(new Error("all were listed")) };
    const all = await store.taskUuids(query);
    for (const most of [1, 2, 3, 7, 20]) {
      const sample = await sampleTasks(listing, query, most);
      expect(sample.length).toBeLessThanOrEqual(most);
      expect(all).toEqual(expect.arrayContaining([...sample]));
      if (all.length > most) expect(await sampleTasks(picking, query, most)).toEqual(sample);
      else expect(sample).toEqual(all);
    }
  });
});
