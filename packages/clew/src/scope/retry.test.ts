import { addDestination, close, type Message, withAction } from "clew";
import { addInstrument, removeInstrument } from "clew/observe";
import { Cancelled, retry, sleep, TimeoutError, withScope } from "clew/scope";
import { withMockClock } from "clew/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

let messages: Message[] = [];
beforeEach(() => {
  messages = [];
  addDestination((message) => messages.push(message));
});
afterEach(() => close());

/** Fails so many times, then gives the number of the attempt. */
const failing =
  (times: number) =>
  async ({ attempt }: { readonly attempt: number }) => {
    if (attempt <= times) throw new Error(`attempt ${attempt}`);
    return attempt;
  };

describe("retry(fn, options)", () => {
  test("calls again until it succeeds, each attempt an action with its number", () =>
    withMockClock(async () => {
      expect(await withAction("load", () => retry(failing(2), { name: "ask" }))).toBe(3);
      expect(
        messages
          .filter(({ action_type }) => action_type === "ask")
          .map(({ task_level, action_status, attempt, reason }) => [
            task_level.join("/"),
            action_status,
            attempt ?? reason,
          ]),
      ).toEqual([
        ["2/1", "started", 1],
        ["2/2", "failed", "attempt 1"],
        ["3/1", "started", 2],
        ["3/2", "failed", "attempt 2"],
        ["4/1", "started", 3],
        ["4/2", "succeeded", undefined],
      ]);
    }));

  test("waits longer each time, up to the longest", () =>
    withMockClock(async (clock) => {
      const at: number[] = [];
      const fn = async () => {
        at.push(clock.now);
        throw new Error("no");
      };
      await expect(retry(fn, { attempts: 5, delayMs: 10, factor: 3, maxDelayMs: 50, jitter: 0 })).rejects.toThrow("no");
      expect(at.slice(1).map((time, i) => time - (at[i] as number))).toEqual([10, 30, 50, 50]);
    }));

  test("leaves a part of each wait to chance", () =>
    withMockClock(async (clock) => {
      const began = clock.now;
      await retry(failing(1), { delayMs: 100, jitter: 0.5, random: () => 0.5 });
      expect(clock.now - began).toBe(75);
    }));

  test("rejects with the last error, untouched, when no attempt is left or none is worth while", () =>
    withMockClock(async () => {
      const error = new RangeError("no use");
      let calls = 0;
      const fn = () => {
        calls++;
        throw error;
      };
      await expect(retry(fn, { shouldRetry: (given, attempt) => given !== error || attempt < 2 })).rejects.toBe(error);
      expect(calls).toBe(2);
    }));

  test("ends with its scope, in an attempt and between two, and never retries a cancel", () =>
    withMockClock(async () => {
      for (const cancelledAt of [1, 3]) {
        let calls = 0;
        await withScope(async (scope) => {
          scope.spawn(() =>
            retry(
              async () => {
                calls++;
                await sleep(2);
                throw new Error("no");
              },
              { attempts: 9, delayMs: 10, jitter: 0 },
            ),
          );
          await sleep(cancelledAt);
          scope.cancel();
        });
        expect(calls).toBe(1);
      }
      await withScope(async (scope) => {
        scope.cancel();
        await expect(retry(() => 1)).rejects.toThrow(Cancelled);
      });
    }));

  test("never retries a cancel that comes from elsewhere", async () => {
    let calls = 0;
    await withScope(async (scope) => {
      const child = scope.spawn(() => sleep(60_000));
      child.cancel();
      const waiting = retry(async () => {
        calls++;
        await child;
      });
      await expect(waiting).rejects.toThrow(Cancelled);
    });
    expect(calls).toBe(1);
  });

  test("gives each attempt its time", () =>
    withMockClock(async () => {
      const signals: boolean[] = [];
      const fn = async ({ attempt, signal }: { attempt: number; signal: AbortSignal | undefined }) => {
        try {
          await sleep(attempt === 1 ? 60_000 : 1);
        } finally {
          signals.push(signal?.aborted === true);
        }
        return "in time";
      };
      expect(await retry(fn, { attemptTimeoutMs: 10 })).toBe("in time");
      expect(signals).toEqual([true, false]);
      await expect(retry(() => sleep(60_000), { attempts: 1, attemptTimeoutMs: 1 })).rejects.toThrow(TimeoutError);
    }));

  test("hears the given signal, and its scope's, in an attempt that has a time of its own", () =>
    withMockClock(async (clock) => {
      const attempts: number[] = [];
      const fn = async ({ attempt, signal }: { attempt: number; signal: AbortSignal }) => {
        try {
          await sleep(60_000);
        } finally {
          attempts.push(attempt);
          expect(signal.aborted).toBe(true);
        }
      };
      const controller = new AbortController();
      const given = retry(fn, { signal: controller.signal, attemptTimeoutMs: 1_000 });
      await sleep(10);
      controller.abort();
      await expect(given).rejects.toThrow(Cancelled);

      const { signal } = new AbortController();
      const inScope = withScope({ timeoutMs: 20 }, () => retry(fn, { signal, attemptTimeoutMs: 1_000 }));
      await expect(inScope).rejects.toThrow(TimeoutError);

      const own = retry(fn, { signal, attemptTimeoutMs: 5, attempts: 1 });
      await expect(own).rejects.toThrow(TimeoutError);
      expect([attempts, clock.now]).toEqual([[1, 1, 1], 35]);
    }));

  test("tells onRetry the error, the attempt and the wait, before each wait and no other time", () =>
    withMockClock(async (clock) => {
      const told: unknown[] = [];
      const onRetry = (error: unknown, retrying: object) => told.push([clock.now, String(error), retrying]);
      expect(await retry(failing(2), { delayMs: 10, jitter: 0, onRetry })).toBe(3);
      await expect(retry(failing(9), { attempts: 2, delayMs: 10, jitter: 0, onRetry })).rejects.toThrow("attempt 2");
      await expect(retry(failing(9), { shouldRetry: () => false, onRetry })).rejects.toThrow("attempt 1");
      expect(told).toEqual([
        [0, "Error: attempt 1", { attempt: 1, delayMs: 10 }],
        [10, "Error: attempt 2", { attempt: 2, delayMs: 20 }],
        [30, "Error: attempt 1", { attempt: 1, delayMs: 10 }],
      ]);
    }));

  test("rejects with what a callback throws, and reports the attempt's error that it was asked about", () =>
    withMockClock(async () => {
      const dropped: string[] = [];
      const instrument = { errorDropped: (error: unknown) => void dropped.push(String(error)) };
      addInstrument(instrument);
      const broken = () => {
        throw new TypeError("a broken callback");
      };
      for (const options of [{ shouldRetry: broken }, { delayFrom: broken }, { onRetry: broken }]) {
        await expect(retry(failing(1), options)).rejects.toThrow("a broken callback");
      }
      await expect(retry(failing(1), { delayFrom: () => Number.NaN })).rejects.toThrow(
        "Cannot wait NaN ms for another attempt: give delayFrom a number from 0 up",
      );
      removeInstrument(instrument);
      expect(dropped).toEqual(Array(4).fill("Error: attempt 1"));
    }));

  test("begins no attempt after the total time, and waits for none that would; an attempt ends with it", () =>
    withMockClock(async (clock) => {
      const slow = async ({ attempt }: { attempt: number }) => {
        await sleep(30);
        throw new Error(`attempt ${attempt}`);
      };
      const options = { attempts: 9, delayMs: 10, factor: 1, jitter: 0 };
      // 30 + 10 + 30, and the next would begin at 80.
      await expect(retry(slow, { ...options, totalTimeoutMs: 80 })).rejects.toThrow("attempt 2");
      expect(clock.now).toBe(70);
      // The second is stopped at 50.
      const stopped = retry(slow, { ...options, totalTimeoutMs: 50 });
      await expect(stopped).rejects.toThrow(TimeoutError);
      expect(clock.now).toBe(120);
      expect(await retry(failing(2), { ...options, totalTimeoutMs: Number.POSITIVE_INFINITY })).toBe(3);
    }));

  test("waits as long as the error asks, and as computed where it does not", () =>
    withMockClock(async (clock) => {
      const waitAfter = async (error: unknown, delayFrom?: (error: unknown) => number | undefined) => {
        const began = clock.now;
        const fn = async ({ attempt }: { attempt: number }) => {
          if (attempt === 1) throw error;
        };
        await retry(fn, { delayMs: 7, jitter: 0, ...(delayFrom && { delayFrom }) });
        return clock.now - began;
      };
      expect(await waitAfter({ headers: new Headers({ "Retry-After": "2" }) })).toBe(2_000);
      expect(await waitAfter({ response: { headers: { "Retry-After": " 1.5 " } } })).toBe(1_500);
      expect(await waitAfter({ headers: { "retry-after": 3 } })).toBe(3_000);
      expect(await waitAfter({ headers: { "retry-after": "soon" } })).toBe(7);
      expect(await waitAfter({ headers: { "retry-after": new Date(0).toUTCString() } })).toBe(0);
      expect(await waitAfter(null)).toBe(7);
      const hostile = {
        get headers(): never {
          throw new Error("no");
        },
      };
      expect(await waitAfter(hostile)).toBe(7);
      const waitMs = (error: unknown) => (error as { waitMs?: number }).waitMs;
      expect(await waitAfter({ waitMs: 40, headers: { "retry-after": 3 } }, waitMs)).toBe(40);
      expect(await waitAfter({ headers: { "retry-after": 3 } }, waitMs)).toBe(7);
    }));

  test("refuses options that make no sense", async () => {
    for (const options of [
      { attempts: 0 },
      { delayMs: -1 },
      { factor: 0.5 },
      { jitter: 2 },
      { maxDelayMs: Number.NaN },
    ]) {
      await expect(retry(() => 1, options)).rejects.toThrow(/^Cannot retry with /);
    }
  });
});
