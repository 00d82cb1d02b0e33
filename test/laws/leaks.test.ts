import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import "clew";
import {
  CancelIgnoredError,
  Cancelled,
  type ChildTask,
  checkpoint,
  type Scope,
  ScopeClosedError,
  sleep,
  sleepForever,
  startScope,
  withScope,
} from "clew/scope";
import { describe, expect, test } from "vitest";
import { errorOf, law, settle } from "./law.js";

/** A signal that counts who listens. */
function countingSignal(): { readonly controller: AbortController; readonly count: () => number } {
  const controller = new AbortController();
  const { signal } = controller;
  let count = 0;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (type: string, listener: never) => {
    count++;
    add(type, listener);
  };
  signal.removeEventListener = (type: string, listener: never) => {
    count--;
    remove(type, listener);
  };
  return { controller, count: () => count };
}

describe("Leaks of scopes", () => {
  law("12: after settlement there are no timers, listeners or references left", async (trial) => {
    const { controller, count } = countingSignal();
    const { signal } = controller;
    await settle(
      withScope({ signal, timeoutMs: 10_000, cancelTimeoutMs: 5_000 }, async (scope) => {
        for (let i = 0; i < 5; i++) {
          const ms = trial.ms();
          scope.spawn(() => sleep(ms, { signal }));
          scope.spawn(() => withScope({ signal, timeoutMs: 20_000 }, () => sleep(ms)));
        }
        expect(count()).toBeLessThanOrEqual(1);
        await sleep(trial.ms());
        trial.pick([
          () => {},
          () => scope.cancel(),
          () => controller.abort(),
          () => {
            throw new Error("failed");
          },
        ])();
      }),
    );
    expect(count()).toBe(0);
  });

  law("13: spawning into a closed scope throws at once and runs nothing", async (trial) => {
    const scope = startScope();
    for (let i = trial.int(3); i > 0; i--) scope.spawn(() => sleep(trial.ms()));
    trial.pick([() => scope.finalize(), () => scope.cancel()])();
    await scope.join();
    let ran = false;
    const run = () => {
      ran = true;
    };
    expect(() => scope.spawn(run)).toThrow(ScopeClosedError);
    expect(() => scope.fork()).toThrow(ScopeClosedError);
    expect(await errorOf(scope.start(run))).toBeInstanceOf(ScopeClosedError);
    expect(() => scope.defer(run)).toThrow(ScopeClosedError);
    await checkpoint();
    expect(ran).toBe(false);
  });

  law("14: spawning while it closes joins fully or throws", async (trial) => {
    const scope = startScope();
    const accepted: ChildTask<unknown>[] = [];
    const spawnMore = async (): Promise<void> => {
      for (let i = 0; i < 4; i++) {
        try {
          accepted.push(scope.spawn(() => sleep(trial.ms())));
        } catch (error) {
          expect(error instanceof ScopeClosedError || error instanceof Cancelled).toBe(true);
          if (error instanceof ScopeClosedError) expect(scope.children()).toEqual([]);
        }
        await sleep(trial.ms()).catch(() => {});
      }
    };
    scope.defer(async () => {
      accepted.push(scope.spawn(() => sleep(trial.ms())));
    });
    scope.spawn(spawnMore);
    const outside = spawnMore();
    await sleep(trial.ms());
    trial.pick([() => scope.finalize(), () => scope.cancel()])();
    await settle(scope.join());
    for (const child of accepted) expect(child.state).not.toBe("running");
    await outside;
  });

  law("15: a child belongs to the scope that it was spawned in", async (trial) => {
    const scope = startScope();
    const children: ChildTask<unknown>[] = [];
    await withScope(async (inner) => {
      children.push(scope.spawn(() => sleep(30 + trial.ms())));
      expect(children[0]?.scope).toBe(scope);
      expect(scope.children()).toEqual(children);
      expect(inner.children()).toEqual([]);
      if (trial.bool()) inner.cancel();
    });
    expect(children[0]?.state).toBe("running");
    scope.finalize();
    await scope.join();
    expect(children[0]?.state).toBe("succeeded");
  });

  test("16: after 1,000,000 short children the heap is back within 5 %", { timeout: 120_000 }, async () => {
    setFlagsFromString("--expose-gc");
    const gc = runInNewContext("gc") as () => void;
    const scope = startScope();
    const batch = async () => {
      for (let i = 0; i < 1_000; i++) scope.spawn(async () => i);
      await checkpoint();
      await new Promise((resolve) => setImmediate(resolve));
    };
    for (let i = 0; i < 5; i++) await batch();
    gc();
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < 1_000; i++) await batch();
    expect(scope.children()).toEqual([]);
    gc();
    expect(process.memoryUsage().heapUsed).toBeLessThan(before * 1.05);
    scope.finalize();
    await scope.join();
  });

  test("17: 10,000 nested scopes overflow no stack and take linear time", async () => {
    const nest = async (depth: number): Promise<number> => {
      if (depth === 0) return 0;
      return 1 + ((await withScope(() => nest(depth - 1))) ?? 0);
    };
    const spawnNest = async (depth: number): Promise<void> => {
      if (depth > 0) await withScope((scope) => void scope.spawn(() => spawnNest(depth - 1)));
      else await sleepForever();
    };
    const timed = async (depth: number): Promise<number> => {
      const before = process.cpuUsage();
      expect(await nest(depth)).toBe(depth);
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    await timed(1_000);
    const short = await timed(2_000);
    const long = await timed(10_000);
    expect(long).toBeLessThan(short * 5 * 4);
    // Cancelled from the outside, all the way down.
    await withScope({ name: "outer" }, async (scope) => {
      scope.spawn(() => spawnNest(10_000));
      await new Promise((resolve) => setTimeout(resolve, 50));
      scope.cancel();
    });
  });

  test.each(["cancelled", "finalized"])(
    "17: 20,000 forks, each in the one before, are %s without an overflow",
    async (how) => {
      const forks: Scope[] = [];
      await withScope((scope) => {
        let inner: Scope = scope;
        for (let i = 0; i < 20_000; i++) {
          inner = inner.fork();
          forks.push(inner);
        }
        if (how === "cancelled") scope.cancel();
        // The outermost first: all of them end when the innermost does.
        else for (const fork of forks) fork.finalize();
      });
      expect(forks.every((fork) => fork.children().length === 0)).toBe(true);
      await Promise.all(forks.map((fork) => fork.join()));
    },
  );

  law("18: a child that ignores its signal is waited for, then named, and never abandoned silently", async (trial) => {
    const cancelTimeoutMs = 5 + trial.int(20);
    const startedAt = trial.now();
    let release = () => {};
    const deaf = new Promise<void>((resolve) => {
      release = resolve;
    });
    const own = trial.bool() ? new Error("own") : undefined;
    let cancelledAt = 0;
    const error = await errorOf(
      withScope({ cancelTimeoutMs, name: "house" }, async (scope) => {
        const child = scope.spawn(() => deaf, { name: "deaf-child" });
        scope.spawn(() => sleepForever());
        await sleep(trial.ms());
        cancelledAt = trial.now();
        trial.pick([() => scope.cancel(own), () => (own === undefined ? child.cancel() : scope.cancel(own))])();
        await settle(sleepForever());
      }),
    );
    // The scope's own error is the answer; that a cancel was ignored is reported beside it.
    const ignored = own === undefined ? error : trial.dropped[0];
    if (own !== undefined) expect(error).toBe(own);
    expect(ignored).toBeInstanceOf(CancelIgnoredError);
    expect((ignored as Error).message).toContain("deaf-child");
    expect((ignored as Error).cause).toBe(own);
    expect(trial.ignored.map((child) => child.name)).toEqual(["deaf-child"]);
    expect(trial.now() - cancelledAt).toBeGreaterThanOrEqual(cancelTimeoutMs - 1);
    expect(trial.now()).toBeGreaterThanOrEqual(startedAt);
    release();
  });
});
