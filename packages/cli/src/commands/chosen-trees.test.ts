import { appendFileSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStore } from "../store/index.js";
import { runClew } from "../testing/run-clew.js";

const MANY = fileURLToPath(new URL("../../../../fixtures/python-eliot/1.13/fifty-concurrent.log", import.meta.url));
const message = (uuid: string, level: number, rest: object) =>
  `${JSON.stringify({ task_uuid: uuid, task_level: [level], timestamp: 1700000000 + level, ...rest })}\n`;
const job = (uuid: string) =>
  message(uuid, 1, { action_type: "job", action_status: "started" }) +
  message(uuid, 2, { action_type: "job", action_status: "failed", exception: "E" });

describe("clew tree --task of a log with a store", () => {
  let folder: string;
  let log: string;
  const text = readFileSync(MANY, "utf8");
  const uuid = /"task_uuid": ?"([^"]+)"/.exec(text)?.[1] as string;
  const index = async () => (await openStore([log])).close();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "clew-fresh-"));
    log = join(folder, "app.log");
    writeFileSync(log, text);
    await index();
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("answers from the store, and says so in one line", async () => {
    const { stdout, stderr, status } = await runClew("tree", "--task", uuid, log);
    expect([stderr, status]).toEqual([`Answered from ${log}.clew-index, which holds the whole log.\n`, 0]);
    expect(stdout).toContain(uuid.slice(0, 8));
  });

  test("knows the log by another spelling of its name than the store was made by", async () => {
    const other = `${folder}/./app.log`;
    const { stdout, stderr } = await runClew("tree", "--task", uuid, other);
    expect(stderr).toContain("Answered from");
    expect(stdout).toBe((await runClew("tree", "--task", uuid, log)).stdout);
  });

  test("counts what a filter finds out of the few tasks that can have it", async () => {
    // Where most tasks can have it the log is read: its lines cost less there.
    expect((await runClew("find", "--count", "not status=failed", log)).stderr).toBe("");
    const { stdout, stderr } = await runClew("find", "--count", `task=${uuid}`, log);
    expect([Number(stdout) > 0, stderr]).toEqual([
      true,
      `Answered from ${log}.clew-index, which holds the whole log.\n`,
    ]);
  });

  test("reads the log as long as the store is behind, and leaves the store as it is", async () => {
    const behind = readFileSync(`${log}.clew-index`);
    appendFileSync(log, job("zz"));
    const { stdout, stderr } = await runClew("tree", "--task", "zz", log);
    expect([stderr, stdout.includes("job")]).toEqual(["", true]);
    expect(readFileSync(`${log}.clew-index`).equals(behind)).toBe(true);
    await index();
    expect((await runClew("tree", "--task", "zz", log)).stderr).toContain("Answered from");
  });

  test("reads the log where another one has taken its place, or the store is damaged", async () => {
    const other = join(folder, "other");
    mkdirSync(other);
    copyFileSync(`${log}.clew-index`, join(other, "app.log.clew-index"));
    writeFileSync(join(other, "app.log"), job("a1"));
    expect((await runClew("tree", "--task", "a1", join(other, "app.log"))).stderr).toBe("");
    writeFileSync(join(other, "app.log.clew-index"), "no store");
    expect((await runClew("tree", "--task", "a1", join(other, "app.log"))).stderr).toBe("");
  });

  test("reads the log where another process has the store open, for it may be writing", async () => {
    const store = await openStore([log]);
    const { stdout } = await runClew("tree", "--task", uuid, log);
    await store.close();
    expect(stdout).toContain(uuid.slice(0, 8));
  });
});
