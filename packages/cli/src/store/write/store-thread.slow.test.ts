import { appendFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openDatabase, StoreError } from "../database/index.js";
import { createEmptyStore, NOTHING_READ } from "../tables/index.js";
import { growStore } from "./build.js";
import { FileReader } from "./file-reader.js";
import { ingest } from "./ingest.js";
import { StoreThread } from "./store-thread.js";

const generator: string = new URL("../../../../../bench/log.mjs", import.meta.url).href;

let folder: string;
let log: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "clew-store-thread-"));
  log = join(folder, "app.log");
  const { writeLog } = (await import(generator)) as { writeLog(path: string, messages: number): void };
  writeLog(log, 60_000);
  appendFileSync(
    log,
    [
      '{"task_uuid":"ü","task_level":[1],"timestamp":1,"text":"Grüße, \\ud800 and \\u0000"}',
      '{"task_uuid":"torn","task_level":[1]',
      '  {"task_uuid":"nan","task_level":[1],"timestamp":2,"value":NaN,"task":{"deep":[1,2,{"a":12345678901234567890}]}}',
      '{"task_uuid":"mixed","a":1,"task_level":[1],"b":2,"timestamp":3}',
    ].join("\n"),
  );
});
afterEach(() => rmSync(folder, { recursive: true }));

const reader = () => new FileReader(log, undefined, () => {});

async function tablesOf(path: string): Promise<unknown> {
  const database = await openDatabase(path, "read");
  try {
    const tables = ["message_rows", "task_rows", "action_rows", "root_values", "sieve_rows", "block_rows"];
    return await Promise.all(
      tables.map((table) => database.rows(`SELECT count(*) AS rows, bit_xor(hash(each)) AS all FROM ${table} AS each`)),
    );
  } finally {
    database.close();
  }
}

describe("StoreThread", () => {
  test("writes what a writer in the same thread writes", async () => {
    const [here, there] = [join(folder, "here"), join(folder, "there")];
    const database = await createEmptyStore(here);
    const grown = await growStore(database, NOTHING_READ, [reader()]);
    database.close();
    const thread = new StoreThread(there);
    const ingested = await ingest(thread, NOTHING_READ, [reader()]);
    // The thread has let go of the file already.
    expect(await tablesOf(there)).toEqual(await tablesOf(here));
    await thread.close();
    expect(ingested).toEqual({ state: grown.state, changed: grown.changed });
    expect(ingested.state).toMatchObject({ messages: 60_003, files: [{ unusedCount: 1 }] });
  });

  test("says why it cannot write", async () => {
    const thread = new StoreThread(join(folder, "nowhere", "store"));
    const error = await ingest(thread, NOTHING_READ, [reader()]).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StoreError);
    expect((error as StoreError).code).toBe("CLEW_STORE");
    expect((error as StoreError).message).toContain("nowhere");
    await thread.close();
  });

  test("can be ended in the middle, and what lies there is no finished store", async () => {
    const path = join(folder, "store");
    const thread = new StoreThread(path);
    const ended = ingest(thread, NOTHING_READ, [reader()]).catch((error: unknown) => String(error));
    await thread.close();
    expect(await ended).toMatch("was ended");
    expect(existsSync(`${path}.spill`)).toBe(false);
  });
});
