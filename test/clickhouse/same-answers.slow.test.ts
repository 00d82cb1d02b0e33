import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type LogStore, MemoryStore } from "@clew/log";
import { STORE_QUESTIONS } from "@clew/log/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FilledDatabase, filledDatabase, server } from "./filled-database.js";

// Nobody who asks can tell whether a log lies in ClickHouse, in the store beside it or in memory.

const LOGS = ["fifty-concurrent", "typed-fields", "unicode-escaped", "tracebacks", "lost-middle", "taskless", "nested-60"];

describe.skipIf(server === undefined).each(LOGS)("%s.log in ClickHouse, as a page asks it", (name) => {
  let filled: FilledDatabase;
  let memory: LogStore;
  beforeAll(async () => {
    const path = new URL(`../../fixtures/python-eliot/1.13/${name}.log`, import.meta.url);
    const log = readFileSync(fileURLToPath(path), "utf8");
    filled = await filledDatabase(`same_${name.replaceAll("-", "_")}`, log);
    const store = new MemoryStore(filled.client.address.shown);
    store.add(log);
    memory = store;
  });
  afterAll(() => filled.drop());

  test.each(STORE_QUESTIONS)("answers alike: $question", async ({ ask }) => {
    expect(await ask(filled.store)).toEqual(await ask(memory));
  });
});
