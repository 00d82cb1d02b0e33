// Laws of what stands beside children: waits on clew's own things, until, limits, supervision, and what children tell each other.

import "clew";
import {
  Cancelled,
  type ChildTask,
  checkpoint,
  createBarrier,
  createBroadcast,
  createEvent,
  createLatestValue,
  createLimiter,
  createRateLimiter,
  race,
  retry,
  sleep,
  sleepForever,
  startScope,
  supervise,
  TimeoutError,
  until,
  WaitsForItselfError,
  withScope,
} from "clew/scope";
import { describe, expect } from "vitest";
import { errorOf, law, settle } from "./law.js";

describe("Waits on clew's own things", () => {
  law(
    "43: a wait for a child, a scope or a fork ends with whoever waits; what is waited for goes on",
    async (trial) => {
      const other = startScope();
      const child = other.spawn(() => sleepForever());
      const fork = other.fork(() => sleepForever());
      const wait = trial.pick<() => PromiseLike<unknown>>([
        () => child,
        () => child.result,
        () => fork,
        () => other.join(),
      ]);
      const waiter = withScope(async (scope) => {
        const waiting = scope.spawn(async () => {
          const before = trial.now();
          const settled = await settle(wait());
          expect(settled.ok ? undefined : settled.error).toBeInstanceOf(Cancelled);
          if (trial.clock !== undefined) expect(trial.now() - before).toBeLessThan(100);
          throw (settled as { error: unknown }).error;
        });
        const ms = trial.ms();
        await sleep(ms);
        waiting.cancel();
      });
      await waiter;
      expect(child.state).toBe("running");
      other.cancel();
      await other.join();
      await settle(fork);
    },
  );

  law("44: an outcome that was there before the cancel is delivered", async (trial) => {
    let got: unknown;
    await withScope(async (scope) => {
      let finish = (_: number) => {};
      const child = scope.spawn(
        () =>
          new Promise<number>((resolve) => {
            finish = resolve;
          }),
      );
      scope.spawn(async () => {
        got = await child;
      });
      await sleep(trial.ms());
      finish(42);
      await checkpoint();
      while (child.state === "running") await checkpoint();
      scope.cancel();
    });
    expect(got).toBe(42);
  });

  law("45: who waits for himself, or for a scope that he is in, is refused at once", async (trial) => {
    const wrong = trial.pick([
      () => withScope((scope) => scope.join()),
      () => withScope((scope) => void scope.spawn(() => scope.join())),
      () =>
        withScope((scope) => {
          const child: ChildTask<unknown> = scope.spawn(async () => {
            await sleep(1);
            await child;
          });
        }),
      () => withScope((scope) => withScope(() => scope.join())),
    ]);
    const before = trial.now();
    expect(await errorOf(wrong())).toBeInstanceOf(WaitsForItselfError);
    if (trial.clock !== undefined) expect(trial.now() - before).toBeLessThan(50);
  });

  law("46: a wait that ends by a cancel is quiet, whether it is awaited late or never", async (trial) => {
    await withScope(async (scope) => {
      scope.spawn(async () => {
        const others = [
          sleep(50),
          sleepForever(),
          until(new Promise(() => {})),
          createEvent().wait(),
          scope.spawn(() => sleepForever()).result,
        ];
        const limiter = createLimiter(1);
        await limiter.acquire();
        void limiter.run(() => {});
        void race([() => sleepForever()]);
        const late = trial.pick(others);
        await sleep(trial.ms()).catch(() => {});
        await late;
      });
      await sleep(trial.ms());
      scope.cancel();
    });
    expect(trial.dropped).toEqual([]);
  });
});

describe("until(promise)", () => {
  law("47: gives what the promise gives, or ends with the scope at once; a late failure is reported", async (trial) => {
    const error = new Error("late");
    let settlePromise = () => {};
    const fails = trial.bool();
    const promise = new Promise<string>((resolve, reject) => {
      settlePromise = () => (fails ? reject(error) : resolve("value"));
    });
    const comesFirst = trial.bool();
    const settled = await settle(
      withScope(comesFirst ? {} : { timeoutMs: 30 }, async () => {
        if (comesFirst) void sleep(trial.ms()).then(settlePromise);
        return await until(promise);
      }),
    );
    if (comesFirst) expect(settled).toEqual(fails ? { ok: false, error } : { ok: true, value: "value" });
    else {
      expect(settled.ok ? undefined : settled.error).toBeInstanceOf(TimeoutError);
      settlePromise();
      await new Promise((resolve) => setImmediate(resolve));
      expect(trial.dropped).toEqual(fails ? [error] : []);
    }
  });
});

