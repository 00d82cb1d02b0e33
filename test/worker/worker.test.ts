import { addDestination, close, type Message, withAction } from "clew";
import { addInstrument, removeInstrument } from "clew/observe";
import { Cancelled, failAfter, type Scope, TimeoutError, withScope } from "clew/scope";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
// As it is packed: what runs in a thread is a built file.
import {
  createWorkerPool,
  NotCloneableError,
  PoolClosedError,
  spawnWorker,
  ThreadExitError,
  type WorkerOptions,
} from "../../packages/clew/dist/worker.js";

const FILE = new URL("./threads/work.mjs", import.meta.url);
const run = (scope: Scope, what: string, given?: unknown, options?: WorkerOptions) =>
  spawnWorker(scope, FILE, { what, given }, options);

let messages: Message[] = [];
beforeEach(() => {
  messages = [];
  addDestination((message) => messages.push(message));
});
afterEach(() => close());

/** What was logged, as `place type status`. */
function story(): string[] {
  return messages
    .map(({ task_level, action_type, message_type, action_status }) => ({
      task_level,
      text: [`/${task_level.join("/")}`, action_type ?? message_type, action_status].filter(Boolean).join(" "),
    }))
    .sort((a, b) => compare(a.task_level, b.task_level))
    .map(({ text }) => text);
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [i, n] of a.entries()) if (n !== b[i]) return n - (b[i] ?? 0);
  return a.length - b.length;
}

