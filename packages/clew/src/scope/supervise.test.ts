import "clew";
import { addInstrument, removeInstrument } from "clew/observe";
import { sleep, supervise } from "clew/scope";
import { withMockClock } from "clew/testing";
import { describe, expect, test } from "vitest";

/** Fails so many times, a millisecond after its life has begun. */
const failing =
  (times: number) =>
  async ({ life }: { readonly life: number }) => {
    await sleep(1);
    if (life <= times) throw new Error(`life ${life}`);
    return life;
  };
const backoff = { delayMs: 10, factor: 2, jitter: 0 };

describe("supervise(fn, options)", () => {
  test("tells onRestart the error, the life that has ended and the wait, before each restart and no other time", () =>
    withMockClock(async (clock) => {
      const told: unknown[] = [];
      const onRestart = (error: unknown, restarting: object) => told.push([clock.now, String(error), restarting]);
      expect(await supervise(failing(2), { backoff, onRestart })).toBe(3);
      expect(told).toEqual([
        [1, "Error: life 1", { life: 1, delayMs: 10 }],
        [12, "Error: life 2", { life: 2, delayMs: 20 }],
      ]);
    }));

  test("does not restart what shouldRestart says no to", () =>
    withMockClock(async () => {
      const shouldRestart = (_: unknown, life: number) => life < 2;
      const told: number[] = [];
      const onRestart = (_: unknown, { life }: { readonly life: number }) => told.push(life);
      await expect(supervise(failing(5), { backoff, shouldRestart, onRestart })).rejects.toThrow("life 2");
      expect(told).toEqual([1]);
    }));

  test("rejects with what a callback throws, and reports the failure that it was asked about", () =>
    withMockClock(async () => {
      const dropped: string[] = [];
      const instrument = { errorDropped: (error: unknown) => void dropped.push(String(error)) };
      addInstrument(instrument);
      const broken = () => {
        throw new TypeError("a broken callback");
      };
      await expect(supervise(failing(1), { onRestart: broken })).rejects.toThrow("a broken callback");
      await expect(supervise(failing(1), { shouldRestart: broken })).rejects.toThrow("a broken callback");
      removeInstrument(instrument);
      expect(dropped).toEqual(["Error: life 1", "Error: life 1"]);
    }));
});
