import "clew";
import { Cancelled, createLimiter, LimiterError, sleep, TimeoutError, withScope } from "clew/scope";
import { withMockClock } from "clew/testing";
import { describe, expect, test } from "vitest";
import { PlaceQueue, type Waiter } from "./limits/place-queue.js";

describe("createLimiter(total)", () => {
  test("runs no more than so many at a time, in the order in which they came", () =>
    withMockClock(async () => {
      const limiter = createLimiter(3);
      const order: number[] = [];
      let running = 0;
      let most = 0;
      await withScope((scope) => {
        for (let n = 0; n < 10; n++) {
          scope.spawn(() =>
            limiter.run(async () => {
              order.push(n);
              most = Math.max(most, ++running);
              await sleep(10);
              running--;
            }),
          );
        }
        expect(limiter.statistics()).toEqual({ total: 3, borrowed: 3, waiting: 7 });
      });
      expect(most).toBe(3);
      expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      expect(limiter.statistics()).toEqual({ total: 3, borrowed: 0, waiting: 0 });
    }));

  test("refuses a total that is none", () => {
    for (const total of [0, 1.5, Number.NaN]) expect(() => createLimiter(total)).toThrow(RangeError);
    const limiter = createLimiter(1);
    expect(() => {
      limiter.total = -1;
    }).toThrow("Cannot limit to -1 at a time: give a whole number from 1 up, or Infinity");
    expect(limiter.total).toBe(1);
  });
});

