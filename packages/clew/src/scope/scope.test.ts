// What the laws do not say: the calls one by one, and the errors of the platform's own APIs.

import { EventEmitter, once } from "node:events";
import { readFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as delay, setInterval as interval } from "node:timers/promises";
import "clew";
import { addInstrument, removeInstrument } from "clew/observe";
import {
  CancelIgnoredError,
  type Cancelled,
  type ChildContext,
  type ChildTask,
  currentScope,
  currentSignal,
  NotStartedError,
  race,
  retry,
  type ScopeOptions,
  sleep,
  sleepForever,
  startScope,
  withScope,
} from "clew/scope";
import { withMockClock } from "clew/testing";
import { describe, expect, test } from "vitest";
import { hub } from "../record/index.js";

describe("withScope", () => {
  test("gives the body's value whenever the body returned one, also after a quiet cancel", async () => {
    expect(await withScope(() => 5)).toBe(5);
    expect(
      await withScope((scope) => {
        scope.cancel();
        return 5;
      }),
    ).toBe(5);
  });

  test("gives ifCancelled, or undefined, where a quiet end stopped the body", async () => {
    const stopped = async () => {
      currentScope()?.cancel();
      await sleepForever();
    };
    expect(await withScope({ ifCancelled: "stopped" }, stopped)).toBe("stopped");
    expect(await withScope(stopped)).toBe(undefined);
    expect(await withScope({ ifCancelled: "stopped" }, () => "done")).toBe("done");
  });

  test("rejects with whatever was given to cancel but undefined", async () => {
    for (const reason of [null, 0, "text", new Error("given")]) {
      await expect(
        withScope((scope) => {
          scope.cancel(reason);
        }),
      ).rejects.toBe(reason);
    }
  });

  test("keeps an error that is thrown after a quiet cancel", async () => {
    const late = new Error("late");
    await expect(
      withScope(async (scope) => {
        scope.cancel();
        await sleepForever().catch(() => {});
        throw late;
      }),
    ).rejects.toBe(late);
  });

  test("passes the cancel of the scope around it on, where it stopped the body or a child", async () => {
    const reached: string[] = [];
    await withScope(async (outer) => {
      outer.spawn(async () => {
        await withScope((inner) => void inner.spawn(() => sleepForever()));
        reached.push("after the inner scope");
      });
      outer.cancel();
    });
    expect(reached).toEqual([]);
  });
});

describe("a scope takes in what Node throws when its signal fires", () => {
  const apis: Readonly<Record<string, (signal: AbortSignal) => unknown>> = {
    "timers/promises": (signal) => delay(60_000, undefined, { signal }),
    "timers/promises setInterval": async (signal) => {
      for await (const _ of interval(60_000, undefined, { signal }));
    },
    "events.once": (signal) => once(new EventEmitter(), "never", { signal }),
    readFile: (signal) => readFile("/dev/zero", { signal }),
    pipeline: (signal) => pipeline(new Readable({ read() {} }), async function* () {}, { signal }),
    fetch: (signal) => fetch("http://127.0.0.1:9/", { signal }),
    throwIfAborted: async (signal) => {
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      signal.throwIfAborted();
    },
  };
  for (const [name, call] of Object.entries(apis)) {
    test(name, async () => {
      let child: ChildTask<unknown> | undefined;
      const error = await withScope((scope) => {
        child = scope.spawn(({ signal }) => call(signal));
        scope.cancel();
      }).catch((thrown: unknown) => thrown);
      expect(error).toBe(undefined);
      expect(child?.state).toBe("cancelled");
    });
  }
});

describe("scope.start", () => {
  test("gives the child and the value that it is ready with", async () => {
    const reparented: string[] = [];
    const instrument = { childReparented: (child: ChildTask<unknown>) => void reparented.push(child.name) };
    addInstrument(instrument);
    try {
      await withScope(async (scope) => {
        const { child, value } = await scope.start(
          async ({ started }: ChildContext<number>) => {
            await sleep(1);
            started(8080);
            await sleep(1);
            return "ended";
          },
          { name: "server" },
        );
        expect(value).toBe(8080);
        expect(child.state).toBe("running");
        expect(await child).toBe("ended");
      });
    } finally {
      removeInstrument(instrument);
    }
    expect(reparented).toEqual(["server"]);
  });

  test("rejects where the child ends without being ready, and that is not the scope's failure", async () => {
    await withScope(async (scope) => {
      await expect(scope.start(async () => {})).rejects.toBeInstanceOf(NotStartedError);
      await expect(scope.start(() => Promise.reject(new Error("early")))).rejects.toThrow("early");
      expect(scope.signal.aborted).toBe(false);
    });
  });

  test("cancels a child that is not ready with whoever waits for it, and not afterwards", async () => {
    const service = startScope();
    const states: string[] = [];
    for (const isReady of [false, true]) {
      await withScope(async (scope) => {
        scope.spawn(async () => {
          await service.start(async ({ started }) => {
            if (isReady) started(undefined);
            await sleepForever();
          });
        });
        await sleep(1);
        scope.cancel();
      });
      states.push(...service.children().map((child) => ("state" in child ? child.state : "")));
    }
    expect(states).toEqual(["running"]);
    service.cancel();
    await service.join();
  });
});

