import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MemoryStore } from "@clew/log";
import { summarize } from "clew/explain";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openLogs } from "../input/index.js";
import { openStore, type Store } from "./index.js";

const MESSAGES = 140_000;
const generator: string = new URL("../../../../bench/log.mjs", import.meta.url).href;

describe("the store of a log that has sieves", () => {
  let folder: string;
  let log: string;
  let store: Store;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "clew-large-"));
    log = join(folder, "app.log");
    const { writeLog } = (await import(generator)) as { writeLog(path: string, messages: number): void };
    writeLog(log, MESSAGES);
    const lines = readFileSync(log, "utf8").split("\n");
    const one = (text: string) => `{"task_uuid":"w-${text}","task_level":[1],"timestamp":1700000050,"note":"${text}"}`;
    lines.splice(70_000, 0, one("Zanzibar 4711"));
    lines.splice(139_000, 0, one("zanzibar"));
    rmSync(log);
    // The first group of the sieve is begun by one read and filled by another.
    appendFileSync(log, `${lines.slice(0, 50_000).join("\n")}\n`);
    store = await openStore([log]);
    appendFileSync(log, lines.slice(50_000).join("\n"));
    await store.refresh();
  }, 120_000);
  afterAll(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  test.each(["zanzibar", "ZANZ", "zib", "4711", "timeout", "no answer within 2 s", "item:9", "b0128acf", "nowhere"])(
    "finds the same first lines for %j as reading all lines does",
    async (text) => {
      const memory = new MemoryStore(log);
      memory.add(readFileSync(log, "utf8"));
      const times = (hits: Awaited<ReturnType<Store["search"]>>) =>
        hits.map((hit) => [hit.timestamp, hit.excerpt]).sort();
      expect(times(await store.search(text, 50))).toEqual(times(await memory.search(text, 50)));
      const page = { sort: "time", descending: false, offset: 0, limit: 100 } as const;
      expect(await store.tasks({ text }, page)).toEqual(await memory.tasks({ text }, page));
    },
  );

  test("has the numbers of clew stats", async () => {
    const { actions } = await summarize((await openLogs([log])).trees());
    const types = await store.types();
    expect(types.map((type) => [type.actionType, type.count, type.failed, type.incomplete])).toEqual(
      actions.map((type) => [type.actionType, type.count, type.failed, type.incomplete]),
    );
    for (const [i, type] of types.entries()) {
      const action = actions[i];
      expect(type.selfSeconds).toBeCloseTo(action?.selfSeconds ?? 0, 3);
      // Those of clew stats are right to one percent.
      expect(Math.abs((type.p95Seconds ?? 0) / (action?.p95Seconds ?? 1) - 1)).toBeLessThan(0.011);
    }
  });
});