describe("Limits", () => {
  law("48: a limiter never has more in than its places, nor more of a key, and forgets nobody", async (trial) => {
    const total = 1 + trial.int(3);
    const perKey = 1 + trial.int(2);
    const limiter = createLimiter(total, { perKey });
    const keys = [undefined, "a", "b"];
    const running = new Map<unknown, number>();
    let all = 0;
    let ran = 0;
    let cancelled = 0;
    await withScope((scope) => {
      for (let n = 0; n < 12; n++) {
        const key = trial.pick(keys);
        const [ms, waitMs] = [trial.ms(), trial.ms()];
        const child = scope.spawn(async () => {
          await sleep(waitMs);
          await limiter.run(
            async () => {
              ran++;
              running.set(key, (running.get(key) ?? 0) + 1);
              expect(++all).toBeLessThanOrEqual(total);
              if (key !== undefined) expect(running.get(key)).toBeLessThanOrEqual(perKey);
              try {
                await sleep(ms);
              } finally {
                all--;
                running.set(key, (running.get(key) ?? 0) - 1);
              }
            },
            { key, priority: trial.int(3) },
          );
        });
        if (trial.int(4) === 0) {
          cancelled++;
          scope.spawn(async () => {
            await sleep(trial.ms());
            child.cancel();
          });
        }
      }
      if (trial.bool()) {
        limiter.pause();
        scope.spawn(async () => {
          await sleep(trial.ms());
          limiter.resume();
        });
      }
    });
    expect(ran).toBeGreaterThanOrEqual(12 - cancelled);
    expect(limiter.statistics()).toEqual({ total, borrowed: 0, waiting: 0 });
    await limiter.idle();
  });

  law("49: of those who wait the highest priority comes first, and of one priority who came first", async (trial) => {
    const limiter = createLimiter(1);
    await limiter.acquire();
    const asked: { readonly priority: number; readonly n: number }[] = [];
    const order: { readonly priority: number; readonly n: number }[] = [];
    await withScope((scope) => {
      for (let n = 0; n < 8; n++) {
        const each = { priority: trial.int(3), n };
        asked.push(each);
        scope.spawn(() => limiter.run(() => void order.push(each), { priority: each.priority }));
      }
      limiter.release();
    });
    expect(order).toEqual([...asked].sort((a, b) => b.priority - a.priority || a.n - b.n));
  });

  law("50: in no stretch of the interval begin more than the limit, in the order of asking", async (trial) => {
    const limit = 1 + trial.int(3);
    const intervalMs = 5 + trial.int(10);
    const limiter = createRateLimiter({ limit, intervalMs });
    // The sum of two real times is rounded.
    const slackMs = trial.clock === undefined ? 1e-6 : 0;
    const begun: number[] = [];
    const order: number[] = [];
    await withScope((scope) => {
      for (let n = 0; n < 9; n++) {
        const child = scope.spawn(() =>
          limiter.run(() => {
            begun.push(trial.now());
            order.push(n);
          }),
        );
        if (trial.int(5) === 0) child.cancel();
      }
    });
    expect(order).toEqual([...order].sort((a, b) => a - b));
    for (let i = limit; i < begun.length; i++) {
      expect((begun[i] as number) - (begun[i - limit] as number)).toBeGreaterThanOrEqual(intervalMs - slackMs);
    }
    expect(limiter.statistics().waiting).toBe(0);
  });
});

describe("supervise(fn)", () => {
  law(
    "51: restarts within its budget, rejects with the last error beyond it, and never restarts a cancel",
    async (trial) => {
      const restarts = trial.int(4);
      const failures = trial.int(6);
      let lives = 0;
      let last: Error | undefined;
      const supervised = supervise(
        async ({ life, scope }) => {
          lives = life;
          scope.spawn(() => sleepForever(), { awaited: false });
          await sleep(trial.ms());
          if (life > failures) return "value";
          last = new Error(`life ${life}`);
          throw last;
        },
        { restarts, withinMs: 60_000, backoff: { delayMs: trial.ms() } },
      );
      const settled = await settle(supervised);
      if (failures <= restarts) expect(settled).toEqual({ ok: true, value: "value" });
      else expect(settled).toEqual({ ok: false, error: last });
      expect(lives).toBe(Math.min(failures, restarts) + 1);

      let again = 0;
      await withScope(async (scope) => {
        scope.spawn(() =>
          supervise(() => {
            again++;
            return sleepForever();
          }),
        );
        await sleep(trial.ms());
        scope.cancel();
      });
      expect(again).toBeLessThanOrEqual(1);
    },
  );
});

