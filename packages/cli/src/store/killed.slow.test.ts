import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDatabase } from "./database/index.js";
import { openStore } from "./index.js";
import { readState } from "./tables/index.js";

const clew = fileURLToPath(new URL("../../dist/main.js", import.meta.url));
const generator: string = new URL("../../../../bench/log.mjs", import.meta.url).href;

let folder: string;
let log: string;
let store: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "clew-killed-"));
  log = join(folder, "app.log");
  store = `${log}.clew-index`;
});
afterEach(() => rmSync(folder, { recursive: true }));

/**
 * Runs `clew index`, and kills it when it has changed something in the folder of the log for the n-th time: moments of its
 * work, and not of a clock. Says whether the kill came before the process ended.
 */
async function killedAtChange(n: number): Promise<boolean> {
  let changes = 0;
  const watcher = watch(folder, () => {
    if (++changes === n) child.kill("SIGKILL");
  });
  const child = spawn(process.execPath, [clew, "index", log], { stdio: "ignore" });
  const [, signal] = await once(child, "exit");
  watcher.close();
  return signal === "SIGKILL";
}

/** Messages that the store says it holds; none where there is no store. */
async function held(): Promise<number> {
  if (!existsSync(store)) return 0;
  const database = await openDatabase(store, "write");
  const state = await readState(database);
  database.close();
  return state?.messages ?? 0;
}

/** Kills at later and later changes; gives how many kills left the work unfinished. */
async function killOnAndOn(finished: number): Promise<number> {
  let unfinished = 0;
  for (let n = 1; await killedAtChange(n); n *= 2) if ((await held()) < finished) unfinished++;
  return unfinished;
}

test("a store whose maker or reader was killed at any moment holds each line once", async () => {
  const { writeLog } = (await import(generator)) as { writeLog(path: string, messages: number): void };
  writeLog(log, 60_000);
  const lines = readFileSync(log, "utf8").split("\n");
  writeFileSync(log, `${lines.slice(0, 30_000).join("\n")}\n`);
  const makersKilled = await killOnAndOn(30_000);
  await (await openStore([log])).close();
  appendFileSync(log, lines.slice(30_000).join("\n"));
  const readersKilled = await killOnAndOn(60_000);
  expect(makersKilled).toBeGreaterThanOrEqual(3);
  expect(readersKilled).toBeGreaterThanOrEqual(2);
  const opened = await openStore([log]);
  const { messages, unusedLines } = await opened.summary();
  const uuids = new Set(lines.filter(Boolean).map((line) => line.slice(14, 50)));
  const { total, rows } = await opened.tasks({}, { sort: "messages", descending: true, offset: 0, limit: 100_000 });
  expect({ messages, unusedLines, total, ofTasks: rows.reduce((sum, row) => sum + row.messages, 0) }).toEqual({
    messages: 60_000,
    unusedLines: 0,
    total: uuids.size,
    ofTasks: 60_000,
  });
  await opened.close();
});