describe("limiter.run(fn)", () => {
  test("gives what fn gives, and frees the place whatever comes of it", async () => {
    const limiter = createLimiter(1);
    expect(await limiter.run(() => 7)).toBe(7);
    await expect(limiter.run(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(
      await limiter.run(() => {
        expect(limiter.statistics().borrowed).toBe(1);
        return "still one";
      }),
    ).toBe("still one");
    expect(limiter.statistics().borrowed).toBe(0);
  });

  test("does not run fn where it was cancelled while it waited", async () => {
    const limiter = createLimiter(1);
    await limiter.acquire();
    let hasRun = false;
    await withScope(async (scope) => {
      scope.spawn(() =>
        limiter.run(() => {
          hasRun = true;
        }),
      );
      scope.cancel();
    });
    limiter.release();
    expect(hasRun).toBe(false);
    expect(limiter.statistics()).toEqual({ total: 1, borrowed: 0, waiting: 0 });
  });
});

describe("limiter.run(fn) within limiter.run(fn)", () => {
  test("is let in where the outer one only begins it, and there is one place", async () => {
    const limiter = createLimiter(1);
    let inner: Promise<string> | undefined;
    const outer = await limiter.run(() => {
      inner = limiter.run(() => "inner");
      return "outer";
    });
    expect([outer, await inner]).toEqual(["outer", "inner"]);
  });

  test("ends with its scope where each waits for the other, and leaves all places free", () =>
    withMockClock(async (clock) => {
      const limiter = createLimiter(1);
      const both = withScope({ timeoutMs: 50 }, () => limiter.run(() => limiter.run(() => "inner")));
      await expect(both).rejects.toThrow(TimeoutError);
      expect(clock.now).toBe(50);
      expect(limiter.statistics()).toEqual({ total: 1, borrowed: 0, waiting: 0 });
      expect(await limiter.run(() => "next")).toBe("next");
    }));
});

test("64,000 that wait are let in with so many looks at each as their number has digits, not with one at every other", () => {
  let looked = 0;
  class Counted implements Waiter {
    at = 0;
    slot = -1;
    queue: PlaceQueue | undefined = undefined;
    readonly asked = { borrower: undefined, key: undefined, priority: 0 };
    #order = 0;

    get order(): number {
      looked++;
      return this.#order;
    }

    set order(order: number) {
      this.#order = order;
    }

    letIn(): void {
      this.queue?.left(this);
    }
  }
  /** How often a queue asks those who wait in it when they came, until all have been let in. */
  const looks = (count: number): number => {
    looked = 0;
    const queue = new PlaceQueue(
      () => false,
      () => {},
    );
    for (let i = 0; i < count; i++) queue.join(new Counted());
    for (let first = queue.first(); first !== undefined; first = queue.first()) first.letIn();
    expect(queue.size).toBe(0);
    return looked;
  };
  // Sixteen times as many, in a heap of 16 levels and not of 12; 256 times the looks where each looks at all that wait.
  expect(looks(64_000)).toBeLessThan(looks(4_000) * 16 * 2);
});

describe("limiter.acquire()", () => {
  test("gives a place that is free to nobody before those who wait", async () => {
    const limiter = createLimiter(1);
    await limiter.acquire();
    const waiting = limiter.acquire();
    limiter.release();
    expect(limiter.tryAcquire()).toBe(false);
    await waiting;
    limiter.release();
    expect(limiter.tryAcquire()).toBe(true);
  });

  test("takes no place where it is cancelled", async () => {
    const limiter = createLimiter(1);
    await withScope(async (scope) => {
      scope.cancel();
      await expect(limiter.acquire()).rejects.toThrow(Cancelled);
    });
    expect(limiter.statistics().borrowed).toBe(0);
  });

  test("gives a borrower one place, which it alone gives back", async () => {
    const limiter = createLimiter(2);
    const [one, two] = [{}, {}];
    await limiter.acquire({ borrower: one });
    await expect(limiter.acquire({ borrower: one })).rejects.toThrow(LimiterError);
    expect(() => limiter.tryAcquire({ borrower: one })).toThrow(LimiterError);
    expect(() => limiter.release({ borrower: two })).toThrow("this borrower holds none");
    expect(() => limiter.release()).toThrow("none is held without a borrower");
    limiter.release({ borrower: one });
    expect(() => limiter.release({ borrower: one })).toThrow(LimiterError);
    await limiter.acquire({ borrower: one });
  });

  test("lets a borrower that was cancelled come again", async () => {
    const limiter = createLimiter(1);
    await limiter.acquire();
    const borrower = {};
    const controller = new AbortController();
    const waiting = limiter.acquire({ borrower, signal: controller.signal });
    controller.abort();
    await expect(waiting).rejects.toThrow(Cancelled);
    limiter.release();
    await limiter.acquire({ borrower });
    expect(limiter.statistics().borrowed).toBe(1);
  });
});

describe("limiter.total", () => {
  test("lets those who wait in when it is raised, and nobody before enough have left when it is lowered", async () => {
    const limiter = createLimiter(1);
    const entered: number[] = [];
    await limiter.acquire();
    const waiting = [1, 2, 3].map((n) => limiter.acquire().then(() => entered.push(n)));
    limiter.total = 3;
    expect(limiter.statistics()).toEqual({ total: 3, borrowed: 3, waiting: 1 });
    limiter.total = 1;
    limiter.release();
    limiter.release();
    expect(limiter.statistics()).toEqual({ total: 1, borrowed: 1, waiting: 1 });
    limiter.release();
    await Promise.all(waiting);
    expect(entered).toEqual([1, 2, 3]);
  });
});

describe("idle()", () => {
  test("resolves when nothing runs and nobody waits, also where those who waited were cancelled", () =>
    withMockClock(async () => {
      const limiter = createLimiter(1);
      await limiter.idle();
      limiter.pause();
      await withScope(async (scope) => {
        const waiting = [1, 2].map(() => scope.spawn(() => limiter.run(() => sleep(1))));
        const idle = scope.spawn(() => limiter.idle());
        await sleep(1);
        expect([idle.state, limiter.statistics().waiting]).toEqual(["running", 2]);
        for (const child of waiting) child.cancel();
        await idle;
      });
      expect(limiter.statistics()).toEqual({ total: 1, borrowed: 0, waiting: 0 });
    }));

  test("goes on where one who runs and one who waits are cancelled together", () =>
    withMockClock(async () => {
      const limiter = createLimiter(1);
      const controller = new AbortController();
      const { signal } = controller;
      const both = [1, 2].map(() =>
        limiter.run(() => sleep(1_000, { signal }), { signal }).catch((error: unknown) => error),
      );
      await sleep(1);
      controller.abort();
      expect(await Promise.all(both)).toEqual([expect.any(Cancelled), expect.any(Cancelled)]);
      expect(await limiter.run(() => "third")).toBe("third");
      await limiter.idle();
    }));
});