/** Waits until a message of a type has come. */
async function logged(type: string): Promise<void> {
  while (!messages.some(({ message_type }) => message_type === type)) await turn();
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** What the process still has open that a thread would have left. */
const ports = () => process.getActiveResourcesInfo().filter((name) => /MessagePort|Worker/.test(name)).length;

describe("spawnWorker(scope, file, input)", () => {
  test("gives what the default export of the file gives, and leaves nothing behind", async () => {
    const before = ports();
    await withScope(async (scope) => {
      expect(await run(scope, "square", 12)).toBe(144);
      expect(await run(scope, "give", new Map([["a", [1n, new Date(0)]]]))).toEqual(
        new Map([["a", [1n, new Date(0)]]]),
      );
      expect(scope.children()).toEqual([]);
    });
    expect(ports()).toBe(before);
  });

  test("moves what is named, both ways", async () => {
    const bytes = new Uint8Array([1, 2, 3]);
    await withScope(async (scope) => {
      const result = await run(scope, "move", bytes, { transfer: [bytes.buffer] });
      expect(result).toEqual(new Uint8Array([1, 2, 3]));
    });
    expect(bytes.byteLength).toBe(0);
  });

  test("lets what the thread logs stand in the child's action, children of its scope too", async () => {
    await withAction("main", () =>
      withScope({ name: "scope" }, (scope) => {
        run(scope, "log", 1);
        run(scope, "scope", undefined, { name: "parts" });
      }),
    );
    expect(new Set(messages.map(({ task_uuid }) => task_uuid)).size).toBe(1);
    expect(story().filter((line) => line.startsWith("/2/2/"))).toEqual([
      "/2/2/1 work started",
      "/2/2/2/1 eliot:remote_task started",
      "/2/2/2/2/1 work started",
      "/2/2/2/2/2/1 step started",
      "/2/2/2/2/2/2 note",
      "/2/2/2/2/2/3 step succeeded",
      "/2/2/2/2/3 work succeeded",
      "/2/2/2/3 eliot:remote_task succeeded",
      "/2/2/3 work succeeded",
    ]);
    expect(story().filter((line) => line.endsWith("part started"))).toEqual([
      "/2/3/2/2/2/2/1 part started",
      "/2/3/2/2/2/3/1 part started",
    ]);
  });

  test("loses no line of a thread that floods, and keeps its memory bounded", async () => {
    await withAction("main", () => withScope((scope) => run(scope, "flood", 20_000)));
    expect(messages.filter(({ message_type }) => message_type === "flood").map(({ i }) => i)).toEqual(
      Array.from({ length: 20_000 }, (_, i) => i),
    );
  });

  test("brings errors over with class, text, stack, code and causes", async () => {
    await withScope(async (scope) => {
      const far = await run(scope, "fail").result.catch((error: unknown) => error);
      expect(far).toBeInstanceOf(RangeError);
      expect(far).toMatchObject({ message: "too far", code: "E_FAR", at: 7, cause: new Error("the map ends") });
      expect((far as Error).stack).toContain("work.mjs");
      await expect(run(scope, "failOwn").result).rejects.toMatchObject({ name: "MapError", message: "no such place" });
      const both = await run(scope, "failAll").result.catch((error: unknown) => error);
      expect(both).toBeInstanceOf(AggregateError);
      expect((both as AggregateError).errors).toEqual([new TypeError("one"), new Error("two")]);
      await expect(run(scope, "failPlain").result).rejects.toEqual({ status: 404 });
    });
  });

  test("brings the fields of errors over as far as they can be copied, and the platform's errors as they are", async () => {
    await withScope(async (scope) => {
      const failed = await run(scope, "failWithIssues").result.catch((error: unknown) => error);
      expect(failed).toBeInstanceOf(TypeError);
      expect(failed).toMatchObject({ issues: [{ path: ["name"], check: "[function isText]" }], at: new Date(0) });
      const clone = await run(scope, "failDom").result.catch((error: unknown) => error);
      expect(clone).toBeInstanceOf(DOMException);
      expect(clone).toMatchObject({ name: "DataCloneError", code: 25 });
    });
  });

  test("refuses a path that is relative to nothing, and a generator function", async () => {
    await withScope(async (scope) => {
      expect(() => spawnWorker(scope, "./work.mjs", 1)).toThrow('give new URL("./work.mjs", import.meta.url)');
      const generator = "data:text/javascript,export default function* () {}";
      await expect(spawnWorker(scope, generator, 1).result).rejects.toThrow(
        "Cannot run as the worker worker a generator function",
      );
    });
  });

  test("is quiet by a cancel that comes back as the platform's abort error, and keeps what a rollback throws", async () => {
    const cancelled = (what: string) =>
      withScope(async (scope) => {
        run(scope, what);
        await logged("waiting");
        messages.length = 0;
        scope.cancel();
      });
    await expect(cancelled("platformSleep")).resolves.toBeUndefined();
    await expect(cancelled("rollback")).rejects.toThrow("rollback failed");
  });

  test("raises no warning by many who listen to its signal", async () => {
    expect(await withScope((scope) => run(scope, "listen"))).toBeUndefined();
  });

  test("fails where the thread crashes, exits, or has no such function", async () => {
    await withScope(async (scope) => {
      await expect(run(scope, "crash").result).rejects.toThrow("nobody catches this");
      const exited = await run(scope, "exit", 3).result.catch((error: unknown) => error);
      expect(exited).toBeInstanceOf(ThreadExitError);
      expect(exited).toMatchObject({ exitCode: 3, message: expect.stringContaining("ended with exit code 3") });
      const file = new URL("./threads/no-default.mjs", import.meta.url);
      await expect(spawnWorker(scope, file, 1).result).rejects.toThrow(
        /Cannot run the worker no-default: .* undefined/,
      );
      await expect(spawnWorker(scope, "file:///no/such.mjs", 1).result).rejects.toThrow(/Cannot find module/);
      await expect(run(scope, "give", () => {}).result).rejects.toThrow(NotCloneableError);
      await expect(run(scope, "function").result).rejects.toMatchObject({
        code: "CLEW_NOT_CLONEABLE",
        message: expect.stringContaining("Cannot send the result of the worker work"),
      });
    });
  });

  test("fails its scope as any child does", async () => {
    const error = await withScope((scope) => {
      run(scope, "failOwn");
      run(scope, "politely");
    }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "MapError" });
  });

  test("asks the function to stop when it is cancelled, and waits for its cleaning up", async () => {
    await withAction("main", () =>
      withScope(async (scope) => {
        const child = run(scope, "politely");
        await logged("waiting");
        child.cancel();
        await expect(child.result).rejects.toThrow(Cancelled);
        expect(child.state).toBe("cancelled");
      }),
    );
    expect(messages.find(({ message_type }) => message_type === "cleaned up")).toMatchObject({ aborted: true });
    expect(messages.some(({ message_type }) => message_type === "clew:terminated")).toBe(false);
  });

  test("ends an endless loop by its deadline; the log says which child, why, and where it was spawned", async () => {
    const before = ports();
    const program = withAction("main", () =>
      withScope({ name: "bounded" }, async (scope) => {
        run(scope, "loop", undefined, { name: "looper", terminateAfterMs: 50 });
        await logged("before the loop");
        scope.timeoutMs = 20;
      }),
    );
    await expect(program).rejects.toThrow(TimeoutError);
    expect(ports()).toBe(before);
    const said = messages.find(({ message_type }) => message_type === "clew:terminated");
    expect(said).toMatchObject({
      child: "looper",
      module: FILE.href,
      reason: "it went on for 50 ms after its cancel; its thread was terminated",
      spawned_at: expect.stringContaining("worker.test.ts"),
    });
    const end = messages.find(
      ({ action_type, action_status }) => action_type === "looper" && action_status === "failed",
    );
    expect(end).toMatchObject({ exception: "Cancelled", clew_cancel_source: "deadline" });
    expect(end?.clew_cancelled_by).toEqual(expect.stringContaining("@/"));
    expect(messages.some(({ message_type }) => message_type === "before the loop")).toBe(true);
  });

  test("is never terminated where that is to wait without end", async () => {
    const { port1, port2 } = new MessageChannel();
    await withScope(async (scope) => {
      const given = { port: port2 };
      const child = run(scope, "untilTold", given, { transfer: [port2], terminateAfterMs: Number.POSITIVE_INFINITY });
      await logged("waiting");
      child.cancel();
      await logged("told to stop");
      port1.postMessage("go on");
      expect(await child.result).toBe("cleaned up");
    });
    port1.close();
    expect(messages.some(({ message_type }) => message_type === "clew:terminated")).toBe(false);
  });

  test("calls no function where it is cancelled while the module is loaded", async () => {
    const channel = new BroadcastChannel("slow-to-load");
    await withScope(async (scope) => {
      const child = spawnWorker(scope, new URL("./threads/slow-to-load.mjs", import.meta.url), undefined, {
        terminateAfterMs: Number.POSITIVE_INFINITY,
      });
      await logged("loading");
      child.cancel();
      channel.postMessage("go on");
      await expect(child.result).rejects.toThrow(Cancelled);
      expect(child.state).toBe("cancelled");
    });
    channel.close();
    expect(messages.map(({ message_type }) => message_type)).not.toContain("called");
  });

  test("refuses times that are none", async () => {
    await withScope((scope) => {
      expect(() => run(scope, "square", 1, { terminateAfterMs: -1 })).toThrow(RangeError);
    });
  });
});

