import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { close, toFile, withAction, withTask } from "clew";
import { withSeededIds } from "clew/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runClew } from "../testing/run-clew.js";

const cause = (name: string) => fileURLToPath(new URL(`../../../../fixtures/causes/${name}.log.gz`, import.meta.url));

const WHY = cause("why-03-crawler");
const SLOW = cause("slow-06-agent");
const [A, B] = [cause("diff-05-shop.a"), cause("diff-05-shop.b")];

describe("clew why", () => {
  test("names the cause in its first line, then what sets the failed apart, then where to look", async () => {
    const { stdout, status } = await runClew("why", WHY);
    const lines = stdout.split("\n");
    expect(lines[0]).toBe("8 of 77 tasks failed because parse failed with lxml.etree.ParserError: Document is empty.");
    expect(lines[1]).toMatch(
      /^What sets them apart is crawl\.cms = "drupal": in 100% of them, \d+% of the \d+ that got/,
    );
    expect(stdout).toContain("     └─ parse  lxml.etree.ParserError: Document is empty  ◀ here\n");
    expect(stdout).toMatch(/ {2}Next: clew tree .*why-03-crawler\.log\.gz --task [0-9a-f-]{36}\n/);
    expect(status).toBe(0);
  });

  test("gives the documented JSON", async () => {
    const { failures, lines_unused } = JSON.parse((await runClew("why", "--json", WHY)).stdout);
    expect(lines_unused).toBe(0);
    expect(Object.keys(failures[0])).toEqual([
      "sentence",
      "count",
      "confidence",
      "origin",
      "example",
      "chain",
      "before",
      "set_apart",
      "set_apart_sentence",
      "compared_with",
    ]);
    expect(failures[0].set_apart[0]).toMatchObject({ field: "crawl.cms", value: "drupal", in_these: 1 });
    expect(failures[0].before.at(-1)).toMatchObject({ task_uuid: failures[0].example.task_uuid });
  });

  test("says in JSON the sentences that it prints", async () => {
    const { failures, sentence, tasks, failed_tasks } = JSON.parse((await runClew("why", "--json", WHY)).stdout);
    const { stdout } = await runClew("why", WHY);
    const printed = stdout.replaceAll(/\s+/g, " ");
    for (const failure of failures) expect(printed).toContain(failure.sentence.replaceAll(/\s+/g, " "));
    for (const failure of failures) expect(printed).toContain(failure.set_apart_sentence.replaceAll(/\s+/g, " "));
    expect(sentence).toBe(failures[0].sentence);
    expect(sentence).toMatch(new RegExp(`^\\d+ of ${tasks} tasks failed because `));
    expect(failed_tasks).toBeGreaterThanOrEqual(failures[0].count);
  });

  test("says so where nothing failed", async () => {
    const { stdout } = await runClew("why", SLOW);
    expect(stdout).toMatch(
      /^None of the \d+ tasks failed\.\n\n {2}What failed within and was handled: clew why --handled \S+\n$/,
    );
    expect((await runClew("why", "--handled", SLOW)).stdout).not.toContain("clew why --handled");
  });

  test("draws with ASCII signs where it is told to", async () => {
    expect((await runClew("why", "--ascii", WHY)).stdout).toContain(
      "     `- parse  lxml.etree.ParserError: Document is empty  <-- here",
    );
  });
});

describe("clew slow", () => {
  test("names the slow path in its first line, and the silences", async () => {
    const { stdout, status } = await runClew("slow", SLOW);
    expect(stdout).toMatch(/^\d+% of the .* that \d+ tasks took was spent in chat\.turn itself: /);
    expect(stdout).toContain('What goes with it being slow is chat.turn.model = "large-1"');
    expect(stdout).toContain("chat.turn, between retry and llm.call");
    expect(status).toBe(0);
  });

  test("gives the documented JSON", async () => {
    const { tasks, total_seconds, actions, gaps } = JSON.parse((await runClew("slow", "--json", SLOW)).stdout);
    expect([tasks > 100, total_seconds > 0]).toEqual([true, true]);
    expect(Object.keys(actions[0])).toEqual([
      "sentence",
      "action_path",
      "critical_self_seconds",
      "share",
      "count",
      "confidence",
      "baseline",
      "extra_seconds_per_task",
      "example",
      "set_apart",
      "reached_with",
      "set_apart_sentence",
    ]);
    expect(Object.keys(gaps[0])).toEqual(["action_path", "after", "before", "seconds", "example"]);
  });

  test("refuses what is no share of the tasks", async () => {
    expect(await runClew("slow", "--slowest", "many", SLOW)).toMatchObject({ status: 2 });
  });
});

