// traio's own tests, 60 of them, in our form and on virtual time. Where JavaScript, or a decision of ours, makes the
// outcome another one, the test says what ours is.

import "clew";
import { addInstrument, removeInstrument } from "clew/observe";
import {
  CancelIgnoredError,
  Cancelled,
  type ChildTask,
  currentScope,
  type Scope,
  ScopeClosedError,
  sleep,
  sleepForever,
  startScope,
  TimeoutError,
  withScope,
} from "clew/scope";
import { type MockClock, withMockClock } from "clew/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

class ValueError extends Error {}

/** Runs on virtual time; gives what the program rejects with, and how long it took. */
async function outcome(
  program: (clock: MockClock) => unknown,
): Promise<{ error: unknown; value: unknown; ms: number }> {
  return withMockClock(async (clock) => {
    try {
      return { error: undefined, value: await program(clock), ms: clock.now };
    } catch (error) {
      return { error, value: undefined, ms: clock.now };
    }
  });
}

const fails = async (): Promise<never> => {
  await sleep(10);
  throw new ValueError("failed");
};

const errorOf = async (promise: PromiseLike<unknown>): Promise<unknown> => {
  try {
    await promise;
    return undefined;
  } catch (error) {
    return error;
  }
};

/** Takes the failures that traio would only have logged; without it they would stand on the console. */
const listener = { errorDropped() {} };
beforeAll(() => addInstrument(listener));
afterAll(() => removeInstrument(listener));

describe("bubble", () => {
  for (const awaited of [true, false]) {
    test(`1: a failing child that does not bubble is ignored, awaited ${awaited}`, async () => {
      const { error, ms } = await outcome(() =>
        withScope({ timeoutMs: 500 }, async (scope) => {
          scope.spawn(fails, { bubble: false, awaited });
          await sleep(10_000);
        }),
      );
      expect(error).toBeInstanceOf(TimeoutError);
      expect(ms).toBe(500);
    });

    test(`2: one that is the master ends the scope silently, awaited ${awaited}`, async () => {
      const { error, ms } = await outcome(() =>
        withScope({ timeoutMs: 500 }, async (scope) => {
          scope.spawn(fails, { bubble: false, awaited, master: true });
          await sleep(10_000);
        }),
      );
      expect(error).toBe(undefined);
      expect(ms).toBe(10);
    });
  }
});