describe("retry(fn)", () => {
  law("52: hears the scope's cancel and the given signal, within an attempt and between", async (trial) => {
    const controller = new AbortController();
    const fails = trial.bool();
    const outcome = settle(
      withScope(async (scope) => {
        scope.spawn(() =>
          retry(
            async () => {
              if (fails) throw new Error("again");
              await sleepForever();
            },
            { signal: controller.signal, attempts: Number.POSITIVE_INFINITY, delayMs: 5 },
          ),
        );
        await sleep(trial.ms());
        if (trial.bool()) controller.abort();
        else scope.cancel();
      }),
    );
    const settled = await outcome;
    // An attempt that fails while its scope is cancelled has no other after it, and its error is not lost.
    const isOfAttempt = !settled.ok && fails && String(settled.error) === "Error: again";
    if (!settled.ok && !isOfAttempt) expect(settled.error).toBeInstanceOf(Cancelled);
  });
});

describe("What children tell each other", () => {
  law("53: a broadcast gives each item to each subscriber, in order, or to nobody", async (trial) => {
    const capacity = 1 + trial.int(3);
    const news = createBroadcast<number>(capacity);
    const received: number[][] = [];
    const sent: number[] = [];
    await withScope(async (scope) => {
      for (let s = 0; s < 3; s++) {
        const mine: number[] = [];
        received.push(mine);
        const receiver = news.subscribe();
        scope.spawn(async () => {
          for await (const item of receiver) {
            mine.push(item);
            await sleep(trial.ms());
          }
        });
      }
      const senders = [0, 1].map((from) =>
        scope.spawn(async () => {
          for (let n = 0; n < 5; n++) {
            const item = from * 10 + n;
            const child = scope.spawn(() => news.send(item));
            if (trial.int(4) === 0) child.cancel();
            if ((await settle(child)).ok) sent.push(item);
          }
        }),
      );
      await Promise.all(senders);
      news.close();
    });
    for (const mine of received) {
      expect(mine).toEqual(received[0]);
      expect([...mine].sort((a, b) => a - b)).toEqual([...sent].sort((a, b) => a - b));
    }
  });

  law(
    "54: a latest value is never missed, an event lets all on, a barrier nobody before all have come",
    async (trial) => {
      const value = createLatestValue(0);
      const event = createEvent();
      const parties = 2 + trial.int(3);
      const barrier = createBarrier(parties);
      let seen = 0;
      let woken = 0;
      let came = 0;
      await withScope(async (scope) => {
        scope.spawn(async () => {
          for await (const now of value.values()) {
            expect(now).toBeGreaterThanOrEqual(seen);
            seen = now;
            await sleep(trial.ms());
            if (now === 5) break;
          }
        });
        for (let i = 0; i < 3; i++) {
          scope.spawn(async () => {
            await sleep(trial.ms());
            await event.wait();
            woken++;
          });
        }
        for (let i = 0; i < parties; i++) {
          scope.spawn(async () => {
            await sleep(trial.ms());
            came++;
            const place = await barrier.wait();
            expect(came).toBe(parties);
            expect(place).toBeLessThan(parties);
          });
        }
        const lost = scope.spawn(() => barrier.wait());
        lost.cancel();
        for (let n = 1; n <= 5; n++) {
          await sleep(trial.ms());
          value.value = n;
        }
        event.set();
      });
      expect([seen, woken, came]).toEqual([5, 3, parties]);
    },
  );

  law("55: what a loser of a race has acquired is given back, once", async (trial) => {
    let open = 0;
    const acquire = (ms: number) => async () => {
      await sleep(ms).catch(() => {});
      open++;
      return { close: () => open-- };
    };
    const winner = await race([acquire(trial.ms()), acquire(trial.ms()), acquire(trial.ms())], {
      onLoser: async (loser) => {
        await sleep(trial.ms());
        loser.close();
      },
    });
    expect(open).toBe(1);
    winner.close();
    expect(open).toBe(0);
  });
});
