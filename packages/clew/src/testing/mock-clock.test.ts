import "clew";
import { readFile } from "node:fs/promises";
import { checkpoint, moveOnAfter, sleep, withScope } from "clew/scope";
import { withMockClock } from "clew/testing";
import { describe, expect, test } from "vitest";

describe("withMockClock", () => {
  test("lets a day of waiting take no time", async () => {
    const startedAt = performance.now();
    const now = await withMockClock(async (clock) => {
      await sleep(86_400_000);
      return clock.now;
    });
    expect(now).toBe(86_400_000);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  test("fires timers in the order of their times, and those of one time in the order in which they were set", async () => {
    const order: string[] = [];
    await withMockClock(() =>
      withScope((scope) => {
        for (const [name, ms] of [
          ["c", 3],
          ["a", 1],
          ["b1", 2],
          ["b2", 2],
        ] as const) {
          scope.spawn(() => sleep(ms).then(() => order.push(name)));
        }
      }),
    );
    expect(order).toEqual(["a", "b1", "b2", "c"]);
  });

  test("shuffles what is due at one time by its seed, always in the same way", async () => {
    const orderOf = async (seed: number) => {
      const order: number[] = [];
      await withMockClock({ seed }, () =>
        withScope((scope) => {
          for (let i = 0; i < 8; i++) scope.spawn(() => sleep(1).then(() => order.push(i)));
        }),
      );
      return order.join();
    };
    expect(await orderOf(1)).toBe(await orderOf(1));
    const orders = new Set<string>();
    for (let seed = 0; seed < 10; seed++) orders.add(await orderOf(seed));
    expect(orders.size).toBeGreaterThan(5);
  });

  test("advance runs all that is due until then, each at its time", async () => {
    const seen: number[] = [];
    await withMockClock((clock) =>
      withScope(async (scope) => {
        for (const ms of [10, 20, 30]) scope.spawn(() => sleep(ms).then(() => seen.push(clock.now)));
        await clock.advance(25);
        expect(seen).toEqual([10, 20]);
        expect(clock.now).toBe(25);
      }),
    );
    expect(seen).toEqual([10, 20, 30]);
    await expect(withMockClock((clock) => clock.advance(-1))).rejects.toBeInstanceOf(RangeError);
  });

  test("does not jump while a file is being read", async () => {
    const { timedOut } = await withMockClock(() =>
      moveOnAfter(1_000, async () => {
        for (let i = 0; i < 20; i++) await readFile(new URL(import.meta.url));
      }),
    );
    expect(timedOut).toBe(false);
  });

  test("lets time pass for a computation that only ever lets others in", async () => {
    const { timedOut } = await withMockClock(() =>
      moveOnAfter(50, async () => {
        for (;;) await checkpoint();
      }),
    );
    expect(timedOut).toBe(true);
  });

  test("gives the real time back, also where the body fails", async () => {
    await expect(
      withMockClock(() => {
        throw new Error("body");
      }),
    ).rejects.toThrow("body");
    const startedAt = performance.now();
    await sleep(5);
    expect(performance.now() - startedAt).toBeGreaterThan(3);
  });
});
