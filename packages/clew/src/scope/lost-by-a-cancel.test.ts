// What a cancel must not take with it: errors of rollbacks, resources on their way; and what it must not raise.

import { AsyncResource } from "node:async_hooks";
import { addDestination, close, type Message, withAction } from "clew";
import { addInstrument, removeInstrument } from "clew/observe";
import {
  Cancelled,
  createBroadcast,
  createChannel,
  createLatestValue,
  currentScope,
  currentSignal,
  failAfter,
  moveOnAfter,
  retry,
  type Scope,
  sleep,
  supervise,
  TimeoutError,
  withScope,
} from "clew/scope";
import { withMockClock } from "clew/testing";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

let messages: Message[] = [];
beforeEach(() => {
  messages = [];
  addDestination((message) => messages.push(message));
});
afterEach(() => close());

/** Runs children in a scope that is cancelled quietly after a while. */
const cancelled = (begin: (scope: Scope) => void) =>
  withMockClock(() =>
    withScope(async (scope) => {
      begin(scope);
      await sleep(10);
      scope.cancel();
    }),
  );

describe("an error of a rollback", () => {
  const rollback = async () => {
    try {
      await sleep(1_000);
    } catch (cause) {
      throw new Error("rollback failed", { cause });
    }
  };

  test.each([
    ["retry", () => retry(rollback)],
    ["retry with a time for each attempt", () => retry(rollback, { attemptTimeoutMs: 500 })],
    ["supervise", () => supervise(rollback)],
    ["retry in retry", () => retry(() => retry(rollback))],
  ])("is not lost in %s", async (_, run) => {
    await expect(cancelled((scope) => void scope.spawn(run))).rejects.toThrow("rollback failed");
  });

  test.each([
    ["retry", (signal: AbortSignal) => retry(rollback, { signal })],
    ["supervise", (signal: AbortSignal) => supervise(rollback, { signal })],
  ])("is reported beside the cancel by the given signal in %s", async (_, run) => {
    const dropped: string[] = [];
    const instrument = { errorDropped: (error: unknown) => dropped.push(String(error)) };
    addInstrument(instrument);
    const controller = new AbortController();
    const running = withMockClock(async () => {
      const running = run(controller.signal);
      await sleep(10);
      controller.abort();
      return running;
    });
    await expect(running).rejects.toThrow(Cancelled);
    removeInstrument(instrument);
    expect(dropped).toEqual(["Error: rollback failed"]);
  });

  test("is told from the platform's abort error, which is the cancel's echo", async () => {
    const attempts: number[] = [];
    const platform = () =>
      retry(async ({ attempt, signal }) => {
        attempts.push(attempt);
        await new Promise((_, reject) =>
          signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError"))),
        );
      }).catch((error: unknown) => error);
    let seen: unknown;
    await cancelled((scope) => void scope.spawn(async () => (seen = await platform())));
    expect(seen).toBeInstanceOf(Cancelled);
    expect(attempts).toEqual([1]);
  });
});

describe("a step of an iterator that nobody awaits", () => {
  test.each([
    ["a receiver", () => createChannel<number>(0).receiver[Symbol.asyncIterator]()],
    ["a receiver that is consumed", () => createChannel<number>(0).receiver.consume()],
    ["a subscription", () => createBroadcast<number>(1).subscribe()[Symbol.asyncIterator]()],
    [
      "a latest value",
      () => {
        const values = createLatestValue(0).values();
        void values.next();
        return values;
      },
    ],
  ])("raises nothing by a cancel: %s", async (_, make) => {
    const raised: unknown[] = [];
    const hear = (error: unknown) => raised.push(error);
    process.on("unhandledRejection", hear);
    await cancelled((scope) => {
      scope.spawn(async () => {
        const steps = make();
        void steps.next();
        await sleep(1_000);
      });
    });
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", hear);
    expect(raised).toEqual([]);
  });
});

