import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  addDestination,
  close,
  continueTask,
  type Destination,
  flush,
  ledger,
  logError,
  logMessage,
  type Message,
  type SampleOptions,
  startAction,
  startTask,
  withAction,
  withTask,
} from "../../index.node.js";
import { taskFraction } from "../../wire/index.js";

beforeEach(() => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  vi.spyOn(process, "emitWarning").mockImplementation(() => {});
});
afterEach(async () => {
  await close();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A destination that samples, and what it was given, as `type` or `type status`. */
function sampling(sample: SampleOptions, parts: Partial<Destination> = {}) {
  const messages: Message[] = [];
  const destination = { name: "sampled", write: (message: Message) => void messages.push(message), sample, ...parts };
  addDestination(destination);
  return {
    destination,
    messages,
    told: () => messages.map(toldOf),
    entry: () => {
      for (const { logged, written, dropped, filtered, sampledOut, pending } of ledger()) {
        expect(written + dropped + filtered + sampledOut + pending).toBe(logged);
        expect(pending).toBeGreaterThanOrEqual(0);
      }
      const found = ledger().find((one) => one.destination === destination);
      if (found === undefined) throw new Error("the destination was removed");
      return found;
    },
  };
}

function toldOf({ action_type, action_status, message_type }: Message): string {
  return message_type ?? `${action_type} ${action_status}`;
}

/** Runs a task that fails, and takes its error. */
function fail(type: string, before: () => void = () => {}): void {
  expect(() =>
    withTask(type, () => {
      before();
      throw new Error("no");
    }),
  ).toThrow("no");
}

function fakeTime(): void {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
}

describe("{ sample: { share } } keeps", () => {
  test("a task that fails at its end whole, and nothing of one that does not", async () => {
    const { told, entry } = sampling({ share: 0 });
    withTask("good", () => logMessage("in the good one"));
    fail("bad", () => withAction("step", () => logMessage("in the bad one")));
    expect(told()).toEqual(["bad started", "step started", "in the bad one", "step succeeded", "bad failed"]);
    expect(entry()).toMatchObject({ logged: 8, written: 5, sampledOut: 3, pending: 0 });
  });

  test("a task in which something failed, and went on", () => {
    const { told } = sampling({ share: 0 });
    withTask("handled", () => {
      expect(() =>
        withAction("try", () => {
          throw new Error("no");
        }),
      ).toThrow();
    });
    withTask("noted", () => logError(new Error("no")));
    withTask("bridged", () => logMessage("line", { log_level: "ERROR" }));
    withTask("quiet", () => logMessage("line", { log_level: "warn", text: '"log_level":"error"' }));
    expect(new Set(told().map((text) => text.split(" ")[0]))).toEqual(
      new Set(["handled", "try", "noted", "eliot:traceback", "bridged", "line"]),
    );
    expect(told()).not.toContain("quiet started");
  });

  test("nothing of a task for a cancelled part of it, but a task that was cancelled itself", () => {
    const { told } = sampling({ share: 0 });
    const cancelled = Object.assign(new Error("over"), { code: "CLEW_CANCELLED", source: "sibling", by: "x@/1" });
    const race = startTask("race");
    race.run(() => startAction("loser").finish(cancelled));
    race.finish();
    expect(told()).toEqual([]);
    startTask("request").finish(cancelled);
    expect(told()).toEqual(["request started", "request failed"]);
  });

  test("of the others those of which the uuid is in the share, and no more than the first line says so", () => {
    const share = 0.3;
    const { messages, entry } = sampling({ share });
    const expected: string[] = [];
    for (let i = 0; i < 200; i++) {
      withTask("job", ({ taskUuid }) => {
        if (taskFraction(taskUuid) < share) expected.push(taskUuid);
        logMessage("step");
      });
    }
    expect(expected.length).toBeGreaterThan(20);
    expect(messages.map(({ task_uuid }) => task_uuid)).toEqual(expected.flatMap((uuid) => [uuid, uuid, uuid]));
    expect(messages.map(({ clew_share }) => clew_share)).toEqual(expected.flatMap(() => [share, undefined, undefined]));
    expect(entry()).toMatchObject({ written: 3 * expected.length, sampledOut: 600 - 3 * expected.length });
  });

  test("the same tasks with a smaller share as with a larger one", () => {
    const few = sampling({ share: 0.1 });
    const many = sampling({ share: 0.4 });
    for (let i = 0; i < 300; i++) withTask("job", () => {});
    const kept = new Set(many.messages.map(({ task_uuid }) => task_uuid));
    expect(few.messages.length).toBeGreaterThan(0);
    expect(few.messages.every(({ task_uuid }) => kept.has(task_uuid))).toBe(true);
  });

  test("messages outside of every action, which are no work", () => {
    const { told, messages } = sampling({ share: 0 });
    logMessage("listening");
    expect(told()).toEqual(["listening"]);
    expect(messages[0]).not.toHaveProperty("clew_share");
  });

  test("what fails after its task has ended together with the task, while something of it is open", () => {
    const { told } = sampling({ share: 0 });
    const task = startTask("request");
    const late = task.run(() => startAction("late"));
    task.finish();
    expect(told()).toEqual([]);
    late.finish(new Error("no"));
    expect(told()).toEqual(["request started", "late started", "request succeeded", "late failed"]);
  });

  test("of a task that was let go of what comes from its failure on, which says that it stands for itself alone", () => {
    const { told, messages, entry } = sampling({ share: 0 });
    const task = startTask("request");
    task.finish();
    task.log("afterwards");
    expect(entry()).toMatchObject({ logged: 3, sampledOut: 3 });
    task.run(() => logError(new Error("no")));
    task.log("after that");
    expect(told()).toEqual(["eliot:traceback", "after that"]);
    expect(messages.map(({ clew_share }) => clew_share)).toEqual([1, undefined]);
  });

  test("all tasks with a share of 1, and those that fail of a kept task count for themselves", () => {
    const { messages } = sampling({ share: 0.999999 });
    const task = startTask("request");
    task.finish();
    task.run(() => logError(new Error("no")));
    expect(messages.map(({ clew_share }) => clew_share)).toEqual([0.999999, undefined, 1]);
  });
});

describe("{ sample: { slowerThanMs } } keeps", () => {
  test("a task that took so long", async () => {
    fakeTime();
    const { told } = sampling({ share: 0, slowerThanMs: 100 });
    const quick = startTask("quick");
    await vi.advanceTimersByTimeAsync(98);
    quick.finish();
    const slow = startTask("slow");
    vi.setSystemTime(Date.now());
    await vi.advanceTimersByTimeAsync(100);
    slow.finish();
    expect(told()).toEqual(["slow started", "slow succeeded"]);
  });

  test("what hangs, as soon as it has taken so long, though it logs nothing", async () => {
    fakeTime();
    const { told, entry } = sampling({ share: 0, slowerThanMs: 100 });
    startTask("hangs");
    await vi.advanceTimersByTimeAsync(50);
    const second = startTask("hangs too");
    expect(told()).toEqual([]);
    await vi.advanceTimersByTimeAsync(55);
    expect(told()).toEqual(["hangs started"]);
    await vi.advanceTimersByTimeAsync(55);
    expect(told()).toEqual(["hangs started", "hangs too started"]);
    second.log("from now on", {});
    expect(told()).toHaveLength(3);
    expect(entry()).toMatchObject({ written: 3, pending: 0 });
  });

  test("what took so long by its own clock, in another process or before there was a destination", async () => {
    fakeTime();
    const { told } = sampling({ share: 0, slowerThanMs: 1_000 });
    const second = startTask("elsewhere");
    await vi.advanceTimersByTimeAsync(1_500);
    second.finish();
    expect(told()).toEqual(["elsewhere started", "elsewhere succeeded"]);
  });

  test("a task for no longer than that, whatever the others do", async () => {
    fakeTime();
    const { entry, told } = sampling({ share: 0, slowerThanMs: 100 });
    startTask("open");
    for (let i = 0; i < 30; i++) {
      await vi.advanceTimersByTimeAsync(10);
      withTask("busy", () => {});
    }
    expect(told()).toEqual(["open started"]);
    expect(entry()).toMatchObject({ pending: 0 });
    expect(vi.getTimerCount()).toBeLessThanOrEqual(1);
    await close();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("what is held back", () => {
  test("is pending, and written by flush(), for what has not ended is not known to be good", async () => {
    const { told, messages, entry } = sampling({ share: 0 });
    const task = startTask("open");
    task.log("step");
    expect(entry()).toMatchObject({ logged: 2, written: 0, pending: 2 });
    await flush();
    expect(told()).toEqual(["open started", "step"]);
    expect(messages.map(({ clew_share }) => clew_share)).toEqual([1, undefined]);
    expect(entry()).toMatchObject({ written: 2, pending: 0 });
    task.finish();
    expect(told()).toEqual(["open started", "step", "open succeeded"]);
  });

  test("is written by close()", async () => {
    const { told } = sampling({ share: 0 });
    startTask("open");
    await close();
    expect(told()).toEqual(["open started"]);
  });

  test("is at most so many tasks: the oldest is decided on by its uuid, and if it fails what is left of it is kept", async () => {
    const { told, messages, entry } = sampling({ share: 0, maxHeldTasks: 2 });
    const [first, second, third] = [startTask("first"), startTask("second"), startTask("third")];
    expect(entry()).toMatchObject({ logged: 3, sampledOut: 1, pending: 2 });
    for (const task of [first, second, third]) task?.finish(new Error("no"));
    expect(told()).toEqual(["first failed", "second started", "second failed", "third started", "third failed"]);
    await flush();
    expect(messages.at(-1)).toMatchObject({ message_type: "clew:ledger", tasks_decided_early: 1 });
  });

  test("is at most so many bytes, of one task or of many", () => {
    const { entry } = sampling({ share: 0, maxHeldBytes: 10_000 });
    withTask("large", () => {
      for (let i = 0; i < 20; i++) logMessage("step", { text: "x".repeat(1_000) });
      // The start and some steps of it are gone, and so is what comes.
      expect(entry()).toMatchObject({ logged: 21, sampledOut: 21, pending: 0 });
    });
    const open = Array.from({ length: 20 }, () => startTask("job", { text: "x".repeat(1_000) }));
    expect(entry().pending).toBeLessThan(10);
    for (const task of open) task.finish();
  });

  test("makes room for others when it is decided on", () => {
    const { entry } = sampling({ share: 0, maxHeldBytes: 10_000, maxHeldTasks: 2 });
    for (let i = 0; i < 50; i++) fail("bad", () => logMessage("step", { text: "x".repeat(1_000) }));
    expect(entry()).toMatchObject({ logged: 150, written: 150, sampledOut: 0 });
  });

  test("is nothing with maxHeldTasks 0: a head is sampled, and what fails is told of from there on", () => {
    const { told, entry } = sampling({ share: 0, maxHeldTasks: 0 });
    fail("bad", () => logMessage("step"));
    expect(told()).toEqual(["bad failed"]);
    expect(entry()).toMatchObject({ sampledOut: 2, pending: 0 });
  });
});

describe("the log", () => {
  test("says at a flush how much was sampled out since", async () => {
    const { messages, entry } = sampling({ share: 0 });
    for (let i = 0; i < 5; i++) withTask("job", () => logMessage("step"));
    await flush();
    await flush();
    const said = messages.filter(({ message_type }) => message_type === "clew:ledger");
    expect(said).toMatchObject([{ destination: "sampled", sampled_out: 15, tasks_sampled_out: 5 }]);
    expect(entry()).toMatchObject({ logged: 16, written: 1, sampledOut: 15 });
    withTask("job", () => {});
    await close();
    expect(messages.at(-1)).toMatchObject({ message_type: "clew:ledger", sampled_out: 2, tasks_sampled_out: 1 });
  });

  test("says so each minute", async () => {
    fakeTime();
    const { messages } = sampling({ share: 0 });
    for (let second = 0; second < 150; second++) {
      withTask("job", () => {});
      await vi.advanceTimersByTimeAsync(1_000);
    }
    const said = messages.filter(({ message_type }) => message_type === "clew:ledger");
    expect(said.map(({ sampled_out }) => sampled_out)).toEqual([122, 120]);
  });
});

describe("{ sample: { share: function } }", () => {
  test("gives each task its share, by its first message", () => {
    const share = ({ action_type }: Message) => (action_type === "health" ? 0 : 1);
    const { told } = sampling({ share });
    withTask("health", () => logMessage("step"));
    withTask("order", () => {});
    expect(told()).toEqual(["order started", "order succeeded"]);
  });

  test.each<[string, () => number]>([
    [
      "throws",
      () => {
        throw new Error("no share");
      },
    ],
    ["gives what is no share", () => 7],
    ["gives nothing", () => undefined as unknown as number],
  ])("keeps the task when it %s, and the others are told", (_what, share) => {
    const others: Message[] = [];
    addDestination((message) => void others.push(message));
    const { told } = sampling({ share });
    withTask("job", () => {});
    expect(told()).toEqual(["job started", "job succeeded"]);
    expect(others.at(-1)).toMatchObject({
      message_type: "eliot:destination_failure",
      destination: "sampled",
      reason: expect.stringMatching(/^its share threw: /),
    });
  });
});

describe("a task that is continued here", () => {
  const uuids = Array.from({ length: 100 }, (_, i) => `task-${i}`);

  test("is kept where its uuid is in the share, as in every process", () => {
    const { messages } = sampling({ share: 0.5 });
    for (const uuid of uuids) continueTask(`${uuid}@/3/2`, () => logMessage("step"));
    const kept = uuids.filter((uuid) => taskFraction(uuid) < 0.5);
    expect([...new Set(messages.map(({ task_uuid }) => task_uuid))]).toEqual(kept);
    expect(messages[0]).toMatchObject({ task_level: [3, 2, 1], clew_share: 0.5 });
  });

  test("is kept where it fails here, with what this process has of it", () => {
    const { messages } = sampling({ share: 0 });
    expect(() =>
      continueTask("other-task@/3/2", () => {
        throw new Error("no");
      }),
    ).toThrow();
    expect(messages).toMatchObject([{ task_level: [3, 2, 1], clew_share: 1 }, { action_status: "failed" }]);
  });
});

describe("a filter beside it", () => {
  test("is asked first, and what it refuses tells of its task all the same", () => {
    const filter = ({ action_status }: Message) => action_status === undefined;
    const { told, messages, entry } = sampling({ share: 0 }, { filter });
    withTask("good", () => logMessage("in the good one"));
    fail("bad", () => logMessage("in the bad one"));
    expect(told()).toEqual(["in the bad one"]);
    expect(messages[0]?.clew_share).toBe(1);
    expect(entry()).toMatchObject({ logged: 6, written: 1, filtered: 4, sampledOut: 1, pending: 0 });
  });
});

describe("a destination that fails at what was held back", () => {
  test("counts it as dropped, says so, and throws nothing into the program", () => {
    const others: Message[] = [];
    addDestination((message) => void others.push(message));
    const { entry } = sampling(
      { share: 0 },
      {
        write: () => {
          throw new Error("no room");
        },
      },
    );
    fail("bad");
    expect(entry()).toMatchObject({ logged: 2, dropped: 2, pending: 0 });
    expect(others.map(toldOf)).toEqual([
      "bad started",
      "bad failed",
      "eliot:destination_failure",
      "eliot:destination_failure",
    ]);
  });

  test("and that logs by itself is held to three deep", () => {
    let depth = 0;
    let most = 0;
    sampling(
      { share: 0 },
      {
        write: () => {
          depth++;
          most = Math.max(most, depth);
          logMessage("by the destination");
          fail("by the destination");
          depth--;
        },
      },
    );
    fail("bad");
    expect(most).toBe(3);
  });
});

describe("options that make no sense", () => {
  test.each<[string, unknown, RegExp]>([
    ["no object", 0.1, /whose sample is of type number; give \{ share \}/],
    ["null", null, /whose sample is null/],
    ["no share", {}, /whose sample\.share is undefined; give a number from 0 to 1, or a function/],
    ["a share in percent", { share: 10 }, /whose sample\.share is 10/],
    ["NaN", { share: Number.NaN }, /whose sample\.share is NaN/],
    ["a negative time", { share: 1, slowerThanMs: -1 }, /whose sample\.slowerThanMs is -1; give a number from 0 up/],
    ["a text", { share: 1, maxHeldBytes: "8 MiB" }, /whose sample\.maxHeldBytes is 8 MiB/],
  ])("are refused: %s", (_what, sample, why) => {
    expect(() => sampling(sample as SampleOptions)).toThrow(why);
    expect(ledger()).toEqual([]);
  });
});

describe("the ledger's law", () => {
  type Step = "begin" | "log" | "step" | "succeed" | "fail" | "lone" | "flush";
  const step = fc.record({
    act: fc.constantFrom<Step>("begin", "begin", "log", "step", "succeed", "succeed", "fail", "lone", "flush"),
    task: fc.nat(20),
  });

  test("holds at every moment: what is pending is what was logged of the tasks that are not decided on", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 120 }), async (steps) => {
        const { entry, messages } = sampling({ share: 0.5, slowerThanMs: Number.POSITIVE_INFINITY });
        const held = new Map<string, number>();
        const count = (uuid: string, lines: number) => {
          if (held.has(uuid)) held.set(uuid, (held.get(uuid) ?? 0) + lines);
        };
        let open: ReturnType<typeof startTask>[] = [];
        for (const { act, task: n } of steps) {
          const task = open[n % Math.max(1, open.length)];
          if (act === "flush") {
            await flush();
            held.clear();
          } else if (act === "lone") logMessage("lone");
          else if (act === "begin" || task === undefined) {
            const begun = startTask("job");
            open.push(begun);
            held.set(begun.taskUuid, 1);
          } else if (act === "log") {
            task.log("m");
            count(task.taskUuid, 1);
          } else if (act === "step") {
            task.run(() => withAction("step", () => {}));
            count(task.taskUuid, 2);
          } else {
            task.finish(act === "fail" ? new Error("no") : undefined);
            held.delete(task.taskUuid);
            open = open.filter((other) => other !== task);
          }
          const { pending, written } = entry();
          expect(pending).toBe([...held.values()].reduce((sum, lines) => sum + lines, 0));
          expect(written).toBe(messages.length);
        }
        await close();
      }),
      { numRuns: 60 },
    );
  });

  test("holds at random moments under load, with faults, filters and bounds that are too small", async () => {
    const kinds = fc.record({
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      maxHeldTasks: fc.nat(5),
      maxHeldBytes: fc.nat(2_000),
      slowerThanMs: fc.constantFrom(0, 1, 1_000),
      failsEach: fc.nat(4),
      refusesEach: fc.nat(4),
      isSlow: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        kinds,
        fc.array(step, { maxLength: 80 }),
        async ({ failsEach, refusesEach, isSlow, ...sample }, steps) => {
          const counts = { asked: 0, refused: 0, given: 0, failed: 0 };
          const { entry } = sampling(sample, {
            filter: () => {
              const isRefused = refusesEach > 0 && ++counts.asked % refusesEach === 0;
              if (isRefused) counts.refused++;
              return !isRefused;
            },
            write: () => {
              if (failsEach > 0 && ++counts.given % failsEach === 0) {
                counts.failed++;
                throw new Error("no room");
              }
              return isSlow ? Promise.resolve() : undefined;
            },
          });
          const open: ReturnType<typeof startTask>[] = [];
          for (const { act, task: n } of steps) {
            const task = open[n % Math.max(1, open.length)];
            if (act === "flush") await flush();
            else if (act === "lone") logMessage("lone");
            else if (act === "begin" || task === undefined) open.push(startTask("job"));
            else if (act === "log") task.log("m", { text: "x".repeat(n * 20) });
            else if (act === "step") task.run(() => withAction("step", () => {}));
            else task.finish(act === "fail" ? new Error("no") : undefined);
            if (n % 7 === 0) await null;
            expect(entry()).toMatchObject({ filtered: counts.refused, dropped: counts.failed });
          }
          await flush();
          expect(entry().pending).toBe(0);
          await close();
        },
      ),
      { numRuns: 100 },
    );
  });
});
