import "clew";
import {
  Cancelled,
  type ChildTask,
  checkpoint,
  currentSignal,
  failAfter,
  moveOnAfter,
  shield,
  sleep,
  sleepForever,
  startScope,
  TimeoutError,
  withScope,
} from "clew/scope";
import { describe, expect } from "vitest";
import { errorOf, law, settle } from "./law.js";

describe("Cancelling scopes", () => {
  law("19: every later wait in a cancelled scope ends at once", async (trial) => {
    let ended = 0;
    await withScope(async (scope) => {
      scope.spawn(async () => {
        await settle(sleepForever());
        const at = trial.now();
        for (let i = 0; i < 5; i++) {
          const wait = trial.pick([
            () => sleep(1_000),
            () => sleepForever(),
            () => checkpoint(),
            () => sleep(1_000, { signal: new AbortController().signal }),
            () => withScope(() => sleep(1_000)),
            () => failAfter(500, () => sleep(1_000)),
          ]);
          const error = await errorOf(wait());
          expect(error).toBeInstanceOf(Cancelled);
          ended++;
        }
        if (trial.clock !== undefined) expect(trial.now()).toBe(at);
      });
      await sleep(trial.ms());
      scope.cancel();
    });
    expect(ended).toBe(5);
  });

  law("20: twice is once; the first reason stays", async (trial) => {
    const first = new Error("first");
    const error = await errorOf(
      withScope(async (scope) => {
        scope.cancel(first);
        if (trial.bool()) await settle(checkpoint());
        scope.cancel(new Error("second"));
        scope.cancel();
        expect((scope.signal.reason as Cancelled).reason).toBe(first);
        await sleepForever();
      }),
    );
    expect(error).toBe(first);
  });

  law("21: before the start: the body does not pass its first wait", async (trial) => {
    const passed: string[] = [];
    const wait = trial.pick([() => sleep(trial.ms()), () => checkpoint(), () => sleepForever()]);
    const body = async () => {
      passed.push("began");
      await wait();
      passed.push("passed");
    };
    await settle(withScope({ signal: AbortSignal.abort() }, body));
    await settle(withScope({ timeoutMs: 0 }, body));
    await settle(withScope({ deadline: new Date(0) }, body));
    await withScope(async (scope) => {
      scope.cancel();
      await settle(withScope(body));
    });
    expect(new Set(passed)).toEqual(new Set(["began"]));
    expect(passed.length).toBe(4);
  });

  law("22: after completion: nothing", async (trial) => {
    const scope = startScope();
    const child = scope.spawn(async () => {
      await sleep(trial.ms());
      return "value";
    });
    expect(await child).toBe("value");
    const { signal } = scope;
    child.cancel();
    expect(child.state).toBe("succeeded");
    expect(await child).toBe("value");
    scope.finalize();
    await scope.join();
    scope.cancel(new Error("too late"));
    expect(signal.aborted).toBe(false);
    await scope.join();
  });

  law("23: it goes down to all descendants, never up or sideways", async (trial) => {
    const told: string[] = [];
    const listening = (name: string) => async () => {
      try {
        await sleepForever();
      } catch (error) {
        told.push(name);
        throw error;
      }
    };
    await withScope(async (outer) => {
      outer.spawn(listening("sibling"));
      await withScope(async (middle) => {
        middle.spawn(listening("child"));
        middle.spawn(() => withScope((inner) => void inner.spawn(listening("grandchild"))));
        middle.fork(listening("fork"));
        const started = startScope();
        started.spawn(listening("started"), { bubble: false });
        await sleep(trial.ms());
        middle.cancel();
        expect(outer.signal.aborted).toBe(false);
      });
      expect(told.sort()).toEqual(["child", "fork", "grandchild", "started"]);
      outer.cancel();
    });
  });

  law("24: a child's signal fires once, before its wait rejects", async (trial) => {
    const events: string[] = [];
    await withScope(async (scope) => {
      const child = scope.spawn(async ({ signal }) => {
        signal.addEventListener("abort", () => events.push("fired"));
        try {
          await sleepForever();
        } catch (error) {
          events.push("rejected");
          expect(error).toBe(signal.reason);
          expect(currentSignal()).toBe(signal);
          throw error;
        }
      });
      await sleep(trial.ms());
      if (trial.bool()) {
        child.cancel();
        if (trial.bool()) await settle(child);
      }
      scope.cancel();
      scope.cancel();
    });
    expect(events).toEqual(["fired", "rejected"]);
  });

  law("25: a result that arrived before the cancel is delivered, or its resource released", async (trial) => {
    let open = 0;
    const acquire = async (ms: number) => {
      await shield(() => sleep(ms));
      open++;
      return {
        [Symbol.dispose]() {
          open--;
        },
      };
    };
    const ms = trial.ms();
    await withScope(async (scope) => {
      const child = scope.spawn(async () => {
        await shield(() => sleep(ms));
        return "result";
      });
      scope.spawn(async () => void (await scope.use(acquire(trial.ms()))));
      await sleep(trial.ms());
      scope.cancel();
      expect(await child).toBe("result");
    });
    expect(open).toBe(0);
  });

  law("26: a shielded region runs to its end, then the cancel is delivered", async (trial) => {
    const events: string[] = [];
    const lengthMs = trial.clock === undefined ? 3 : trial.pick([5, 50, 3_000]);
    await withScope({ cancelTimeoutMs: 500 }, async (scope) => {
      scope.spawn(async () => {
        await shield(async () => {
          await sleep(lengthMs);
          events.push("saved");
        });
        events.push("after");
        try {
          await sleep(1);
        } catch (error) {
          events.push("cancelled");
          throw error;
        }
      });
      scope.cancel();
    });
    expect(events).toEqual(["saved", "after", "cancelled"]);
  });

  law("27: un-shielding delivers at once", async (trial) => {
    let child: ChildTask<unknown> | undefined;
    await withScope(async (scope) => {
      child = scope.spawn(() =>
        withScope({ shield: true }, async (inner) => {
          inner.spawn(async () => {
            await sleep(10 + trial.ms());
            const at = trial.now();
            inner.shielded = false;
            expect(inner.signal.aborted).toBe(true);
            expect((inner.signal.reason as Cancelled).source).toBe("parent");
            if (trial.clock !== undefined) expect(trial.now()).toBe(at);
          });
          await sleepForever();
        }),
      );
      await sleep(trial.int(5));
      scope.cancel();
    });
    expect(child?.state).toBe("cancelled");
  });

  law("28: swallowing the cancel error does not un-cancel", async (trial) => {
    await withScope(async (scope) => {
      const child = scope.spawn(async ({ signal }) => {
        await settle(sleepForever());
        for (let i = 0; i < 3; i++) await settle(trial.pick([sleepForever, checkpoint, () => sleep(1_000)])());
        expect(signal.aborted).toBe(true);
        await sleep(1);
        return "un-cancelled";
      });
      await sleep(trial.ms());
      scope.cancel();
      expect(await errorOf(child)).toBeInstanceOf(Cancelled);
    });
  });

  law("29: inner and outer timeouts are told apart", async (trial) => {
    const innerMs = 5 + trial.int(30);
    const outerMs = 5 + trial.int(30);
    let innerError: unknown;
    const outer = await settle(
      failAfter(outerMs, async () => {
        innerError = await errorOf(failAfter(innerMs, () => sleepForever()));
        if (innerError instanceof TimeoutError) return "inner";
        throw innerError;
      }),
    );
    if (innerMs < outerMs) {
      if (trial.clock !== undefined) expect(outer).toEqual({ ok: true, value: "inner" });
    } else if (innerMs > outerMs && trial.clock !== undefined) {
      expect(innerError).toBeInstanceOf(Cancelled);
      expect(outer.ok).toBe(false);
    }
    if (!outer.ok) expect(outer.error).toBeInstanceOf(TimeoutError);
    if (trial.clock === undefined) return;
    const moved = await moveOnAfter(outerMs, async () => {
      const inner = await moveOnAfter(innerMs, () => sleepForever());
      return inner.timedOut;
    });
    if (innerMs < outerMs) expect(moved).toEqual({ timedOut: false, value: true });
    if (innerMs > outerMs) expect(moved).toEqual({ timedOut: true, value: undefined });
  });

  law("30: deadlines move both ways, inherit the minimum; zero and past ones fire at once", async (trial) => {
    const { clock } = trial;
    const firstMs = 10 + trial.int(50);
    const movedMs = 10 + trial.int(50);
    const moveAtMs = trial.int(10);
    const startedAt = trial.now();
    const error = await errorOf(
      withScope({ timeoutMs: firstMs }, async (scope) => {
        await sleep(moveAtMs);
        if (trial.bool()) scope.timeoutMs = movedMs;
        else scope.deadline = new Date((scope.deadline as Date).getTime() + moveAtMs + movedMs - firstMs);
        await withScope({ timeoutMs: 10_000 }, () => sleepForever());
      }),
    );
    expect(error).toBeInstanceOf(TimeoutError);
    if (clock !== undefined) expect(Math.abs(trial.now() - startedAt - moveAtMs - movedMs)).toBeLessThan(1.001);

    const at = trial.now();
    for (const options of [{ timeoutMs: 0 }, { deadline: new Date(0) }]) {
      const reason = await errorOf(withScope(options, () => sleepForever()));
      expect(reason).toBeInstanceOf(TimeoutError);
    }
    if (clock !== undefined) expect(trial.now()).toBe(at);
    for (const timeoutMs of [-1, Number.NaN]) {
      expect(await errorOf(withScope({ timeoutMs }, () => {}))).toBeInstanceOf(RangeError);
    }
  });

  law(
    "31: a CPU-bound child sees the cancel at its next checkpoint, and a checkpoint is fair to timers",
    async (trial) => {
      let rounds = 0;
      const { timedOut } = await moveOnAfter(5 + trial.ms(), async () => {
        for (;;) {
          rounds++;
          await checkpoint();
        }
      });
      expect(timedOut).toBe(true);
      expect(rounds).toBeGreaterThan(1);
    },
  );

  law("32: a cancelled parent waits for its children's cleanup", async (trial) => {
    let open = 0;
    const clean = async (depth: number): Promise<void> => {
      open++;
      const cleanupMs = trial.ms();
      try {
        if (depth > 0) {
          await withScope((scope) => {
            for (let i = trial.int(3); i >= 0; i--) scope.spawn(() => clean(depth - 1));
          });
        }
        await sleepForever();
      } finally {
        await shield(() => sleep(cleanupMs));
        open--;
      }
    };
    await settle(
      withScope({ timeoutMs: trial.ms() }, async (scope) => {
        for (let i = 0; i < 3; i++) scope.spawn(() => clean(2));
      }),
    );
    expect(open).toBe(0);
  });
});
