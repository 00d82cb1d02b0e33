import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LogFileError } from "clew";
import { addInstrument, ScopeRecorder, type ScopeRecorderOptions } from "clew/observe";
import { moveOnAfter, type Scope, sleep, sleepForever, startScope, withScope } from "clew/scope";
import { withMockClock } from "clew/testing";
import { afterAll, describe, expect, test } from "vitest";
import { drawnByScVis, type RunRecord } from "./rules.js";

const folder = mkdtempSync(join(tmpdir(), "clew-sc-vis-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = () => join(folder, `sc-logs-${files++}.json`);

/** What a program is recorded as: records of a history that breaks no rule of the viewer. */
async function recorded(program: () => unknown, options: ScopeRecorderOptions = {}): Promise<readonly RunRecord[]> {
  const logFilename = newFile();
  const recorder = new ScopeRecorder({ ...options, logFilename });
  addInstrument(recorder);
  await withMockClock(async () => {
    await Promise.resolve(program()).catch(() => {});
  });
  recorder.close();
  return drawnByScVis(readFileSync(logFilename, "utf8"));
}

/** What was created and exited, in short. */
const steps = (records: readonly RunRecord[]) =>
  records
    .filter(({ name }) => !name.endsWith("Tscope"))
    .map(({ desc, name }) => `${desc[0] === "c" ? "+" : "-"}${name}`);

describe("new ScopeRecorder()", () => {
  test("writes what trio-vis writes: five keys a record, a scope of its own for each task, a count for the time", async () => {
    const records = await recorded(() =>
      withScope({ name: "nursery" }, (scope) => void scope.spawn(async () => {}, { name: "attempt" })),
    );
    expect(records).toEqual([
      { time: 0, desc: "created", name: "main-0__TRIO_VIS_Tscope", type: "scope" },
      { time: 1, desc: "created", name: "main-0", type: "task", parent: "main-0__TRIO_VIS_Tscope" },
      { time: 2, desc: "created", name: "nursery-0", type: "scope", parent: "main-0__TRIO_VIS_Tscope" },
      { time: 3, desc: "created", name: "attempt-0__TRIO_VIS_Tscope", type: "scope", parent: "nursery-0" },
      { time: 4, desc: "created", name: "attempt-0", type: "task", parent: "attempt-0__TRIO_VIS_Tscope" },
      { time: 5, desc: "exited", name: "attempt-0", type: "task", parent: "attempt-0__TRIO_VIS_Tscope" },
      { time: 6, desc: "exited", name: "attempt-0__TRIO_VIS_Tscope", type: "scope", parent: "nursery-0" },
      { time: 7, desc: "exited", name: "nursery-0", type: "scope", parent: "main-0__TRIO_VIS_Tscope" },
      { time: 8, desc: "exited", name: "main-0", type: "task", parent: "main-0__TRIO_VIS_Tscope" },
      { time: 9, desc: "exited", name: "main-0__TRIO_VIS_Tscope", type: "scope" },
    ]);
  });

  describe("is drawn where trio-vis is not:", () => {
    test("scopes nested in one task", async () => {
      const middle = () =>
        withScope({ name: "outer" }, async (outer) => {
          outer.spawn(() => sleep(2), { name: "leaf" });
          await withScope({ name: "inner" }, (inner) => {
            inner.spawn(() => sleep(1), { name: "leaf" });
            inner.spawn(() => sleep(3), { name: "leaf" });
          });
          outer.spawn(() => sleep(1), { name: "late" });
        });
      const records = await recorded(() =>
        withScope({ name: "top" }, (top) => {
          top.spawn(middle);
          top.spawn(middle);
        }),
      );
      expect(steps(records).filter((step) => step.endsWith("middle-1") || step.includes("late"))).toEqual([
        "+middle-1",
        "+late-0",
        "+late-1",
        "-late-0",
        "-late-1",
        "-middle-1",
      ]);
    });

    test("scopes one after another in one task, ended by cancels, deadlines and errors", async () => {
      const records = await recorded(() =>
        withScope({ name: "top" }, async (top) => {
          await top.spawn(async () => {
            await withScope({ name: "a" }, (a) => {
              a.spawn(() => sleepForever());
              a.cancel();
            });
            await moveOnAfter(5, (b) => b.spawn(() => sleepForever()));
            await withScope({ name: "c" }, (c) => void c.spawn(() => Promise.reject(new Error("boom")))).catch(
              () => {},
            );
          });
        }),
      );
      expect(steps(records).filter((step) => /[abc]-0|clew:scope/.test(step))).toEqual([
        "+a-0",
        "-a-0",
        "+clew:scope-0",
        "-clew:scope-0",
        "+c-0",
        "-c-0",
      ]);
    });

    test("a scope that has no child for a while, and gets another", async () => {
      const records = await recorded(() =>
        withScope({ name: "reused" }, async (scope) => {
          await scope.spawn(() => sleep(1));
          await sleep(5);
          await scope.spawn(() => sleep(1));
        }),
      );
      expect(steps(records).filter((step) => step.endsWith("reused-0"))).toEqual(["+reused-0", "-reused-0"]);
    });

    test("a child that is started, and goes on in the scope", async () => {
      const records = await recorded(() =>
        withScope({ name: "scope" }, async (scope) => {
          const { child } = await scope.start(
            async ({ started }) => {
              started(undefined);
              await sleepForever();
            },
            { name: "server" },
          );
          child.cancel();
        }),
      );
      expect(steps(records)).toEqual(["+main-0", "+scope-0", "+server-0", "-server-0", "-scope-0", "-main-0"]);
    });

    test("scopes without a child, scopes that outlive what opened them, forks, and children that do not stop", async () => {
      let left: Scope | undefined;
      const records = await recorded(async () => {
        await withScope({ name: "empty" }, () => withScope({ name: "within" }, () => {}));
        await withScope({ name: "short" }, async (short) => {
          await short.spawn(
            () => {
              left = startScope({ name: "left" });
            },
            { name: "opener" },
          );
          short.fork({ name: "fork" }).finalize();
          left?.spawn(() => sleep(50), { name: "straggler" });
        });
        await withScope({ name: "stuck", cancelTimeoutMs: 1 }, (stuck) => {
          stuck.spawn(() => new Promise(() => {}), { name: "deaf" });
          stuck.cancel();
        }).catch(() => {});
        left?.finalize();
        await left?.join();
      });
      // What is left open in a task keeps open what the task stands in.
      expect(steps(records).slice(-5)).toEqual(["-stuck-0", "-straggler-0", "-left-0", "-short-0", "-main-0"]);
    });

    test("what lived before it was made, and what is open when it is closed", async () => {
      const scope = startScope({ name: "open" });
      scope.spawn(() => sleepForever(), { name: "old" });
      const records = await recorded(() => {
        scope.spawn(() => withScope({ name: "inner" }, () => sleepForever()), { name: "busy" });
      });
      expect(steps(records)).toEqual([
        "+main-0",
        "+open-0",
        "+old-0",
        "+busy-0",
        "+inner-0",
        "-inner-0",
        "-busy-0",
        "-old-0",
        "-open-0",
        "-main-0",
      ]);
      scope.cancel();
      await scope.join();
    });
  });

  test("leaves out the scopes of finalizers, if it is not asked for them", async () => {
    const program = () =>
      withScope({ name: "shop" }, (shop) => {
        shop.defer(async function sweep() {
          await withScope({ name: "broom" }, (broom) => void broom.spawn(async () => {}, { name: "dust" }));
        });
      });
    const opened = async (options: ScopeRecorderOptions) =>
      steps(await recorded(program, options)).filter((step) => step.startsWith("+"));
    expect(await opened({})).toEqual(["+main-0", "+shop-0", "+broom-0", "+dust-0"]);
    expect(await opened({ onlyUserScopes: false })).toEqual(["+main-0", "+shop-0", "+sweep-0", "+broom-0", "+dust-0"]);
  });

  test("refuses to write over a file where it may not, and a file that cannot be", () => {
    const logFilename = newFile();
    writeFileSync(logFilename, "mine");
    expect(() => new ScopeRecorder({ logFilename, logOverwriteIfExists: false })).toThrow(LogFileError);
    expect(readFileSync(logFilename, "utf8")).toBe("mine");
    expect(() => new ScopeRecorder({ logFilename: join(folder, "no/such/folder") })).toThrow(/Cannot write a log to/);
    const recorder = new ScopeRecorder({ logFilename });
    expect(statSync(logFilename).size).toBeGreaterThan(4);
    recorder.close();
    recorder.close();
  });

  test("writes names as they are, whatever is in them", async () => {
    const name = 'a"b\\c\n\u2028\ud800é-0__TRIO_VIS_Tscope';
    const records = await recorded(() =>
      withScope({ name }, (scope) => {
        scope.spawn(async () => {}, { name });
        scope.spawn(async () => {}, { name: "__proto__" });
      }),
    );
    expect(new Set(records.map(({ name }) => name)).size).toBe(records.length / 2);
    expect(records.some((record) => record.name === `${name}-1`)).toBe(true);
  });

  test("costs each child the same: 200 to 5,000 children write so many bytes each, and take no longer each", async () => {
    const measure = async (children: number) => {
      const begun = process.cpuUsage();
      const records = await recorded(() =>
        withScope({ name: "crowd" }, (crowd) => {
          for (let i = 0; i < children; i++) crowd.spawn(() => sleep(1), { name: "one" });
        }),
      );
      const { user, system } = process.cpuUsage(begun);
      expect(records).toHaveLength(6 + 4 * children);
      return (user + system) / children;
    };
    await measure(1_000);
    const few = Math.min(await measure(200), await measure(200), await measure(200));
    const many = Math.min(await measure(5_000), await measure(5_000));
    // What is quadratic would be 25 times.
    expect(many / few).toBeLessThan(4);
  });
});

describe("a program with a recorder", () => {
  const program = fileURLToPath(new URL("programs/record.mjs", import.meta.url));

  test.each([
    ["exit", 0, null],
    ["throw", 1, null],
    ["SIGTERM", null, "SIGTERM"],
    ["SIGINT", null, "SIGINT"],
  ])("leaves a whole history, with an end for all: %s", (way, status, signal) => {
    const file = newFile();
    const ended = spawnSync(process.execPath, [program, file, way], { encoding: "utf8" });
    expect(ended).toMatchObject({ status, signal });
    const records = drawnByScVis(readFileSync(file, "utf8"));
    expect(steps(records)).toEqual([
      ...["+main-0", "+shop-0", "+waiter-0", "+waiter-1", "+waiter-2", "+done-0", "-done-0", "+chef-0"],
      ...["+kitchen-0", "+cook-0", "-cook-0", "-kitchen-0", "-chef-0", "-waiter-2", "-waiter-1", "-waiter-0"],
      ...["-shop-0", "-main-0"],
    ]);
  });

  test("leaves a readable history when it is killed, up to the last step", () => {
    const file = newFile();
    const ended = spawnSync(process.execPath, [program, file, "SIGKILL"], { encoding: "utf8" });
    expect(ended.signal).toBe("SIGKILL");
    const { runRecords } = JSON.parse(readFileSync(file, "utf8"));
    expect(steps(runRecords).slice(-3)).toEqual(["+chef-0", "+kitchen-0", "+cook-0"]);
  });

  test("leaves it also where the program is killed while it blocks", async () => {
    const file = newFile();
    const running = spawn(process.execPath, [program, file, "block"], { stdio: ["ignore", "pipe", "inherit"] });
    await once(running.stdout, "data");
    running.kill("SIGKILL");
    await once(running, "exit");
    expect(existsSync(file)).toBe(true);
    const { runRecords } = JSON.parse(readFileSync(file, "utf8"));
    expect(steps(runRecords).at(-1)).toBe("+cook-0");
  });
});