describe("a child that ignores its cancel", () => {
  test("is named with the line that spawned it, where spawn sites are remembered", async () => {
    const error = await withMockClock(() =>
      withScope({ spawnSites: true }, (scope) => {
        scope.spawn(() => new Promise(() => {}), { name: "deaf" });
        scope.cancel();
      }).catch((thrown: unknown) => thrown),
    );
    expect(error).toBeInstanceOf(CancelIgnoredError);
    expect((error as Error).message).toMatch(
      /^The child deaf \(.*new Promise.*\), spawned at .*scope\.test\.ts:\d+:\d+/,
    );
  });

  test("is named with the line that spawned it where the process asks for that, unless its scope says otherwise", async () => {
    const stuck = (options: ScopeOptions) =>
      withMockClock(() =>
        withScope(options, (scope) => {
          scope.spawn(() => new Promise(() => {}), { name: "deaf" });
          scope.cancel();
        }).then(String, String),
      );
    hub.spawnSites = true;
    try {
      expect(await stuck({})).toMatch(/spawned at .*scope\.test\.ts:\d+:\d+/);
      expect(await stuck({ name: "house", spawnSites: false })).toContain("spawned in the scope house");
    } finally {
      hub.spawnSites = false;
    }
  });

  test("is named with the place of its function, which nobody looks up before", async () => {
    const { locateFunction } = hub;
    const located: unknown[] = [];
    hub.locateFunction = (fn) => {
      located.push(fn);
      return "file:///shop.js:3:7";
    };
    const deaf = () => new Promise(() => {});
    try {
      const error = await withMockClock(() =>
        withScope((scope) => {
          scope.spawn(async () => {});
          scope.spawn(deaf);
          scope.spawn(() => new Promise(() => {}));
          scope.spawn(() => new Promise(() => {}), { abandonOnCancel: true });
          scope.cancel();
        }).catch((thrown: unknown) => thrown),
      );
      expect(String(error)).toContain("(() => new Promise(() => {}), defined at file:///shop.js:3:7), spawned in");
      expect(located).toEqual([deaf]);
    } finally {
      hub.locateFunction = locateFunction;
    }
  });

  test("is no trouble where it may be abandoned", async () => {
    const { ms, state } = await withMockClock(async (clock) => {
      let child: ChildTask<unknown> | undefined;
      await withScope((scope) => {
        child = scope.spawn(() => new Promise(() => {}), { abandonOnCancel: true });
        scope.cancel();
      });
      return { ms: clock.now, state: child?.state };
    });
    expect({ ms, state }).toEqual({ ms: 0, state: "abandoned" });
  });
});

describe("where there is no AsyncLocalStorage", () => {
  /** The portable carrier: what is current is known until the first await. */
  function createStackCarrier() {
    let current: unknown;
    return {
      followsAwaits: false,
      get: () => current,
      run(context: unknown, body: (...args: unknown[]) => unknown, ...args: unknown[]) {
        const previous = current;
        current = context;
        try {
          return body(...args);
        } finally {
          current = previous;
        }
      },
      enter() {},
    };
  }

  test("scopes work, and what is passed the signal is cancelled", async () => {
    const { carrier } = hub;
    hub.carrier = createStackCarrier() as never;
    try {
      const events: string[] = [];
      await withScope({ name: "browser" }, async (scope) => {
        scope.spawn(async ({ signal }) => {
          expect(currentScope()).toBe(scope);
          expect(currentSignal()).toBe(signal);
          await Promise.resolve();
          expect(currentScope()).toBe(undefined);
          expect(currentScope({ signal })).toBe(scope);
          await sleep(60_000, { signal }).catch((error: Cancelled) => events.push(error.source));
        });
        await Promise.resolve();
        scope.cancel();
      });
      expect(events).toEqual(["explicit"]);
      expect(
        await race([() => sleep(1).then(() => "first"), ({ signal }: ChildContext) => sleep(60_000, { signal })]),
      ).toBe("first");
    } finally {
      hub.carrier = carrier;
    }
  });
});

describe("what gives a generator", () => {
  async function* items() {
    yield 1;
  }

  test.each<[string, () => unknown]>([
    ["withScope", () => withScope(() => items())],
    ["spawn", () => withScope((scope) => void scope.spawn(() => items()))],
    ["retry", () => retry(() => items(), { attempts: 1 })],
    ["race, with onLoser", () => race([items], { onLoser: () => {} })],
  ])("is refused, since none of its lines would run: %s", async (_, run) => {
    await expect(run()).rejects.toThrow("a generator function");
  });
});
