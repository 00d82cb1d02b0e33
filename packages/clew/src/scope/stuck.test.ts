import "clew";
import { addInstrument, removeInstrument } from "clew/observe";
import { CancelIgnoredError, type ChildTask, shield, sleep, withScope } from "clew/scope";
import { withMockClock } from "clew/testing";
import { describe, expect, test } from "vitest";

const deaf = () => new Promise<never>(() => {});

/** What nobody received while a program ran. */
async function droppedIn(program: () => Promise<unknown>): Promise<unknown[]> {
  const dropped: unknown[] = [];
  const instrument = { errorDropped: (error: unknown) => dropped.push(error) };
  addInstrument(instrument);
  try {
    await program();
  } finally {
    removeInstrument(instrument);
  }
  return dropped;
}

describe("a scope that waits for what was cancelled", () => {
  test("lets go of all that is stuck, and counts it", async () => {
    const { error, states } = await withMockClock(async () => {
      const children: ChildTask<unknown>[] = [];
      const error = await withScope((scope) => {
        for (let i = 0; i < 3; i++) children.push(scope.spawn(deaf));
        scope.cancel();
        return deaf();
      }).catch((thrown: unknown) => thrown);
      return { error, states: children.map((child) => child.state) };
    });
    expect(error).toBeInstanceOf(CancelIgnoredError);
    expect(String(error)).toContain("nor have 3 others");
    expect(states).toEqual(["abandoned", "abandoned", "abandoned"]);
  });

  test("begins to count anew when what sheltered a child has ended", async () => {
    const { error, ms } = await withMockClock(async (clock) => {
      const error = await withScope({ cancelTimeoutMs: 100 }, (scope) => {
        scope.spawn(async () => {
          await shield(() => sleep(250));
          await deaf();
        });
        scope.cancel();
      }).catch((thrown: unknown) => thrown);
      return { error, ms: clock.now };
    });
    expect(error).toBeInstanceOf(CancelIgnoredError);
    expect(ms).toBe(350);
  });

  test("reports what a child throws after it was let go", async () => {
    const late = new Error("late");
    const dropped = await droppedIn(() =>
      withMockClock(async () => {
        let fail: (error: unknown) => void = () => {};
        const child = new Promise<never>((_, reject) => {
          fail = reject;
        });
        await withScope({ cancelTimeoutMs: 10 }, (scope) => {
          scope.spawn(() => child);
          scope.cancel();
        }).catch(() => {});
        fail(late);
        await sleep(1);
      }),
    );
    expect(dropped).toEqual([late]);
  });
});

describe("what goes on after its scope was cancelled", () => {
  test("takes a bare AbortError for an error of its own where no signal was given", async () => {
    const bare = Object.assign(new Error("elsewhere"), { name: "AbortError" });
    const run = (takesSignal: boolean) =>
      withMockClock(() =>
        withScope(async (scope) => {
          scope.spawn(async (context) => {
            if (takesSignal) void context.signal;
            await sleep(1).catch(() => {});
            throw bare;
          });
          scope.cancel();
        }).catch((thrown: unknown) => thrown),
      );
    expect(await run(false)).toBe(bare);
    expect(await run(true)).toBe(undefined);
  });
});
