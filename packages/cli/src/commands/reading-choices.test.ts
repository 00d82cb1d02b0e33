import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runClew } from "../testing/run-clew.js";

function file(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), "clew-reading-")), "app.log");
  writeFileSync(path, text);
  return path;
}

function action(uuid: string, time: number, path: string): string {
  const line = (level: number[], at: number, rest: object) =>
    `${JSON.stringify({ task_uuid: uuid, task_level: level, timestamp: at, action_type: "get", ...rest })}\n`;
  return line([1], time, { action_status: "started", path }) + line([2], time + 1, { action_status: "succeeded" });
}

const LOG =
  action("a", 1_767_000_000, "/cart") + action("b", 1_767_003_600, "/pay") + action("c", 1_767_003_601, "/pay");

describe("clew stats", () => {
  test("counts for each value of a field with --by", async () => {
    const { stdout } = await runClew("stats", "--json", "--by", "path", file(LOG));
    const counts = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { readonly by: object; readonly count: number });
    expect(counts.map(({ by, count }) => [by, count])).toEqual([
      [{ path: "/pay" }, 2],
      [{ path: "/cart" }, 1],
    ]);
    expect((await runClew("stats", "--by", "path", file(LOG))).stdout).toContain("get  path=/pay");
  });

  test("counts what began in a time", async () => {
    const { stdout } = await runClew("stats", "--json", "--until", "2025-12-29T10:00", file(LOG));
    expect(JSON.parse(stdout)).toMatchObject({ count: 1 });
  });
});

test("clew export writes what began in a time, and says where nothing did", async () => {
  const { stdout } = await runClew("export", "--to", "csv", "--since", "2025-12-29T10:00", file(LOG));
  expect(stdout.trimEnd().split("\n")).toHaveLength(3);
  const none = await runClew("export", "--to", "csv", "--since", "2030-01-01", file(LOG));
  expect(none).toMatchObject({ status: 1, stderr: "No task began in that time.\n" });
});

test("--task-by makes one task of the lines that share a field", async () => {
  const line = (order: number, msg: string) =>
    `${JSON.stringify({ level: 30, time: 1_767_000_000_000, order, msg })}\n`;
  const log = file(line(1, "begun") + line(2, "begun") + line(1, "paid"));
  const { stdout } = await runClew("tree", "--json", "--task-by", "order", log);
  expect(stdout.trimEnd().split("\n")).toHaveLength(2);
});

test("a folder says which files it left out", async () => {
  const folder = mkdtempSync(join(tmpdir(), "clew-folder-"));
  mkdirSync(join(folder, "old"));
  for (const name of ["a.LOG", "b.json", "old/c.txt"]) writeFileSync(join(folder, name), LOG);
  const { stderr } = await runClew("tree", folder);
  expect(stderr).toBe(
    `${folder}: 2 files are not named like logs, and left out: b.json, ${join("old", "c.txt")}; name it to read it\n`,
  );
});

test("a folder's logs are those that were rotated too, and a store beside them is none", async () => {
  const folder = mkdtempSync(join(tmpdir(), "clew-folder-"));
  for (const [i, name] of [
    "app.log",
    "app.log.clew-000001",
    "app.log.clew-000002",
    "app.log.1",
    "app-2026.log",
  ].entries())
    writeFileSync(join(folder, name), action(`task-${i}`, 1_767_000_000 + i, "/cart"));
  for (const name of ["app.log.clew-index", "app.log.clew-index.wal"]) writeFileSync(join(folder, name), "a store");
  // A folder, a pattern that is left to the command, and the names that a shell makes of one.
  const written = ["app.log", "app.log.clew-index", "app.log.clew-index.wal"].map((name) => join(folder, name));
  for (const [names, tasks] of [
    [[folder], 5],
    [[join(folder, "app.log*")], 4],
    [written, 1],
  ] as const) {
    const { stdout, stderr } = await runClew("tree", "--json", ...names);
    expect(stdout.trimEnd().split("\n")).toHaveLength(tasks);
    expect(stderr).toBe("");
  }
  const { status, stderr } = await runClew("tree", written[1] as string);
  expect([status, stderr]).toEqual([
    2,
    `${JSON.stringify(written[1])} is what clew keeps beside a log; name the log\n`,
  ]);
});

test("errors that were logged outside of actions are pointed to by why, and shown by tree --failed", async () => {
  const log = file(
    '{"task_uuid":"t","task_level":[1],"timestamp":1,"message_type":"eliot:traceback","exception":"E","reason":"bad"}\n',
  );
  const { stderr } = await runClew("why", log);
  expect(stderr).toContain("1 error was logged outside of any; see them with: clew find 'exception~*'");
  expect((await runClew("tree", "--failed", log)).stdout).toContain("E: bad");
});

describe("clew pretty", () => {
  const types = async (...args: readonly string[]) => {
    const { stdout, stderr, status } = await runClew("pretty", "-c", "--color", "never", ...args, file(LOG));
    return { messages: stdout === "" ? 0 : stdout.trimEnd().split("\n").length, stderr, status };
  };

  test("shows what was logged in a time", async () => {
    expect(await types("--since", "2025-12-29T10:20")).toMatchObject({ messages: 4, status: 0 });
    expect(await types("--until", "2025-12-29T10:20")).toMatchObject({ messages: 2, status: 0 });
    // The second that ends it is no part of it.
    const window = ["--since", "2025-12-29T10:20:01", "--until", "2025-12-29T10:20:02"];
    expect(await types(...window)).toMatchObject({ messages: 2, status: 0 });
  });

  test("says where nothing was", async () => {
    expect(await types("--since", "2030-01-01")).toMatchObject({
      messages: 0,
      stderr: "No message was logged in that time.\n",
    });
  });
});
