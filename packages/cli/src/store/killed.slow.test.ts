import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openStore } from "./index.js";

const clew = fileURLToPath(new URL("../../dist/main.js", import.meta.url));
const generator: string = new URL("../../../../bench/log.mjs", import.meta.url).href;

let folder: string;
let log: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "clew-killed-"));
  log = join(folder, "app.log");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Starts to index, and is killed after so long. */
async function killed(afterMs: number): Promise<void> {
  const child = spawn(process.execPath, [clew, "index", log], { stdio: "ignore" });
  const timer = setTimeout(() => child.kill("SIGKILL"), afterMs);
  await once(child, "exit");
  clearTimeout(timer);
}

test("a store whose maker or reader was killed at any moment holds each line once", async () => {
  const { writeLog } = (await import(generator)) as { writeLog(path: string, messages: number): void };
  writeLog(log, 60_000);
  const lines = readFileSync(log, "utf8").split("\n");
  writeFileSync(log, `${lines.slice(0, 30_000).join("\n")}\n`);
  for (const afterMs of [150, 400, 700, 1000]) await killed(afterMs);
  await (await openStore([log])).close();
  appendFileSync(log, lines.slice(30_000).join("\n"));
  for (const afterMs of [150, 400, 700, 1000]) await killed(afterMs);
  const store = await openStore([log]);
  const { messages, unusedLines } = await store.summary();
  const uuids = new Set(lines.filter(Boolean).map((line) => line.slice(14, 50)));
  const { total, rows } = await store.tasks({}, { sort: "messages", descending: true, offset: 0, limit: 100_000 });
  expect({ messages, unusedLines, total, ofTasks: rows.reduce((sum, row) => sum + row.messages, 0) }).toEqual({
    messages: 60_000,
    unusedLines: 0,
    total: uuids.size,
    ofTasks: 60_000,
  });
  await store.close();
});
