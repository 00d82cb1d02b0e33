// The answer of a time limit, a race or a mapping, where something in it cannot hear its cancel.

import "clew";
import { addInstrument, removeInstrument } from "clew/observe";
import { CancelIgnoredError, failAfter, mapConcurrent, race, shield, sleep } from "clew/scope";
import { withMockClock } from "clew/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

let dropped: unknown[] = [];
const instrument = { errorDropped: (error: unknown) => void dropped.push(error) };
beforeEach(() => {
  dropped = [];
  addInstrument(instrument);
});
afterEach(() => removeInstrument(instrument));

const deaf = () => new Promise<never>(() => {});

describe("failAfter(ms, body)", () => {
  test("gives a value that came although the time was up, since somebody must close what was acquired", () =>
    withMockClock(async (clock) => {
      const late = await failAfter(10, () =>
        shield(async () => {
          await sleep(30);
          return "a connection";
        }),
      );
      expect([late, clock.now]).toEqual(["a connection", 30]);
      expect(dropped).toEqual([]);
    }));
});

describe("race(fns)", () => {
  test("keeps the winner's value beside a loser that is deaf, which is reported", () =>
    withMockClock(async (clock) => {
      const winner = async () => {
        await sleep(5);
        return "won";
      };
      expect(await race<unknown>([winner, deaf])).toBe("won");
      // It is waited for as long as any child is that was cancelled.
      expect(clock.now).toBe(1_005);
      expect(dropped).toEqual([expect.any(CancelIgnoredError)]);
    }));
});

describe("mapConcurrent(items, limit, fn)", () => {
  test("rejects with an item's error though the next step of the source is deaf, and takes nothing from it later", () =>
    withMockClock(async (clock) => {
      let give: (result: IteratorResult<number>) => void = () => {};
      let isClosed = false;
      const steps = [
        Promise.resolve({ done: false, value: 1 }),
        new Promise<IteratorResult<number>>((resolve) => {
          give = resolve;
        }),
      ];
      const source: AsyncIterable<number> = {
        [Symbol.asyncIterator]: () => ({
          next: () => steps.shift() ?? deaf(),
          return: async () => {
            isClosed = true;
            return { done: true, value: undefined };
          },
        }),
      };
      const seen: number[] = [];
      const mapped = mapConcurrent(source, 2, (item) => {
        seen.push(item);
        throw new RangeError(`item ${item}`);
      });
      await expect(mapped).rejects.toThrow("item 1");
      expect(clock.now).toBe(1_000);
      expect(dropped).toEqual([expect.any(CancelIgnoredError)]);
      give({ done: false, value: 2 });
      await sleep(1);
      expect(seen).toEqual([1]);
      expect(isClosed).toBe(true);
      expect(dropped).toHaveLength(1);
    }));

  test("rejects with an item's error where the source is slow, and closes the source", () =>
    withMockClock(async () => {
      let isClosed = false;
      async function* slow() {
        try {
          yield 1;
          await shield(() => sleep(300));
          yield 2;
        } finally {
          isClosed = true;
        }
      }
      const mapped = mapConcurrent(slow(), 2, (item) => Promise.reject(new RangeError(`item ${item}`)));
      await expect(mapped).rejects.toThrow("item 1");
      expect(isClosed).toBe(true);
      expect(dropped).toEqual([]);
    }));
});
