// Who is told when, and whose failure counts, where several things happen at one time.

import "clew";
import { addInstrument, removeInstrument } from "clew/observe";
import { mapConcurrent, race, sleep, sleepForever, startScope, withScope } from "clew/scope";
import { withMockClock } from "clew/testing";
import { describe, expect, test } from "vitest";

describe("scope.cancel", () => {
  test("tells what waits in a region in the order in which it began to wait", async () => {
    const told: number[] = [];
    await withScope(async (scope) => {
      const waits = [1, 2, 3, 4].map((n) => sleepForever().catch(() => told.push(n)));
      scope.cancel();
      await Promise.all(waits);
    });
    expect(told).toEqual([1, 2, 3, 4]);
  });

  test("does not close a scope before all that is below it was told", async () => {
    const seen: string[] = [];
    const instrument = {
      scopeCancelled: (scope: { readonly name: string }) => seen.push(`${scope.name} cancelled`),
      scopeClosed: (scope: { readonly name: string }) => seen.push(`${scope.name} closed`),
    };
    addInstrument(instrument);
    try {
      await withScope({ name: "outer" }, async (scope) => {
        const fork = scope.fork({ name: "fork" });
        fork.fork({ name: "inner" });
        scope.cancel();
      });
    } finally {
      removeInstrument(instrument);
    }
    expect(seen.slice(0, 3)).toEqual(["outer cancelled", "fork cancelled", "inner cancelled"]);
  });
});

describe("scope.signal", () => {
  test("is heard before an empty scope closes, so that what hears it can still defer its cleaning up", async () => {
    const done: string[] = [];
    const scope = startScope();
    scope.signal.addEventListener("abort", () => {
      try {
        scope.defer(() => done.push("cleaned up"));
      } catch (error) {
        done.push(String(error));
      }
    });
    scope.cancel();
    await scope.join();
    expect(done).toEqual(["cleaned up"]);
  });
});

describe("await scope.spawn(fn)", () => {
  test("receives the failure of a function that fails at once, and the scope goes on", async () => {
    const error = new Error("at once");
    const value = await withScope(async (scope) => {
      try {
        await scope.spawn(() => {
          throw error;
        });
      } catch (caught) {
        await sleep(0);
        return caught;
      }
      return undefined;
    });
    expect(value).toBe(error);
  });
});

describe("race", () => {
  test("reports what a loser throws besides its cancel", async () => {
    const mess = new Error("mess");
    const dropped: unknown[] = [];
    const instrument = { errorDropped: (error: unknown) => dropped.push(error) };
    addInstrument(instrument);
    try {
      const loser = async () => {
        await sleepForever().catch(() => {});
        throw mess;
      };
      expect(await race([async () => "won", loser])).toBe("won");
    } finally {
      removeInstrument(instrument);
    }
    expect(dropped).toEqual([mess]);
  });
});

describe("mapConcurrent", () => {
  test("begins no further item after one has failed", async () => {
    const error = new Error("second");
    const begun: number[] = [];
    const mapping = withMockClock(() =>
      mapConcurrent([1, 2, 3, 4], 2, async (n) => {
        begun.push(n);
        await sleep(n === 2 ? 1 : 10);
        if (n === 2) throw error;
      }),
    );
    await expect(mapping).rejects.toBe(error);
    expect(begun).toEqual([1, 2]);
  });
});