describe("cancel", () => {
  test("3: a child that swallows every cancel is named after its cancel timeout, beside the scope's own error", async () => {
    const dropped: unknown[] = [];
    const instrument = { errorDropped: (error: unknown) => dropped.push(error) };
    addInstrument(instrument);
    const { error, ms } = await outcome(() =>
      withScope({ timeoutMs: 100 }, (scope) => {
        scope.spawn(() => new Promise(() => {}), { cancelTimeoutMs: 500, name: "stubborn" });
      }),
    );
    removeInstrument(instrument);
    expect(error).toBeInstanceOf(TimeoutError);
    expect(dropped).toEqual([expect.any(CancelIgnoredError)]);
    expect(String(dropped[0])).toContain("stubborn");
    expect((dropped[0] as Error).cause).toBe(error);
    expect(ms).toBe(600);
  });

  test("4: a cancel from outside reaches who waits", async () => {
    const { value } = await outcome(() =>
      withScope(async (outer) => {
        const host = outer.spawn(() => withScope(() => sleepForever()));
        host.cancel();
        return errorOf(host);
      }),
    );
    expect(value).toBeInstanceOf(Cancelled);
  });

  test("5: also where a child raises another error on its cancel: that error is kept, not lost", async () => {
    const { value } = await outcome(() =>
      withScope(async (outer) => {
        const host = outer.spawn(() =>
          withScope((scope) => {
            scope.spawn(async () => {
              await errorOf(sleepForever());
              throw new ValueError("on cancel");
            });
          }),
        );
        host.cancel();
        return errorOf(host);
      }),
    );
    expect(value).toBeInstanceOf(ValueError);
  });

  test("6: a cancel in the body ends it quietly", async () => {
    const { error, ms } = await outcome(() =>
      withScope(async (scope) => {
        scope.spawn(() => sleep(10_000));
        scope.cancel();
        await sleep(10_000);
      }),
    );
    expect([error, ms]).toEqual([undefined, 0]);
  });

  test("7: a child that fails on the cancel of a timeout does not hide the timeout", async () => {
    const { error } = await outcome(() =>
      withScope({ timeoutMs: 100 }, (scope) => {
        scope.spawn(async () => {
          await errorOf(sleepForever());
          throw new ValueError("going bad");
        });
      }),
    );
    expect(error).toBeInstanceOf(TimeoutError);
  });

  for (const isWaited of [false, true]) {
    test(`8: a scope that is cancelled before anybody joins it ends at once, raced ${isWaited}`, async () => {
      const { error, ms } = await outcome(async () => {
        const scope = startScope();
        scope.spawn(() => sleep(10_000));
        scope.cancel();
        await (isWaited ? withScope({ timeoutMs: 1_000 }, () => scope.join()) : scope.join());
      });
      expect([error, ms]).toEqual([undefined, 0]);
    });
  }

  test("9: a child that cancels its scope interrupts the body's wait", async () => {
    let isReached = false;
    const { error, ms } = await outcome(() =>
      withScope(async (scope) => {
        scope.spawn(async () => {
          await sleep(100);
          currentScope()?.cancel();
        });
        await sleep(500);
        isReached = true;
      }),
    );
    expect([error, ms, isReached]).toEqual([undefined, 100, false]);
  });

  test("10: two cancels are one, without an error", async () => {
    const scope = startScope();
    scope.cancel();
    scope.cancel();
    await scope.join();
  });

  test("11: two cancels with an error reject with the first", async () => {
    const scope = startScope();
    const error = new ValueError("first");
    scope.cancel(error);
    scope.cancel(new ValueError("second"));
    expect(await errorOf(scope.join())).toBe(error);
    expect(await errorOf(scope.join())).toBe(error);
  });

  for (const given of [undefined, new ValueError("given")]) {
    test(`${given === undefined ? "12" : "13"}: two cancels from a child ${given === undefined ? "are quiet" : "give the error"}`, async () => {
      const { error } = await outcome(() =>
        withScope(async (scope) => {
          scope.spawn(() => {
            scope.cancel(given);
            scope.cancel(given);
          });
          await sleep(1_000);
        }),
      );
      expect(error).toBe(given);
    });
  }

  test("14: a cancel in a finally of a scope that has failed is harmless", async () => {
    const { error } = await outcome(() =>
      withScope(async (scope) => {
        try {
          scope.spawn(fails);
          await sleep(1_000);
        } finally {
          scope.cancel();
        }
      }),
    );
    expect(error).toBeInstanceOf(ValueError);
  });
});

describe("executor jobs, which for us are promises that cannot hear", () => {
  const job = (ms: number, settle: () => unknown) => new Promise((resolve) => setTimeout(resolve, ms)).then(settle);

  test("15: gives its result to who awaits it", async () => {
    expect(await withScope(async (scope) => scope.spawn(job(5, () => 42)))).toBe(42);
  });

  test("16: its error is the awaiter's, and the scope is fine", async () => {
    const failing = job(5, () => Promise.reject(new ValueError("job")));
    const caught = await withScope((scope) => errorOf(scope.spawn(failing)));
    expect(caught).toBeInstanceOf(ValueError);
  });

  test("17: a timeout lets go of it, and it finishes later", async () => {
    let isDone = false;
    const running = job(30, () => {
      isDone = true;
    });
    const error = await errorOf(
      withScope({ timeoutMs: 5 }, (scope) => void scope.spawn(running, { abandonOnCancel: true })),
    );
    expect(error).toBeInstanceOf(TimeoutError);
    expect(isDone).toBe(false);
    await running;
    expect(isDone).toBe(true);
  });
});

