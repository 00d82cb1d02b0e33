import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { addDestination, logMessage, removeDestination, withAction, withTask } from "clew";
import { type Message, Parser, parseLine, type TaskTree, type WrittenAction } from "clew/parse";
import { sleep, sleepForever, startScope, withScope } from "clew/scope";
import { withMockClock } from "clew/testing";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { anyLog, exported } from "../../packages/cli/src/export/in-test.js";
import { runClew } from "../../packages/cli/src/testing/run-clew.js";
import { drawnByScVis } from "./rules.js";

const folder = mkdtempSync(join(tmpdir(), "clew-sc-logs-"));
afterAll(() => rmSync(folder, { recursive: true }));

const recording = (name: string) =>
  fileURLToPath(new URL(`../../fixtures/trio-vis/0.1.0/${name}.json`, import.meta.url));

async function imported(file: string) {
  const { stdout, stderr, status } = await runClew("import", file);
  const parser = new Parser();
  const lines = stdout.split("\n").slice(0, -1);
  const messages = lines.map((line) => {
    const parsed = parseLine(line);
    if (!parsed.ok) throw new Error(parsed.reason);
    return parsed.message;
  });
  const trees = [...messages.flatMap((message) => [...parser.add(message)]), ...parser.end()];
  const told = stderr
    .split("\n")
    .slice(0, -1)
    .filter((line) => !line.endsWith(": a recording of scopes (sc-logs)"));
  return { stdout, trees, status, told: told.map((line) => line.replace(`${file}: `, "")) };
}

function file(text: string): string {
  const path = join(folder, "sc-logs.json");
  writeFileSync(path, text);
  return path;
}

/** The names in a tree, with a mark for what has no end. */
function outline(node: WrittenAction): unknown[] {
  const inner = node.children.flatMap((child) => (child.kind === "message" ? [] : [outline(child)]));
  return [`${node.actionType}${node.status === "succeeded" ? "" : "…"}`, ...inner];
}

const outlines = (trees: readonly TaskTree[]) => trees.map((tree) => outline(tree.root as WrittenAction));

const SECONDS = "Its times count events, which stand in the log as seconds.";

describe("clew import of a recording of scopes", () => {
  test("reads a whole history: a scope is an action, and a task with the scope of its own is one", async () => {
    const { trees, told, status } = await imported(recording("happy-eyeball"));
    expect({ told, status }).toEqual({ told: [SECONDS], status: 0 });
    const socket = ["open_tcp_socket", ["nursery", ["attempt"], ["attempt"], ["attempt"], ["attempt"]]];
    expect(outlines(trees)).toEqual([["fetch_resource", ["nursery", socket]]]);
    expect(trees[0]?.isComplete).toBe(true);
    const [nursery] = (trees[0] as TaskTree & { root: WrittenAction }).root.children as [WrittenAction];
    expect(nursery).toMatchObject({
      startTime: 2,
      endTime: 25,
      startFields: { clew_kind: "scope", name: "nursery-0" },
    });
    expect((nursery.children[0] as WrittenAction).startFields).toEqual({
      clew_kind: "child",
      clew_scope: `${nursery.taskUuid}@/2`,
      name: "open_tcp_socket-0",
    });
  });

  test("leaves open what was never closed, and says so", async () => {
    const { trees, told, status } = await imported(recording("own-cancel"));
    expect(told).toEqual(["2 scopes have no end, which trio-vis often does not see (nursery-0, nursery-1).", SECONDS]);
    expect(status).toBe(0);
    expect(outlines(trees)).toEqual([
      [
        "main",
        ["nursery…", ["forever"], ["forever"]],
        ["nursery…", ["forever"], ["shielded"]],
        ["nursery", ["forever"], ["boom"]],
      ],
    ]);
  });

  test("reads the history in the middle of which trio-vis switched itself off, and says what is missing", async () => {
    const { trees, told } = await imported(recording("own-nested"));
    expect(told[0]).toMatch(/^2 tasks have no end: the history stops before it \(main-0, middle-1\)\.$/);
    expect(outlines(trees)).toEqual([
      [
        "main…",
        [
          "nursery…",
          ["middle", ["nursery", ["leaf"]], ["nursery…", ["leaf"], ["leaf"]]],
          ["middle…", ["nursery…", ["leaf"]], ["nursery…", ["leaf"], ["leaf"]]],
        ],
      ],
    ]);
  });

  test("reads what is left of a torn file, says it, and ends with 1", async () => {
    const whole = readFileSync(recording("happy-eyeball"), "utf8");
    const { trees, told, status } = await imported(file(whole.slice(0, whole.indexOf('"attempt-1"') + 5)));
    expect(outlines(trees)).toEqual([
      ["fetch_resource…", ["nursery…", ["open_tcp_socket…", ["nursery…", ["attempt…"], ["attempt…"]]]]],
    ]);
    expect(told).toContainEqual(expect.stringMatching(/:71: not JSON: /));
    expect(status).toBe(1);
  });

  test("gives the same tasks each time, and says what is no history", async () => {
    const [one, two] = [await imported(recording("own-cancel")), await imported(recording("own-cancel"))];
    expect(one.stdout).toBe(two.stdout);
    const { told, trees } = await imported(file('{"config":{}}'));
    expect(told).toEqual(["1 line of text, which is no message"]);
    expect(trees.map(({ root }) => root.kind)).toEqual(["message"]);
  });

  test("and clew export --to sc-logs give a history back, and close what was left open", async () => {
    for (const name of ["happy-eyeball", "own-cancel", "own-nested"]) {
      const { stdout } = await runClew("import", recording(name));
      const back = drawnByScVis(await exported("sc-logs", messagesOf(stdout)));
      const before = JSON.parse(readFileSync(recording(name), "utf8")).runRecords as { desc: string; name: string }[];
      const created = (records: readonly { desc: string; name: string }[]) =>
        records.filter(({ desc }) => desc === "created").map((record) => record.name);
      expect(created(back)).toEqual(created(before));
    }
  });
});

