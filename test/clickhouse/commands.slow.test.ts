import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeScaleLog } from "../scale/log.mjs";
import { type FilledDatabase, filledDatabase, server } from "./filled-database.js";
import { clew } from "./run-clew.mjs";

const CLEW = fileURLToPath(new URL("../../packages/cli/bin/clew.js", import.meta.url));

describe.skipIf(server === undefined)("the commands that take an address", { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "clew-commands-"));
  const log = join(folder, "shop.log");
  const to = `${server}/by_address`;
  let database: FilledDatabase;
  beforeAll(async () => {
    writeScaleLog(log, 3_000);
    database = await filledDatabase("by_address", readFileSync(log, "utf8"));
  });
  afterAll(async () => {
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  test.each([
    "SELECT status, count(*) AS n FROM tasks GROUP BY status ORDER BY status",
    "SELECT action_type, status, start_time, round(duration, 6) AS took FROM tasks WHERE duration > 1 ORDER BY start_time",
    "SELECT action_type, count(*) AS n, max(exception) AS worst FROM actions WHERE status = 'failed' GROUP BY action_type ORDER BY action_type",
    "SELECT m.kind, count(*) AS n FROM messages AS m WHERE m.task_uuid IN (SELECT task_uuid FROM tasks WHERE status = 'failed') GROUP BY m.kind ORDER BY m.kind",
  ])("clew query says of the database what it says of the file: %s", async (sql) => {
    const [file, address] = await Promise.all([log, to].map((where) => clew(["query", "--json", sql, where])));
    expect(address?.stderr).toBe("");
    expect(address?.stdout).not.toBe("");
    const rows = (text = "") =>
      text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
    const sorted = (text?: string) => rows(text).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    expect(sorted(address?.stdout)).toEqual(sorted(file?.stdout));
  });

  test("clew query says what it left out, what is refused, and what the server does not know", async () => {
    const some = await clew(["query", "--json", "--rows", "2", "SELECT line FROM messages", to]);
    expect(some.stdout.trim().split("\n")).toHaveLength(2);
    expect(some.stderr).toContain("There are more than 2 rows; give --rows for more.");
    const elsewhere = await clew(["query", "SELECT name FROM system.users", to]);
    expect(elsewhere).toMatchObject({ status: 2, stdout: "" });
    expect(elsewhere.stderr).toContain('there is no table "system"; there are messages, actions, tasks');
    const unknown = await clew(["query", "SELECT nowhere FROM tasks", to]);
    expect(unknown).toMatchObject({ status: 2, stdout: "" });
    expect(unknown.stderr).toContain("The server refused (code 47)");
  });

  test("clew query asks of the time in the address", async () => {
    const summary = await database.store.summary();
    const since = new Date(((summary.lastTime ?? 0) - 1) * 1000).toISOString();
    const sql = "SELECT (SELECT count() FROM messages) AS lines, (SELECT min(start_time) FROM tasks) AS first";
    const { stdout } = await clew(["query", "--json", sql, `${to}?since=${since}`]);
    const { lines, first } = JSON.parse(stdout);
    expect(lines).toBeGreaterThan(0);
    expect(lines).toBeLessThan(3_000);
    expect(first).toBeGreaterThanOrEqual(Date.parse(since) / 1000);
  });

  test("clew mcp answers an agent out of the database", async () => {
    const child = spawn(process.execPath, [CLEW, "mcp", to], { stdio: ["pipe", "pipe", "inherit"] });
    const ended = new Promise((resolve) => child.once("close", resolve));
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    let id = 0;
    const call = async (method: string, params: object) => {
      child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id: ++id, method, params })}\n`);
      for (;;) {
        const answer = JSON.parse((await answers.next()).value);
        if (answer.id === id) return answer.result;
      }
    };
    const tool = async (name: string, input: object) => {
      for (;;) {
        const { content, isError } = await call("tools/call", { name, arguments: input });
        const [{ text }] = content;
        if (isError !== true) return text as string;
        if (!text.endsWith("; ask again in some seconds.")) throw new Error(text);
      }
    };
    const clientInfo = { name: "test", version: "1" };
    await call("initialize", { protocolVersion: "2025-06-18", capabilities: {}, clientInfo });
    child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", method: "notifications/initialized" })}\n`);
    const { messages, tasks, failedTasks } = await database.store.summary();
    expect(JSON.parse(await tool("overview", {})).log_data).toMatchObject({ messages, tasks, failedTasks });
    const { rows } = JSON.parse(await tool("query", { sql: "SELECT count() AS n FROM tasks" })).log_data;
    expect(rows).toEqual([{ n: tasks }]);
    expect(await tool("why", {})).toContain(`${failedTasks}`);
    child.stdin.end();
    await ended;
  });

  test("a log that was sampled counts for what was left out, as of the file", async () => {
    const sampled = join(folder, "sampled.log");
    const lines = Array.from({ length: 60 }, (_, i) => {
      const failed = i % 5 === 0;
      const at = (task_level: readonly number[], seconds: number, fields: object) =>
        `${JSON.stringify({ task_uuid: `t-${i}`, task_level, timestamp: 1e9 + i + seconds, ...fields })}\n`;
      const ended = failed
        ? { action_status: "failed", exception: "Timeout", reason: "no answer" }
        : { action_status: "succeeded" };
      return [
        // Those that failed were all kept, and of the others one in ten.
        at([1], 0, { action_type: "http.request", action_status: "started", ...(!failed && { clew_share: 0.1 }) }),
        at([2, 1], 0.125, { action_type: "db.query", action_status: "started" }),
        at([2, 2], 0.25, { action_type: "db.query", ...ended, clew_duration: 0.125 }),
        at([3], 0.5, { action_type: "http.request", ...ended, clew_duration: 0.5 }),
      ].join("");
    });
    writeFileSync(sampled, lines.join(""));
    const filled = await filledDatabase("sampled", lines.join(""));
    try {
      const { shown } = filled.client.address;
      for (const command of ["stats", "why", "slow"]) {
        const [file, address] = await Promise.all([sampled, shown].map((log) => clew([command, "--json", log])));
        expect(address?.stdout.replaceAll(shown, "LOG"), command).toBe(file?.stdout.replaceAll(sampled, "LOG"));
        if (command === "stats") expect(address?.stdout).toContain('"count":492');
      }
    } finally {
      await filled.drop();
    }
  });
});