describe("general", () => {
  test("18: the package says its version", async () => {
    const { default: manifest } = await import("../../package.json", { with: { type: "json" } });
    expect(manifest.version).toMatch(/^\d+\.\d+\.\d+/);
  });

  test("19: steps can be watched, and not watched any more", async () => {
    const steps: string[] = [];
    const instrument = { scopeOpened: (scope: Scope) => void steps.push(scope.name) };
    addInstrument(instrument);
    await withScope({ name: "watched" }, () => {});
    removeInstrument(instrument);
    await withScope({ name: "unwatched" }, () => {});
    expect(steps).toEqual(["watched"]);
  });

  test("20: an empty scope ends", () => withScope(() => {}));

  test("21: an empty scope with a timeout ends", async () => {
    expect((await outcome(() => withScope({ timeoutMs: 500 }, () => {}))).ms).toBe(0);
  });

  test("22: one child runs", async () => {
    let ran = false;
    await withScope((scope) => {
      scope.spawn(async () => {
        await sleep(0);
        ran = true;
      });
    });
    expect(ran).toBe(true);
  });

  test("23: a promise that is resolved in the body does not time out", async () => {
    const { error, ms } = await outcome(() =>
      withScope({ timeoutMs: 500 }, (scope) => {
        let resolve = () => {};
        scope.spawn(new Promise<void>((done) => (resolve = done)));
        resolve();
      }),
    );
    expect([error, ms]).toEqual([undefined, 0]);
  });

  test("24: the body's error surfaces", async () => {
    const body = () => {
      throw new ValueError("body");
    };
    expect((await outcome(() => withScope(body))).error).toBeInstanceOf(ValueError);
  });

  test("25: a child's error surfaces", async () => {
    expect((await outcome(() => withScope((scope) => void scope.spawn(fails)))).error).toBeInstanceOf(ValueError);
  });

  test("26: the children can be counted, forks among them", async () => {
    const counts: number[] = [];
    const { error } = await outcome(() =>
      withScope((outer) => {
        for (let i = 0; i < 10; i++) {
          outer.spawn(() => sleep(1_000));
          counts.push(outer.children().length);
        }
        const inner = outer.fork();
        for (let i = 0; i < 3; i++) inner.spawn(() => sleep(1_000));
        counts.push(outer.children().length, inner.children().length);
        outer.cancel();
      }),
    );
    expect(counts).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 3]);
    expect(error).toBe(undefined);
  });
});

describe("join", () => {
  const three = async () => {
    await sleep(10);
    return 3;
  };

  /** A scope in a block, and one without, as traio's tests have both. */
  const forms: Readonly<Record<string, (body: (scope: Scope) => Promise<unknown>) => Promise<unknown>>> = {
    "in a block": (body) => withScope(body),
    "without one": async (body) => {
      const scope = startScope();
      const value = await body(scope);
      scope.finalize();
      await scope.join();
      return value;
    },
  };

  test("27: awaiting a child twice gives its value twice; cancelling it then does nothing", async () => {
    const { value } = await outcome(() =>
      withScope(async (scope) => {
        const child = scope.spawn(three);
        const values = [await child, await child];
        child.cancel();
        return values;
      }),
    );
    expect(value).toEqual([3, 3]);
  });

  for (const [form, run] of Object.entries(forms)) {
    const number = form === "in a block";
    test(`${number ? 28 : 29}: awaiting a cancelled child gives the Cancelled, and the scope is fine, ${form}`, async () => {
      const { value } = await outcome(() =>
        run(async (scope) => {
          const child = scope.spawn(() => sleep(1_000));
          child.cancel();
          return errorOf(child);
        }),
      );
      expect(value).toBeInstanceOf(Cancelled);
    });

    test(`${number ? 30 : 32}: an awaited child fails at its awaiter only, ${form}`, async () => {
      const { value } = await outcome(() => run((scope) => errorOf(scope.spawn(fails))));
      expect(value).toBeInstanceOf(ValueError);
    });

    test(`${number ? 33 : 34}: a scope goes on after its only child has ended, ${form}`, async () => {
      const { value } = await outcome(() =>
        run(async (scope) => {
          await scope.spawn(three);
          return scope.spawn(three).result;
        }),
      );
      expect(value).toBe(3);
    });
  }

  test("31: also where the wait has a timeout of its own", async () => {
    const { value } = await outcome(() =>
      withScope(async (scope) => {
        const child = scope.spawn(fails);
        return errorOf(withScope({ timeoutMs: 1_000 }, async () => void (await child)));
      }),
    );
    expect(value).toBeInstanceOf(ValueError);
  });

  test("35: joining a scope that is not finalized ends only with its time", async () => {
    const { error, ms } = await outcome(() => startScope({ timeoutMs: 100 }).join());
    expect(error).toBeInstanceOf(TimeoutError);
    expect(ms).toBe(100);
  });

  test("36: after cancel and join, a child's finally has run", async () => {
    let isClean = false;
    await outcome(async () => {
      const scope = startScope();
      scope.spawn(async () => {
        try {
          await sleepForever();
        } finally {
          isClean = true;
        }
      });
      scope.cancel();
      await scope.join();
    });
    expect(isClean).toBe(true);
  });

  test("37: ten children with an asynchronous finally all finish before the end", async () => {
    let clean = 0;
    const { ms } = await outcome(() =>
      withScope((scope) => {
        for (let i = 0; i < 10; i++) {
          scope.spawn(async () => {
            try {
              await sleepForever();
            } finally {
              await withScope({ shield: true }, () => sleep(200));
              clean++;
            }
          });
        }
        scope.cancel();
      }),
    );
    expect([clean, ms]).toEqual([10, 200]);
  });

  for (const [number, byWhom] of [
    [38, "from another child"],
    [39, "and as soon as join is back"],
  ] as const) {
    test(`${number}: a child's finally runs where the scope is cancelled ${byWhom}`, async () => {
      let isClean = false;
      const { value } = await outcome(() =>
        withScope(async (host) => {
          const scope = startScope();
          scope.spawn(async () => {
            try {
              await sleepForever();
            } finally {
              isClean = true;
            }
          });
          host.spawn(async () => {
            await sleep(10);
            scope.cancel();
          });
          await scope.join();
          return isClean;
        }),
      );
      expect(value).toBe(true);
    });
  }

  const cases = [
    { number: 40, title: "only children that are not awaited: the scope ends at once", children: [], ms: 0 },
    { number: 41, title: "with an awaited child of 200 ms it ends then", children: [200], ms: 200 },
  ];
  for (const { number, title, children, ms } of cases) {
    test(`${number}: ${title}`, async () => {
      const result = await outcome(() =>
        withScope((scope) => {
          scope.spawn(() => sleepForever(), { awaited: false });
          for (const time of children) scope.spawn(() => sleep(time));
        }),
      );
      expect([result.error, result.ms]).toEqual([undefined, ms]);
    });
  }

  test("42: with a timeout before that, the scope times out", async () => {
    const { error, ms } = await outcome(() =>
      withScope({ timeoutMs: 200 }, (scope) => {
        scope.spawn(() => sleepForever(), { awaited: false });
        scope.spawn(() => sleep(1_000));
      }),
    );
    expect(error).toBeInstanceOf(TimeoutError);
    expect(ms).toBe(200);
  });

  test("43: a child that is not awaited is cancelled cleanly before the scope ends", async () => {
    let source: string | undefined;
    const { error } = await outcome(() =>
      withScope({ timeoutMs: 201 }, async (scope) => {
        scope.spawn(
          async () => {
            source = ((await errorOf(sleepForever())) as Cancelled).source;
          },
          { awaited: false },
        );
        // traio's sleep and timeout were both of 200 ms: a race, which is decided here.
        await sleep(200);
      }),
    );
    expect([error, source]).toEqual([undefined, "end"]);
  });
});

