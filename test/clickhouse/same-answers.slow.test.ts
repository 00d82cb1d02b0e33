import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type LogStore, MemoryStore } from "@clew/log";
import { STORE_QUESTIONS } from "@clew/log/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FilledDatabase, filledDatabase, server } from "./filled-database.js";

// Nobody who asks can tell whether a log lies in ClickHouse, in the store beside it or in memory.

const LOGS = [
  "fifty-concurrent",
  "typed-fields",
  "unicode-escaped",
  "tracebacks",
  "lost-middle",
  "taskless",
  "nested-60",
];

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

describe.skipIf(server === undefined)("a log of which beginnings were lost, in ClickHouse", () => {
  const line = (fields: object) => `${JSON.stringify(fields)}\n`;
  const at = (task_uuid: string, task_level: readonly number[], timestamp: number) => ({
    task_uuid,
    task_level,
    timestamp,
  });
  const log = [
    // A task of which the start was lost, and one of which only something in the middle is there.
    line({ ...at("no-start", [2, 1], 5.25), action_type: "inner", action_status: "started", n: 1 }),
    line({
      ...at("no-start", [2, 2], 6.5),
      action_type: "inner",
      action_status: "failed",
      exception: "E",
      reason: "why",
    }),
    line({
      ...at("no-start", [3], 7.125),
      action_type: "task",
      action_status: "failed",
      exception: "E",
      reason: "why",
    }),
    line({ ...at("middle", [4, 3, 2], 1.5), message_type: "note", text: "é" }),
    // One that has begun, and a lone error.
    line({ ...at("open", [1], 3), action_type: "task", action_status: "started", i: 3 }),
    line({ ...at("alone", [1], 2), message_type: "clew:error", exception: "E", i: 4 }),
    line({
      ...at("quo'ted\\", [1], 4),
      action_type: "ta'sk\\",
      action_status: "started",
      "fie'ld\\": "va'lue\\\u0000",
    }),
  ].join("");
  let filled: FilledDatabase;
  const memory = new MemoryStore("");
  beforeAll(async () => {
    filled = await filledDatabase("same_lost", log);
    memory.add(log);
  });
  afterAll(() => filled.drop());

  test.each(STORE_QUESTIONS.slice(1))("answers alike: $question", async ({ ask }) => {
    expect(await ask(filled.store)).toEqual(await ask(memory));
  });
});

describe.skipIf(server === undefined)("lines that others send, and the server reads", () => {
  const path = new URL("../../fixtures/python-eliot/1.13/fifty-concurrent.log", import.meta.url);
  const lines = readFileSync(fileURLToPath(path), "utf8").trimEnd().split("\n");
  // Servers before 19 read what has no spaces between its parts, as clew writes it.
  const log = lines.map((line) => `${JSON.stringify(JSON.parse(line))}\n`).join("");
  let filled: FilledDatabase;
  let memory: MemoryStore;
  beforeAll(async () => {
    filled = await filledDatabase("same_raw", "");
    const sent = [...log.trimEnd().split("\n"), "not a message"].map((line) => JSON.stringify({ host: "h", line }));
    const query = "INSERT INTO same_raw.lines FORMAT JSONEachRow";
    await filled.client.post(0, { query }, Buffer.from(sent.join("\n")));
    memory = new MemoryStore(filled.client.address.shown);
    memory.add(log);
  });
  afterAll(() => filled.drop());

  const asked = /^(the summary|(tasks|facets|the histogram) for (\{\}|\{"statuses".*|\{"minFailures".*))/;
  test.each(STORE_QUESTIONS.filter(({ question }) => asked.test(question)))(
    "answers alike: $question",
    async ({ ask }) => {
      expect(await ask(filled.store)).toEqual(await ask(memory));
    },
  );

  test("keeps apart what is no message", async () => {
    const unused = await filled.client.rows("SELECT host, line FROM same_raw.unused_lines");
    expect(unused).toEqual([{ host: "h", line: "not a message" }]);
  });
});
