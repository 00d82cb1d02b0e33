import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { runClew } from "../testing/run-clew.js";

let folder: string;
let log: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "clew-query-test-"));
  log = join(folder, "app.log");
  writeFileSync(log, LINES.map((line) => `${line}\n`).join(""));
});
afterEach(() => rmSync(folder, { recursive: true }));

const LINES = [
  '{"task_uuid":"a","task_level":[1],"timestamp":10,"action_type":"order","action_status":"started","route":"/cart"}',
  '{"task_uuid":"a","task_level":[2,1],"timestamp":11,"action_type":"pay","action_status":"started"}',
  '{"task_uuid":"a","task_level":[2,2],"timestamp":13,"action_type":"pay","action_status":"failed","exception":"E","reason":"no"}',
  '{"task_uuid":"a","task_level":[3],"timestamp":14,"action_type":"order","action_status":"succeeded","clew_duration":4.5}',
  '{"n": 12345678901234567890, "task_uuid": "b", "task_level": [1], "timestamp": 20, "half": "\\ud800", "message_type": "note"}',
  '{"task_uuid":"c","task_level":[1],"timestamp":NaN,"message_type":"odd","value":Infinity,"text":"é"}',
];

const query = (sql: string, ...options: readonly string[]) => runClew("query", ...options, sql, log);
const rows = async (sql: string) => {
  const { stdout } = await query(sql, "--json");
  return stdout.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as unknown]));
};

describe("clew query", () => {
  test("has the tables messages, actions and tasks, with the columns that are documented", async () => {
    const columns = async (table: string) =>
      ((await rows(`DESCRIBE ${table}`)) as { column_name: string }[]).map((row) => row.column_name).join(" ");
    expect(await columns("messages")).toBe("task_uuid task_level timestamp kind type status fields");
    expect(await columns("actions")).toBe(
      "task_uuid task_level action_type status outcome start_time end_time duration self_time exception reason",
    );
    expect(await columns("tasks")).toBe("task_uuid action_type status start_time duration messages");
  });

  test("tells of messages, actions and tasks what the log says", async () => {
    expect(await rows("SELECT task_level, kind, type, status, fields FROM messages WHERE task_uuid = 'a'")).toEqual([
      { task_level: [1], kind: "start", type: "order", status: "started", fields: { route: "/cart" } },
      { task_level: [2, 1], kind: "start", type: "pay", status: "started", fields: {} },
      { task_level: [2, 2], kind: "finish", type: "pay", status: "failed", fields: { exception: "E", reason: "no" } },
      { task_level: [3], kind: "finish", type: "order", status: "succeeded", fields: { clew_duration: 4.5 } },
    ]);
    expect(await rows("FROM actions ORDER BY task_level")).toEqual([
      {
        task_uuid: "a",
        task_level: [],
        action_type: "order",
        status: "succeeded",
        outcome: "succeeded",
        start_time: 10,
        end_time: 14,
        duration: 4.5,
        self_time: 2,
        exception: null,
        reason: null,
      },
      {
        task_uuid: "a",
        task_level: [2],
        action_type: "pay",
        status: "failed",
        outcome: "failed",
        start_time: 11,
        end_time: 13,
        duration: 2,
        self_time: 2,
        exception: "E",
        reason: "no",
      },
    ]);
    expect(await rows("FROM tasks WHERE task_uuid = 'a'")).toEqual([
      { task_uuid: "a", action_type: "order", status: "succeeded", start_time: 10, duration: 4.5, messages: 4 },
    ]);
  });

  test("keeps the digits of integers, and reads what JSON has no word for", async () => {
    const [row] = await rows(
      "SELECT fields, fields->>'n' AS n, (fields->>'n')::UBIGINT AS u FROM messages WHERE type = 'note'",
    );
    const digits = "12345678901234567890";
    expect(row).toEqual({ fields: { n: { $int: digits }, half: "\ufffd" }, n: digits, u: { $int: digits } });
    expect(await rows("SELECT fields FROM messages WHERE type = 'odd'")).toEqual([
      { fields: { value: "Infinity", text: "é" } },
    ]);
  });

  test("shows a table in which no control character stands", async () => {
    const { stdout, status } = await query("SELECT 1 AS n, chr(27) || 'x' AS t UNION ALL SELECT 200, 'yy' ORDER BY 1");
    expect(stdout).toBe("  n  t\n---  -----\n  1  \\x1bx\n200  yy\n");
    expect(status).toBe(0);
  });

  test("gives no more rows than it may, and says so; finding none is status 1", async () => {
    const { stdout, stderr } = await query("FROM range(10)", "--rows", "2", "--json");
    expect(stdout).toBe('{"range":0}\n{"range":1}\n');
    expect(stderr).toContain("There are more than 2 rows");
    expect(await query("FROM tasks WHERE false")).toMatchObject({ status: 1, stderr: "The query gave no rows.\n" });
  });

  test("ends a query that takes too long", async () => {
    const { status, stderr } = await query("SELECT count(*) FROM range(1000000000000)", "--timeout", "50ms");
    expect(stderr).toContain("it took longer than 0.05 s");
    expect(status).toBe(2);
  });
});