describe("master", () => {
  for (const bubble of [true, false]) {
    for (const awaited of [true, false]) {
      test(`44: siblings are cancelled when the master returns, bubble ${bubble}, awaited ${awaited}`, async () => {
        let sibling: ChildTask<void> | undefined;
        const { error, ms } = await outcome(() =>
          withScope(async (scope) => {
            sibling = scope.spawn(() => sleep(1_000));
            scope.spawn(() => sleep(100), { master: true, bubble, awaited });
            await sleep(500);
          }),
        );
        expect([error, ms, sibling?.state]).toEqual([undefined, 100, "cancelled"]);
      });
    }
  }

  for (const awaited of [true, false]) {
    test(`45: a master that fails fails the scope, awaited ${awaited}`, async () => {
      const { error } = await outcome(() =>
        withScope(async (scope) => {
          scope.spawn(fails, { master: true, awaited });
          await sleep(1_000);
        }),
      );
      expect(error).toBeInstanceOf(ValueError);
    });
  }

  test("46: cancelling the master ends the scope quietly", async () => {
    const { error, ms } = await outcome(() =>
      withScope(async (scope) => {
        scope.spawn(() => sleep(1_000));
        scope.spawn(() => sleep(1_000), { master: true }).cancel();
        await sleep(1_000);
      }),
    );
    expect([error, ms]).toEqual([undefined, 0]);
  });
});

describe("misuse", () => {
  for (const what of [undefined, null, 1, "text"]) {
    test(`47: spawning ${String(what)} is a TypeError that says what it got`, async () => {
      const { error } = await outcome(() => withScope((scope) => void scope.spawn(what as never)));
      expect(error).toBeInstanceOf(TypeError);
      expect((error as Error).message).toMatch(/^Cannot spawn .*: give a function/);
    });
  }

  test("48: a scope without a body says how to open one", async () => {
    expect(await errorOf(withScope({} as never))).toBeInstanceOf(TypeError);
  });
});

