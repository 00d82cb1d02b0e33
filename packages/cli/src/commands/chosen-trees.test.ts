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

describe("a task that is named by the beginning of its uuid", () => {
  let folder: string;
  let log: string;
  const BEGUN = "01a2054f-537f";
  /** Two tasks of one millisecond in one process, and one of another process. */
  const ALIKE = ["7000-9d4e-3c1f9bb8a9d1", "7001-9d4e-3c1f9bb8a9d1", "7000-8b02-77a1c0de0001"].map(
    (rest) => `${BEGUN}-${rest}`,
  );

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "clew-begun-"));
    log = join(folder, "app.log");
    writeFileSync(log, [...ALIKE, "order-1", "order-10", "order-11"].map(job).join(""));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("is shown by what a heading shows of it, though others began in the same millisecond", async () => {
    const { stdout } = await runClew("tree", log);
    const shown = ALIKE.map((uuid) =>
      [...stdout.matchAll(/^\S+/gm)].map(([id]) => id).find((id) => uuid.startsWith(id)),
    );
    expect(new Set(shown).size).toBe(ALIKE.length);
    for (const [i, id] of shown.entries()) {
      const { stdout, status } = await runClew("tree", "--json", "--task", id as string, log);
      expect([status, JSON.parse(stdout).task_uuid]).toEqual([0, ALIKE[i]]);
    }
  });

  test.each([
    ["tree", "--task", BEGUN],
    ["export", "--to", "csv", "--task", BEGUN],
  ])("is asked for anew by %s where several begin so, with a list of them", async (...asked) => {
    expect(await runClew(...asked, log)).toEqual({
      stdout: "",
      stderr: expect.stringContaining(
        `Cannot show task ${BEGUN}: 3 tasks begin so: ${ALIKE.join(", ")}; give more of the uuid`,
      ),
      status: 2,
    });
  });

  test("names the first of many, and counts the others", async () => {
    const many = join(folder, "many.log");
    writeFileSync(many, Array.from({ length: 1200 }, (_, n) => job(`t${n}-`)).join(""));
    const { stderr } = await runClew("tree", "--task", "t", many);
    expect(stderr).toContain("1200 tasks begin so: t0-, t1-, t2-, t3-, t4-, and 1195 more; give more of the uuid");
  });

  test("is the one whose whole id was given, where others go on", async () => {
    const { stdout, status } = await runClew("tree", "--json", "--task", "order-1", log);
    expect([status, JSON.parse(stdout).task_uuid]).toEqual([0, "order-1"]);
    const { stderr } = await runClew("diff", log, "--task", "order-1", "--task", "order-10");
    expect(stderr).toBe("");
    expect((await runClew("diff", log, "--task", "order-1", "--task", BEGUN)).stderr).toContain(
      `Cannot compare task ${BEGUN}: 3 tasks begin so: ${ALIKE[0]}, `,
    );
  });
});
