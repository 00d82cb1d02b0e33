import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { MemoryStore, type PageRequest, type TaskQuery } from "@clew/viewer/model";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStore, type Store } from "./index.js";

// What a page cannot tell: whether a log is in a database or in memory.

const LOGS = [
  "fifty-concurrent",
  "typed-fields",
  "unicode-escaped",
  "tracebacks",
  "lost-middle",
  "taskless",
  "nested-60",
];

const QUERIES: readonly TaskQuery[] = [
  {},
  { text: "E" },
  { text: "é" },
  { text: "nowhere to be found" },
  { text: '"action_status"' },
  { statuses: ["failed", "incomplete"] },
  { types: ["task"] },
  { types: [] },
  { fields: [{ field: "i", value: "3" }] },
  { fields: [{ field: 'od"d/~', value: "3" }] },
  { minDurationSeconds: 0.0005 },
  { from: 0, to: 1 },
];

const SORTS: readonly PageRequest["sort"][] = ["time", "duration", "messages", "type"];

describe.each(LOGS)("the store of %s.log, as a page asks it", (name) => {
  let folder: string;
  let store: Store;
  let memory: MemoryStore;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "clew-same-"));
    const log = join(folder, `${name}.log`);
    copyFileSync(fileURLToPath(new URL(`../../../../fixtures/python-eliot/1.13/${name}.log`, import.meta.url)), log);
    store = await openStore([log]);
    memory = new MemoryStore(log);
    memory.add(readFileSync(log, "utf8"));
  });
  afterAll(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  test("says the same of the whole", async () => {
    expect(await store.summary()).toEqual(await memory.summary());
  });

  test.each(QUERIES)("gives the same tasks, facets and histogram for %j", async (query) => {
    for (const sort of SORTS) {
      for (const descending of [false, true]) {
        const page = { sort, descending, offset: 1, limit: 20 };
        expect(await store.tasks(query, page)).toEqual(await memory.tasks(query, page));
      }
    }
    expect(await store.facets(query)).toEqual(await memory.facets(query));
    expect(await store.histogram(query, 7)).toEqual(await memory.histogram(query, 7));
  });

  test.each(["a", "TASK", "é", "message_type", "nowhere"])("finds the same lines for %j", async (text) => {
    const byPlace = (hits: Awaited<ReturnType<Store["search"]>>) => hits.map((hit) => JSON.stringify(hit)).sort();
    expect(byPlace(await store.search(text, 1000))).toEqual(byPlace(await memory.search(text, 1000)));
  });
});
