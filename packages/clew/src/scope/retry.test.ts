import { addDestination, close, type Message, withAction } from "clew";
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