describe("clew export --to sc-logs", () => {
  /** What a program logs, as it is drawn. */
  async function drawn(program: () => unknown) {
    const messages: Message[] = [];
    const keep = (message: Message) => void messages.push(message);
    addDestination(keep);
    await withMockClock(async () => {
      await Promise.resolve(program()).catch(() => {});
    });
    await removeDestination(keep);
    return drawnByScVis(await exported("sc-logs", messages))
      .filter(({ name }) => !name.endsWith("Tscope"))
      .map(({ desc, name, parent }) => (desc === "created" ? `${name} in ${parent}` : `${name} ends`));
  }

  test("writes the scopes and children of a log, in the order of time", async () => {
    const steps = await drawn(() =>
      withAction("order", () =>
        withScope({ name: "shop" }, (shop) => {
          logMessage("hello");
          shop.spawn(() => withAction("look", () => withScope({ name: "inner" }, () => sleep(2))), { name: "slow" });
          shop.spawn(() => sleep(1), { name: "fast" });
        }),
      ),
    );
    expect(steps).toEqual([
      "order-0 in order-0__TRIO_VIS_Tscope",
      "shop-0 in order-0__TRIO_VIS_Tscope",
      "slow-0 in slow-0__TRIO_VIS_Tscope",
      "inner-0 in slow-0__TRIO_VIS_Tscope",
      "fast-0 in fast-0__TRIO_VIS_Tscope",
      "fast-0 ends",
      "inner-0 ends",
      "slow-0 ends",
      "shop-0 ends",
      "order-0 ends",
    ]);
  });

  test("puts a child in its scope, wherever it was spawned, and a scope that is a task's root in main", async () => {
    const steps = await drawn(async () => {
      const scope = startScope({ name: "workers", logged: true });
      await withTask("request", () => void scope.spawn(() => sleep(1), { name: "job" }));
      scope.finalize();
      await scope.join();
    });
    expect(steps).toContain("workers-0 in main-0__TRIO_VIS_Tscope");
    expect(steps).toContain("request-0 in request-0__TRIO_VIS_Tscope");
  });

  test("puts a child in its scope where another action of the task has spawned it", async () => {
    const steps = await drawn(() =>
      withTask("request", async () => {
        const scope = startScope({ name: "workers" });
        await withScope({ name: "handler" }, (handler) => {
          handler.spawn(async () => void scope.spawn(() => sleep(1), { name: "job" }), { name: "starter" });
        });
        scope.finalize();
        await scope.join();
      }),
    );
    const job = steps.indexOf("job-0 in job-0__TRIO_VIS_Tscope");
    expect(job).toBeGreaterThan(0);
    expect(steps.indexOf("starter-0 ends")).toBeLessThan(steps.indexOf("job-0 ends"));
    expect(steps.slice(-3)).toEqual(["job-0 ends", "workers-0 ends", "request-0 ends"]);
  });

  test("is drawn where a child says that its scope is one that stands in it", async () => {
    const messages = [
      ["root", [1], {}],
      ["egg", [2, 1], { clew_kind: "child", clew_scope: "t@/2/2" }],
      ["hen", [2, 2, 1], { clew_kind: "scope" }],
    ].map(([action_type, task_level, fields], i) => {
      return { task_uuid: "t", task_level, timestamp: i, action_type, action_status: "started", ...(fields as object) };
    }) as unknown as Message[];
    drawnByScVis(await exported("sc-logs", messages));
  });

  test("is drawn for programs that break trio-vis", async () => {
    await drawn(() =>
      withTask("main", () =>
        withScope({ name: "top", cancelTimeoutMs: 1 }, async (top) => {
          await withScope({ name: "nested" }, async (nested) => {
            nested.spawn(() => sleep(1));
            await withScope({ name: "deeper" }, (deeper) => void deeper.spawn(() => sleep(3)));
            await sleep(3);
            nested.spawn(() => sleep(1), { name: "reused" });
          });
          await top.start(async ({ started }) => started(1));
          top.spawn(() => new Promise(() => {}), { name: "deaf" });
          top.spawn(() => sleepForever(), { name: "never" });
          top.cancel();
        }),
      ),
    );
  });

  test("is drawn whatever stands in a log, and whatever is missing", async () => {
    const kinds = fc.array(fc.constantFrom("scope", "child", undefined), { minLength: 14, maxLength: 14 });
    const scopes = fc.array(fc.constantFrom("t1@/", "t1@/2", "t1@/2/1", "t2@/3", "t1@/1", "x"), {
      minLength: 14,
      maxLength: 14,
    });
    await fc.assert(
      fc.asyncProperty(anyLog, kinds, scopes, async (log, kinds, scopes) => {
        const messages = log.map((message, i): Message => {
          return message.action_status === "started"
            ? { ...message, clew_kind: kinds[i], clew_scope: scopes[i] }
            : message;
        });
        drawnByScVis(await exported("sc-logs", messages));
      }),
      { numRuns: 300 },
    );
  });
});

function messagesOf(text: string): Message[] {
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => (parseLine(line) as { readonly message: Message }).message);
}