describe("a resource on its way", () => {
  test("is not waited for by whoever is cancelled, and is given back when it comes", async () => {
    const told: string[] = [];
    await withMockClock(async (clock) => {
      const began = clock.now;
      const coming = sleep(100).then(() => ({ [Symbol.dispose]: () => told.push("given back") }));
      await withScope(async (scope) => {
        const child = scope.spawn(async () => {
          await scope.use(coming).catch(() => told.push(`cancelled after ${clock.now - began}`));
        });
        await sleep(10);
        child.cancel();
      });
      told.push(`ended after ${clock.now - began}`);
    });
    expect(told).toEqual(["cancelled after 10", "given back", "ended after 100"]);
  });

  test("can be forgotten, once, by itself or by what defer gave", async () => {
    const told: string[] = [];
    const resource = (name: string) => ({ [Symbol.dispose]: () => told.push(name) });
    await withScope((scope) => {
      const kept = scope.use(resource("kept"));
      const passedOn = scope.use(resource("passed on"));
      const takeBack = scope.defer(() => told.push("deferred"));
      expect([scope.forget(passedOn), scope.forget(passedOn), takeBack(), takeBack()]).toEqual([
        true,
        false,
        true,
        false,
      ]);
      expect(scope.forget(resource("of nobody"))).toBe(false);
      expect(kept).toBeDefined();
    });
    expect(told).toEqual(["kept"]);
  });
});

describe("a scope that nobody awaits", () => {
  test("is said in the log and by a warning when what it was opened in has ended, and ends with what is around", async () => {
    const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    await withMockClock(async () => {
      await withAction("request", () =>
        withScope({ name: "outer" }, async (outer) => {
          outer.spawn(
            async () => {
              void withScope({ name: "left" }, () => sleep(50));
              await sleep(1);
            },
            { name: "careless" },
          );
          await sleep(100);
        }),
      );
    });
    expect(messages.filter(({ message_type }) => message_type === "clew:scope_not_awaited")).toMatchObject([
      { scope: "left" },
    ]);
    const said = warned.mock.calls.map((call) => JSON.stringify(call));
    expect(said).toEqual([expect.stringContaining("The scope left was opened in the child careless")]);
    expect(said).toEqual([expect.stringContaining("CLEW_SCOPE_NOT_AWAITED")]);
    warned.mockRestore();
  });
});

describe("two signals", () => {
  test("end by either what takes a time limit", async () => {
    for (const limit of [failAfter, moveOnAfter]) {
      await withMockClock(async (clock) => {
        const controller = new AbortController();
        const limited = limit(1_000, () => sleep(5_000), { signal: controller.signal });
        await sleep(10);
        controller.abort();
        await expect(limited).rejects.toMatchObject({ code: "CLEW_CANCELLED", source: "signal" });
        expect(clock.now).toBeLessThan(1_000);
      });
    }
  });

  test("are one for those who ask again, which raises no warning however many listen", async () => {
    const warnings: unknown[] = [];
    const warn = (warning: unknown) => warnings.push(warning);
    process.on("warning", warn);
    await withScope(async () => {
      const { signal } = new AbortController();
      const joint = currentSignal({ signal });
      expect(currentSignal({ signal })).toBe(joint);
      for (let i = 0; i < 20; i++) joint?.addEventListener("abort", () => {});
      await new Promise((resolve) => setImmediate(resolve));
    });
    process.off("warning", warn);
    expect(warnings).toEqual([]);
  });
});

test("a scope's own signal raises no warning however many listen to it", async () => {
  const warnings: unknown[] = [];
  const warn = (warning: unknown) => warnings.push(warning);
  process.on("warning", warn);
  await withScope(async ({ signal }) => {
    for (let i = 0; i < 20; i++) signal.addEventListener("abort", () => {});
    await new Promise((resolve) => setImmediate(resolve));
  });
  process.off("warning", warn);
  expect(warnings).toEqual([]);
});

test("what was begun in a scope and goes on after its end is outside of it, also where its time was up", () =>
  withMockClock(async () => {
    let later: () => Promise<unknown> = async () => {};
    let within: unknown;
    const request = withScope({ timeoutMs: 5 }, async () => {
      // What a timer, or a pool that is made on first use, keeps of its context.
      later = AsyncResource.bind(async () => {
        await sleep(1);
        return currentScope();
      });
      await sleep(1_000).finally(async () => {
        within = await later().catch((error: unknown) => error);
      });
    });
    await expect(request).rejects.toThrow(TimeoutError);
    expect(within).toBeInstanceOf(Cancelled);
    expect(await later()).toBeUndefined();
    const around = await withScope(async (scope) => {
      await withScope(() => {
        later = AsyncResource.bind(async () => currentScope());
      });
      expect(await later()).toBe(scope);
      return scope;
    });
    expect(around).not.toBe(await later());
  }));

test("an invalid Date is no deadline", async () => {
  await expect(withScope({ deadline: new Date(Number.NaN) }, () => {})).rejects.toThrow("an invalid Date");
  await withScope((scope) => {
    expect(() => {
      scope.deadline = new Date("tomorrow");
    }).toThrow(RangeError);
  });
});