describe("nested", () => {
  test("49: the outer timeout beats the inner one", async () => {
    const { error, ms } = await outcome(() =>
      withScope({ timeoutMs: 200 }, () => withScope({ timeoutMs: 500 }, () => sleep(10_000))),
    );
    expect(error).toBeInstanceOf(TimeoutError);
    expect(ms).toBe(200);
  });

  test("50: a fork ends with its parent's time", async () => {
    const { error, ms } = await outcome(() =>
      withScope({ timeoutMs: 100 }, async (scope) => {
        await scope.fork({ timeoutMs: 500 }, () => sleep(10_000));
      }),
    );
    expect(error).toBeInstanceOf(TimeoutError);
    expect(ms).toBe(100);
  });

  test("51: also one without a body that is joined", async () => {
    const { error, ms } = await outcome(() =>
      withScope({ timeoutMs: 100 }, async (scope) => {
        const fork = scope.fork({ timeoutMs: 500 });
        fork.spawn(() => sleep(10_000));
        await fork.join();
      }),
    );
    expect(error).toBeInstanceOf(TimeoutError);
    expect(ms).toBe(100);
  });

  test("52: a fork's timeout in the body ends the outer scope", async () => {
    const { error, ms } = await outcome(() =>
      withScope(async (scope) => {
        await scope.fork({ timeoutMs: 100 }, () => sleep(10_000));
      }),
    );
    expect(error).toBeInstanceOf(TimeoutError);
    expect(ms).toBe(100);
  });

  test("53: a scope that has ended cannot be forked", async () => {
    const scope = startScope();
    scope.cancel();
    await scope.join();
    expect(() => scope.fork()).toThrow(ScopeClosedError);
  });

  test("54: one of two forks that children await times out, and the child's failure bubbles", async () => {
    const { error, ms } = await outcome(() =>
      withScope(async (scope) => {
        for (const timeoutMs of [100, 500]) {
          scope.spawn(async () => void (await scope.fork({ timeoutMs }, () => sleep(10_000))));
        }
        await sleep(1_000);
      }),
    );
    expect(error).toBeInstanceOf(TimeoutError);
    expect(ms).toBe(100);
  });

  test("55: whoever awaits a fork catches its failure, and the parent lives", async () => {
    let caught: unknown;
    const { error, ms } = await outcome(() =>
      withScope({ timeoutMs: 500 }, async (scope) => {
        caught = await errorOf(scope.fork((inner) => void inner.spawn(fails)));
        await sleep(10_000);
      }),
    );
    expect(caught).toBeInstanceOf(ValueError);
    expect(error).toBeInstanceOf(TimeoutError);
    expect(ms).toBe(500);
  });

  for (const [number, title] of [
    [56, "56: a fork is cancelled, then its parent, and the parent joins"],
    [57, "57: the same where the wait is raced"],
  ] as const) {
    test(title, async () => {
      const { error, ms } = await outcome(async () => {
        const parent = startScope();
        const fork = parent.fork();
        fork.spawn(() => sleepForever());
        fork.cancel();
        parent.cancel();
        if (number === 56) await parent.join();
        else await withScope({ timeoutMs: 1_000 }, () => parent.join());
      });
      expect([error, ms]).toEqual([undefined, 0]);
    });
  }

  test("58: the current scope is that of the block, of the spawn, or of the fork", async () => {
    expect(currentScope()).toBe(undefined);
    await withScope(async (outer) => {
      expect(currentScope()).toBe(outer);
      await outer.spawn(async () => {
        await sleep(0);
        expect(currentScope()).toBe(outer);
      });
      await outer.fork(async (fork) => {
        expect(currentScope()).toBe(fork);
        await sleep(0);
        expect(currentScope()).toBe(fork);
        // A plain promise inherits; a child of the old scope sees the old scope.
        await Promise.resolve().then(() => expect(currentScope()).toBe(fork));
        await outer.spawn(() => expect(currentScope()).toBe(outer));
      });
      expect(currentScope()).toBe(outer);
      const started = startScope();
      expect(currentScope()).toBe(outer);
      expect(started.run(() => currentScope())).toBe(started);
      started.cancel();
    });
    expect(currentScope()).toBe(undefined);
  });
});

describe("timeout", () => {
  test("59: a scope times out", async () => {
    const { error, ms } = await outcome(() => withScope({ timeoutMs: 100 }, () => sleep(10_000)));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(ms).toBe(100);
  });

  test("60: its time can be set anew, counted from then", async () => {
    const { error, ms } = await outcome(() =>
      withScope({ timeoutMs: 5_000 }, async (scope) => {
        await sleep(50);
        scope.timeoutMs = 100;
        expect(scope.timeoutMs).toBe(100);
        await sleep(10_000);
      }),
    );
    expect(error).toBeInstanceOf(TimeoutError);
    expect(ms).toBe(150);
  });
});
