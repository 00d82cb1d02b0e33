import "clew";
import { AssertionError } from "node:assert";
import { Cancelled, type ChildTask, checkpoint, sleep, sleepForever, startScope, withScope } from "clew/scope";
import { describe, expect } from "vitest";
import { errorOf, law, settle, type Trial } from "./law.js";

/** A child that waits at random, and fails with the error, at once or later. */
function failing(trial: Trial, error: unknown): () => unknown {
  const ms = trial.ms();
  return trial.pick([
    () => {
      throw error;
    },
    async () => {
      throw error;
    },
    async () => {
      await sleep(ms);
      throw error;
    },
    async () => {
      await checkpoint();
      throw error;
    },
  ]);
}

/** A child that ends in one way or another when its time has come or it is cancelled. */
function working(trial: Trial): () => Promise<void> {
  const ms = trial.ms();
  const cleanupMs = trial.ms();
  return trial.pick([
    () => sleep(ms),
    async () => {
      await checkpoint();
      await sleep(ms);
    },
    async () => {
      try {
        await sleep(ms * 3);
      } finally {
        await withScope({ shield: true }, () => sleep(cleanupMs));
      }
    },
  ]);
}

describe("Errors in scopes", () => {
  law("1: a scope settles only after every child has", async (trial) => {
    const children: ChildTask<unknown>[] = [];
    const grow = async (depth: number): Promise<void> => {
      await withScope(async (scope) => {
        for (let i = trial.int(4); i >= 0; i--) children.push(scope.spawn(working(trial)));
        if (depth > 0 && trial.bool()) children.push(scope.spawn(() => grow(depth - 1)));
        if (trial.int(4) === 0) children.push(scope.spawn(failing(trial, new Error("first"))));
        if (trial.int(4) === 0) scope.cancel();
        else await sleep(trial.ms());
      });
    };
    await settle(grow(3));
    for (const child of children) expect(["succeeded", "failed", "cancelled"]).toContain(child.state);
  });

  law("2: a child's error is never lost", async (trial) => {
    const thrown = new Set<unknown>();
    const seen = new Set<unknown>();
    const settled = await settle(
      withScope(async (scope) => {
        for (let i = 0; i < 5; i++) {
          const fail = failing(trial, new Error(`child ${i}`));
          const run = async () => {
            try {
              await fail();
            } catch (error) {
              if (!(error instanceof Cancelled)) thrown.add(error);
              throw error;
            }
          };
          const child = scope.spawn(run, { bubble: trial.bool() });
          trial.pick([
            () => child.then(undefined, (error) => seen.add(error)),
            () => child.result,
            () => child.then(() => {}),
            () => {},
          ])();
          if (trial.int(3) === 0) await sleep(trial.ms());
        }
      }),
    );
    if (!settled.ok) seen.add(settled.error);
    for (const error of trial.dropped) seen.add(error);
    expect([...thrown].filter((error) => !seen.has(error))).toEqual([]);
  });

  law('3: with errors: "group", n failing children give one aggregate of n, the body\'s first', async (trial) => {
    const count = 1 + trial.int(4);
    const errors = Array.from({ length: count }, (_, i) => new Error(`child ${i}`));
    const bodyFails = trial.bool();
    const bodyError = new Error("body");
    const waitMs = trial.ms();
    const error = await errorOf(
      withScope({ errors: "group" }, async (scope) => {
        for (const each of errors) {
          const ms = trial.ms();
          scope.spawn(async () => {
            // Each fails whatever happens: some at once, some while they are cancelled.
            await sleep(ms).catch(() => {});
            throw each;
          });
        }
        if (!bodyFails) return;
        await sleep(waitMs).catch(() => {});
        throw bodyError;
      }),
    );
    expect(error).toBeInstanceOf(AggregateError);
    expect((error as AggregateError).errors).toEqual(bodyFails ? [bodyError, ...errors] : errors);
    expect(trial.dropped).toEqual([]);
  });

  law("4: a child's failure cancels the siblings and the body's signal", async (trial) => {
    const error = new Error("first");
    const sources: string[] = [];
    let reason: unknown;
    const result = await errorOf(
      withScope(async (scope) => {
        const { signal } = scope;
        for (let i = trial.int(3); i >= 0; i--) {
          scope.spawn(async () => {
            try {
              await sleepForever();
            } catch (cancelled) {
              sources.push((cancelled as Cancelled).source);
              throw cancelled;
            }
          });
        }
        scope.spawn(failing(trial, error));
        try {
          await sleepForever();
        } finally {
          reason = signal.reason;
        }
      }),
    );
    expect(result).toBe(error);
    expect(new Set(sources)).toEqual(new Set(["sibling"]));
    expect(reason).toBeInstanceOf(Cancelled);
  });

  law("5: nothing raises unhandledRejection or rejectionHandled", async (trial) => {
    const scope = startScope();
    const children: ChildTask<unknown>[] = [];
    for (let i = 0; i < 4; i++) {
      if (scope.signal.aborted) break;
      const child = scope.spawn(failing(trial, new Error(`child ${i}`)), { bubble: trial.bool() });
      children.push(child);
      if (trial.bool()) void child.result;
      if (trial.bool()) child.then(() => {});
      if (trial.bool()) await sleep(trial.ms());
    }
    if (trial.bool()) scope.cancel(trial.bool() ? new Error("cancelled") : undefined);
    else scope.finalize();
    // Longer than any of the children, so that all that nobody asked for is reported by then.
    await sleep(50);
    await settle(scope.join());
    // Awaiting what has failed long ago.
    for (const child of children) await settle(child);
  });

  law("6: a synchronous throw equals an asynchronous one", async (trial) => {
    const outcomes = [];
    const isCaught = trial.bool();
    const bubble = trial.bool();
    for (const isAsync of [false, true]) {
      const error = new Error("the same");
      const body = () => {
        throw error;
      };
      const settled = await settle(
        withScope(async (scope) => {
          const child = scope.spawn(isAsync ? async () => body() : body, { bubble });
          if (isCaught) await settle(child);
          await sleep(1);
          return child.state;
        }),
      );
      outcomes.push(settled.ok ? settled.value : settled.error === error);
    }
    expect(outcomes[0]).toEqual(outcomes[1]);
  });

  law("7: thrown non-errors keep their identity", async (trial) => {
    const thrown = trial.pick<unknown>([undefined, null, 0, "text", Symbol.for("s"), { code: 5 }, () => {}]);
    expect(await errorOf(withScope((scope) => void scope.spawn(failing(trial, thrown))))).toBe(thrown);
    expect(await errorOf(withScope(failing(trial, thrown)))).toBe(thrown);
    expect(
      await errorOf(
        withScope(async (scope) => {
          await scope.spawn(failing(trial, thrown));
        }),
      ),
    ).toBe(thrown);
    const group = await errorOf(withScope({ errors: "group" }, (scope) => void scope.spawn(failing(trial, thrown))));
    expect((group as AggregateError).errors[0]).toBe(thrown);
  });

  law("8: an error in cleanup does not replace the first; both are reported", async (trial) => {
    const first = new Error("first");
    const second = new Error("cleanup");
    const byDefer = trial.bool();
    const error = await errorOf(
      withScope(async (scope) => {
        if (byDefer) scope.defer(failing(trial, second));
        else {
          scope.spawn(async () => {
            try {
              await sleepForever();
            } finally {
              // biome-ignore lint/correctness/noUnsafeFinally: what a cleanup that fails does
              throw second;
            }
          });
        }
        scope.spawn(failing(trial, first));
        await sleepForever();
      }),
    );
    expect(error).toBe(first);
    expect(trial.dropped).toEqual([second]);
  });

  law("9: cause chains have no loops", async (trial) => {
    const original = new Error("original");
    const error = await errorOf(
      withScope({ errors: trial.pick(["first", "group"]) }, async (scope) => {
        scope.spawn(failing(trial, original));
        scope.spawn(async ({ signal }) => {
          try {
            await sleepForever();
          } catch (cancelled) {
            throw trial.pick([
              new Error("wrapped", { cause: cancelled }),
              new Error("other", { cause: original }),
              signal.reason,
            ]);
          }
        });
        await sleepForever();
      }),
    );
    const seen = new Set<unknown>();
    const walk = (each: unknown): void => {
      if (typeof each !== "object" || each === null) return;
      expect(seen.has(each) && each !== original).toBe(false);
      seen.add(each);
      walk((each as Error).cause);
    };
    walk(error);
    for (const member of (error as AggregateError).errors ?? []) walk(member);
    for (const dropped of trial.dropped) walk(dropped);
  });

  law("10: errors after the first are kept", async (trial) => {
    const errors = Array.from({ length: 2 + trial.int(3) }, (_, i) => new Error(`child ${i}`));
    const error = await errorOf(
      withScope((scope) => {
        for (const each of errors) {
          const ms = trial.ms();
          scope.spawn(async () => {
            await sleep(ms).catch(() => {});
            throw each;
          });
        }
      }),
    );
    expect(errors).toContain(error);
    expect(new Set([error, ...trial.dropped])).toEqual(new Set(errors));
    expect(trial.dropped.length).toBe(errors.length - 1);
  });

  law(
    "11: a scope's own Cancelled and its echoes never leave it; a given error and another scope's do",
    async (trial) => {
      const abortError = (signal: AbortSignal, cause: boolean) =>
        Object.assign(new Error("aborted", cause ? { cause: signal.reason } : undefined), { name: "AbortError" });
      const echo = async () =>
        withScope(async (scope) => {
          const ms = trial.ms();
          scope.spawn(async ({ signal }) => {
            try {
              await sleepForever();
            } catch (cancelled) {
              throw trial.pick([
                cancelled,
                signal.reason,
                new AggregateError([cancelled, abortError(signal, true)]),
                abortError(signal, true),
                abortError(signal, false),
                Object.assign(new AssertionError({ message: "x" }), { code: "ABORT_ERR" }),
                Object.assign(new Error("canceled"), { name: "CanceledError", code: "ERR_CANCELED" }),
              ]);
            }
          });
          await sleep(ms);
          scope.cancel();
          await sleepForever();
        });
      expect(await echo()).toBe(undefined);
      expect(trial.dropped).toEqual([]);

      // Any other error is an error, whatever its cause.
      const failure = (cancelled: unknown) =>
        trial.pick([
          () => new Error("rollback failed", { cause: cancelled }),
          () => new Error("wrapped", { cause: new Error("twice", { cause: cancelled }) }),
          () => new AggregateError([cancelled, new Error("rollback failed")]),
          () => Object.assign(new Error("aborted", { cause: new Error("disk") }), { name: "AbortError" }),
        ])();
      let thrown: unknown;
      const kept = withScope(async (scope) => {
        scope.spawn(async ({ signal }) => {
          void signal;
          await sleepForever().catch((cancelled: unknown) => {
            thrown = failure(cancelled);
            throw thrown;
          });
        });
        await sleep(trial.ms());
        scope.cancel();
      });
      expect(await errorOf(kept)).toBe(thrown);

      const given = new Error("given");
      expect(
        await errorOf(
          withScope(async (scope) => {
            scope.cancel(given);
            await checkpoint();
          }),
        ),
      ).toBe(given);

      const controller = new AbortController();
      const aborted = await errorOf(
        withScope({ signal: controller.signal }, async () => {
          controller.abort();
          await sleepForever();
        }),
      );
      expect(aborted).toBeInstanceOf(Cancelled);
      expect((aborted as Cancelled).source).toBe("signal");

      const other = startScope();
      const theirs = other.spawn(() => sleepForever());
      other.cancel();
      const passed = await errorOf(
        withScope(async () => {
          await sleep(trial.ms());
          await theirs;
        }),
      );
      expect(passed).toBeInstanceOf(Cancelled);
      expect((passed as Cancelled).source).toBe("explicit");
      await other.join();
    },
  );
});