describe("createWorkerPool(size)", () => {
  test("runs no more than so many at a time, and uses its threads again", async () => {
    await using pool = createWorkerPool(2);
    const results = await withScope((scope) => {
      const children = Array.from({ length: 7 }, (_, n) => pool.spawn(scope, FILE, { what: "square", given: n }));
      expect(pool.statistics()).toEqual({ size: 2, busy: 2, idle: 0, waiting: 5 });
      return Promise.all(children);
    });
    expect(results).toEqual([0, 1, 4, 9, 16, 25, 36]);
    expect(pool.statistics()).toEqual({ size: 2, busy: 0, idle: 2, waiting: 0 });
  });

  test("replaces a thread that crashed, exited or was terminated", async () => {
    await using pool = createWorkerPool(1);
    await withScope(async (scope) => {
      const spawn = (what: string, given?: unknown, options?: WorkerOptions) =>
        pool.spawn(scope, FILE, { what, given }, options);
      await expect(spawn("crash").result).rejects.toThrow("nobody catches this");
      await expect(spawn("exit", 1).result).rejects.toThrow(ThreadExitError);
      const child = spawn("loop", undefined, { terminateAfterMs: 20 });
      const next = spawn("square", 5);
      await logged("before the loop");
      child.cancel();
      await expect(child.result).rejects.toThrow(Cancelled);
      expect(await next).toBe(25);
      await expect(spawn("fail").result).rejects.toThrow("too far");
      expect(pool.statistics()).toMatchObject({ busy: 0, idle: 1 });
    });
  });

  test("counts the time of a job from when it has a thread", async () => {
    const pool = createWorkerPool(1);
    await withScope(async (scope) => {
      const first = pool.spawn(scope, FILE, { what: "politely" });
      const second = pool.spawn(scope, FILE, { what: "square", given: 3 }, { jobTimeoutMs: 5_000, name: "quick" });
      await logged("waiting");
      first.cancel();
      expect(await second).toBe(9);
      const third = pool.spawn(
        scope,
        FILE,
        { what: "loop" },
        { jobTimeoutMs: 30, terminateAfterMs: 10, name: "endless" },
      );
      await expect(third.result).rejects.toThrow(TimeoutError);
      expect(await pool.spawn(scope, FILE, { what: "square", given: 4 })).toBe(16);
      expect(() => pool.spawn(scope, FILE, { what: "square" }, { jobTimeoutMs: -1 })).toThrow(RangeError);
    });
    await pool.close();
  });

  test("ends threads that wait for work for too long, and not those that have it", async () => {
    const pool = createWorkerPool(1, { idleTimeoutMs: 1 });
    const before = ports();
    await withScope((scope) => pool.spawn(scope, FILE, { what: "square", given: 3 }));
    while (pool.statistics().idle > 0 || ports() > before) await turn();
    expect(await withScope((scope) => pool.spawn(scope, FILE, { what: "square", given: 4 }))).toBe(16);
    await pool.close();
    expect(() => createWorkerPool(1, { idleTimeoutMs: Number.NaN })).toThrow(RangeError);
  });

  test.each(["throw", "reject"])(
    "reports what a job left behind, by its name (%s), and goes on in another thread",
    async (how) => {
      const dropped: string[] = [];
      const instrument = { errorDropped: (error: unknown) => dropped.push(String(error)) };
      addInstrument(instrument);
      const pool = createWorkerPool(1);
      const { port1, port2 } = new MessageChannel();
      await withScope(async (scope) => {
        const given = { port: port2, how };
        await pool.spawn(scope, FILE, { what: "leaveBehind", given }, { name: "careless", transfer: [port2] });
        port1.postMessage("now");
        while (dropped.length === 0) await turn();
        expect(await pool.spawn(scope, FILE, { what: "square", given: 4 })).toBe(16);
      });
      port1.close();
      await pool.close();
      removeInstrument(instrument);
      expect(dropped).toEqual([
        "Error: The worker careless had returned when something that it left behind threw: left behind",
      ]);
    },
  );

  test("lets whoever is cancelled out of the queue", async () => {
    await using pool = createWorkerPool(1);
    await withScope(async (scope) => {
      const first = pool.spawn(scope, FILE, { what: "politely" });
      const second = pool.spawn(scope, FILE, { what: "square", given: 2 });
      const third = pool.spawn(scope, FILE, { what: "square", given: 3 });
      await logged("waiting");
      second.cancel();
      await expect(second.result).rejects.toThrow(Cancelled);
      first.cancel();
      expect(await third).toBe(9);
    });
  });

  test("takes nothing after it was closed, and is closed when what runs has ended", async () => {
    const before = ports();
    const pool = createWorkerPool(1);
    await withScope(async (scope) => {
      const running = pool.spawn(scope, FILE, { what: "square", given: 3 });
      const closed = pool.close();
      expect(() => pool.spawn(scope, FILE, { what: "square", given: 4 })).toThrow(PoolClosedError);
      expect(await running).toBe(9);
      await closed;
    });
    await pool.close();
    expect(ports()).toBe(before);
  });

  test("goes on closing where whoever waits for that has no time left, and takes nothing", async () => {
    const before = ports();
    const pool = createWorkerPool(1);
    await withScope(async (scope) => {
      const running = pool.spawn(scope, FILE, { what: "politely" });
      await logged("waiting");
      const dropped: unknown[] = [];
      const instrument = { errorDropped: (error: unknown) => void dropped.push(error) };
      addInstrument(instrument);
      await expect(failAfter(1, () => pool.close())).rejects.toThrow(TimeoutError);
      removeInstrument(instrument);
      // A wait that ignored its cancel would be told of.
      expect(dropped).toEqual([]);
      expect(running.state).toBe("running");
      expect(() => pool.spawn(scope, FILE, { what: "square", given: 4 })).toThrow(PoolClosedError);
      running.cancel();
    });
    await pool.close();
    expect(ports()).toBe(before);
  });

  test("closes in a scope that was cancelled, too", async () => {
    const before = ports();
    await withScope(async (scope) => {
      await using pool = createWorkerPool(1);
      await pool.spawn(scope, FILE, { what: "square", given: 3 });
      scope.cancel();
    });
    expect(ports()).toBe(before);
  });

  test("refuses a size that is none", () => {
    for (const size of [0, 1.5, Number.POSITIVE_INFINITY]) expect(() => createWorkerPool(size)).toThrow(RangeError);
  });
});