describe("clew query refuses", () => {
  test.each([
    ["ATTACH 'x.db' AS x", "not a SELECT"],
    ["COPY tasks TO 'out.csv'", "not a SELECT"],
    ["COPY tasks FROM 'in.csv'", "not a SELECT"],
    ["EXPORT DATABASE 'here'", "not a SELECT"],
    ["INSTALL httpfs", "not a SELECT"],
    ["LOAD httpfs", "not a SELECT"],
    ["SET threads = 1", "not a SELECT"],
    ["PRAGMA database_list", "not a SELECT"],
    ["CALL enable_logging()", "not a SELECT"],
    ["CHECKPOINT", "not a SELECT"],
    ["CREATE TEMP TABLE t AS SELECT 1", "not a SELECT"],
    ["DELETE FROM tasks", "not a SELECT"],
    ["USE temp", "not a SELECT"],
    ["BEGIN", "not a SELECT"],
    ["SELECT 1; DROP TABLE tasks", "not a SELECT"],
    ["SELECT 1; SELECT 2", "2 statements"],
    ["", "0 statements"],
    ["SELECT * FROM read_csv('/etc/passwd')", "read_csv()"],
    ["SELECT * FROM read_text('/etc/passwd')", "read_text()"],
    ["SELECT * FROM read_json('/etc/passwd')", "read_json()"],
    ["SELECT * FROM parquet_scan('/etc/passwd')", "parquet_scan()"],
    ["SELECT * FROM read_duckdb('x')", "read_duckdb()"],
    ["SELECT * FROM glob('/*')", "glob()"],
    ["SELECT * FROM enable_logging(storage := 'file', storage_config := {'path': 'x'})", "enable_logging()"],
    ["SELECT * FROM duckdb_settings()", "duckdb_settings()"],
    ["SELECT * FROM system.main.duckdb_secrets()", "duckdb_secrets()"],
    ["SELECT * FROM query('SELECT 1')", "query()"],
    ["SELECT * FROM query_table('message_rows')", "query_table()"],
    ["SELECT * FROM '/etc/passwd'", "/etc/passwd"],
    ["SELECT (SELECT content FROM read_text('/etc/passwd'))", "read_text()"],
    ["SELECT 1 ORDER BY (SELECT max(file) FROM glob('*'))", "glob()"],
    ["WITH x AS (FROM glob('*')) FROM x", "glob()"],
    ["FROM information_schema.tables", "no table"],
    ["FROM store_state", "no table"],
    ["SHOW TABLES", "messages, actions, tasks"],
    ["SELECT getenv('HOME')", "getenv"],
    ["SELECT write_log('x')", "write_log"],
    ["SELECT nothing FROM tasks", '"nothing"'],
    ["SELEC", "syntax error"],
  ])("%s", async (sql, why) => {
    const before = readdirSync(folder);
    const { status, stdout, stderr } = await query(sql);
    expect(stderr).toContain("Cannot run the query: ");
    expect(stderr).toContain(why);
    expect([status, stdout]).toEqual([2, ""]);
    expect(readdirSync(folder).filter((name) => !before.includes(name))).toEqual(["app.log.clew-index"]);
  });
});

describe("clew query, while another process has the store open", () => {
  let owner: ChildProcess;
  afterEach(async () => {
    owner.stdin?.end();
    await once(owner, "exit");
  });

  test("asks a copy of it, brought up to date, and leaves nothing behind", async () => {
    await runClew("index", log);
    owner = spawn(process.execPath, ["-e", OWNER, `${log}.clew-index`], { stdio: ["pipe", "pipe", "inherit"] });
    if (owner.stdout !== null) await once(owner.stdout, "data");
    appendFileSync(log, '{"task_uuid":"d","task_level":[1],"timestamp":30,"message_type":"later"}\n');
    const temporary = join(folder, "temporary");
    mkdirSync(temporary);
    vi.stubEnv("TMPDIR", temporary);
    expect(await rows("SELECT count(*) AS n FROM messages")).toEqual([{ n: 7 }]);
    expect(readdirSync(temporary)).toEqual([]);
    vi.unstubAllEnvs();
  });

  test("which clew index cannot make, and says who has it", async () => {
    await runClew("index", log);
    owner = spawn(process.execPath, ["-e", OWNER, `${log}.clew-index`], { stdio: ["pipe", "pipe", "inherit"] });
    if (owner.stdout !== null) await once(owner.stdout, "data");
    const { status, stderr } = await runClew("index", log);
    expect(stderr).toContain(`process ${owner.pid} has it open`);
    expect(status).toBe(2);
  });
});

/** Opens a store, says so, and keeps it until its standard input ends. */
const OWNER = `
  const { DuckDBInstance } = require(${JSON.stringify(createRequire(import.meta.url).resolve("@duckdb/node-api"))});
  DuckDBInstance.create(process.argv[1]).then(async (instance) => {
    const connection = await instance.connect();
    await connection.run("CREATE TABLE not_checkpointed AS SELECT 1 AS one");
    process.stdout.write("open");
    process.stdin.resume().on("end", () => process.exit());
  });
`;