describe("clew diff", () => {
  test("names the first divergence in its first line", async () => {
    const { stdout, status } = await runClew("diff", A, B);
    expect(stdout).toMatch(/^They part where http\.request > checkout > \S+ stands elsewhere in the sequence\.\n/);
    expect(status).toBe(0);
  });

  test("says so where two logs are the same", async () => {
    expect((await runClew("diff", A, A)).stdout).toBe(
      "No difference: the 16 tasks are the same but for ids, times and the order of what ran side by side.\n",
    );
    expect(JSON.parse((await runClew("diff", "--json", A, A)).stdout)).toEqual({
      mode: "pairs",
      same: true,
      sentence: "No difference: the 16 tasks are the same but for ids, times and the order of what ran side by side.",
      first: null,
      differences: [],
    });
  });

  test("says what it needs where it was not given two things to compare", async () => {
    expect(await runClew("diff", A)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("two logs, or one log and two tasks"),
    });
    expect(await runClew("diff", A, "--task", "zz", "--task", "zy")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("not in the log"),
    });
  });
});

describe("clew stats", () => {
  test("lists each type with its counts and durations, then tasks over time", async () => {
    const { stdout } = await runClew("stats", WHY);
    expect(stdout).toMatch(/^type +count +failed +open +p50 +p95 +p99 +self\n/);
    expect(stdout).toMatch(/\nparse +\d+ +\d+ \(\d+%\) +- /);
    expect(stdout).toContain("tasks begun, in steps of ");
  });

  test("gives the documented JSON, one object a line", async () => {
    const lines = (await runClew("stats", "--json", WHY)).stdout.trim().split("\n");
    expect(Object.keys(JSON.parse(lines[0] ?? ""))).toEqual([
      "action_type",
      "count",
      "failed",
      "incomplete",
      "p50_seconds",
      "p95_seconds",
      "p99_seconds",
      "self_seconds",
    ]);
  });
});

describe("clew stats, of a log that was sampled", () => {
  const log = join(tmpdir(), `clew-stats-sampled-${process.pid}.log`);
  const ran = { order: 0, declined: 0 };

  beforeAll(async () => {
    toFile(log, { sample: { share: 0.1, slowerThanMs: 60_000 } });
    withSeededIds(1, () => {
      for (let i = 0; i < 2_000; i++) {
        ran.order++;
        try {
          withTask("order", () => {
            withAction("charge", () => {
              if (i % 50 === 0) throw new Error("declined");
            });
          });
        } catch {
          ran.declined++;
        }
      }
    });
    await close();
  });
  afterAll(() => rmSync(log, { force: true }));

  test("counts what the program did, and says that it corrected and by how much", async () => {
    const { stdout } = await runClew("stats", log);
    const read = Number(/it has (\d+) tasks of about \d+\. All numbers are corrected/.exec(stdout)?.[1]);
    expect(read).toBeGreaterThan(180);
    expect(read).toBeLessThan(300);
    expect(stdout).toContain(`Its writers say that they left out ${ran.order - read}.`);
  });

  test("has the same numbers in its JSON, with what was read beside them", async () => {
    const { stdout } = await runClew("stats", "--json", log);
    const [first, second] = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)) as Record<string, number>[];
    for (const { count, failed, incomplete, read } of [first ?? {}, second ?? {}]) {
      expect(Math.abs((count as number) - ran.order)).toBeLessThan(300);
      expect([failed, incomplete]).toEqual([ran.declined, 0]);
      expect(read).toBeLessThan(300);
    }
  });
});
