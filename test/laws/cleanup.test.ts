import "clew";
import {
  Cancelled,
  CleanupTimeoutError,
  type Scope,
  ScopeClosedError,
  sleep,
  sleepForever,
  startScope,
  withScope,
} from "clew/scope";
import { describe, expect } from "vitest";
import { errorOf, law, settle, type Trial } from "./law.js";

/** Ends a scope in one of the ways in which scopes end. */
async function endSomehow(trial: Trial, scope: Scope): Promise<void> {
  await sleep(trial.ms());
  await trial.pick([
    async () => {},
    async () => scope.cancel(),
    async () => scope.cancel(new Error("cancelled")),
    async () => {
      throw new Error("failed");
    },
    async () => {
      scope.spawn(() => {
        throw new Error("child failed");
      });
    },
    async () => {
      scope.timeoutMs = trial.ms();
      await sleepForever();
    },
  ])();
}

function resource(events: string[], name: string): AsyncDisposable & Disposable {
  return {
    [Symbol.dispose]() {
      events.push(`sync ${name}`);
    },
    async [Symbol.asyncDispose]() {
      events.push(name);
    },
  };
}

describe("Finalizers of scopes", () => {
  law("33: finalizers run exactly once on success, failure, cancel and exit", async (trial) => {
    const events: string[] = [];
    await settle(
      withScope(async (scope) => {
        scope.defer(() => events.push("deferred"));
        scope.use(resource(events, "used"));
        await endSomehow(trial, scope);
      }),
    );
    expect(events).toEqual(["used", "deferred"]);
  });

  law("34: in reverse order", async (trial) => {
    const events: number[] = [];
    const count = 2 + trial.int(5);
    await settle(
      withScope(async (scope) => {
        for (let i = 0; i < count; i++) {
          const ms = trial.ms();
          scope.defer(async () => {
            await sleep(ms);
            events.push(i);
          });
        }
        await endSomehow(trial, scope);
      }),
    );
    expect(events).toEqual(Array.from({ length: count }, (_, i) => count - 1 - i));
  });

  law("35: one that throws does not stop the others", async (trial) => {
    const errors = [new Error("one"), new Error("two")];
    const events: number[] = [];
    const error = await errorOf(
      withScope((scope) => {
        scope.defer(() => events.push(1));
        scope.defer(() => {
          throw errors[1];
        });
        scope.defer(() => events.push(2));
        scope.defer(async () => {
          await sleep(trial.ms());
          throw errors[0];
        });
      }),
    );
    expect(error).toBe(errors[0]);
    expect(trial.dropped).toEqual([errors[1]]);
    expect(events).toEqual([2, 1]);
  });

  law("36: they run shielded, with a deadline that is an error", async (trial) => {
    const events: string[] = [];
    await withScope(async (scope) => {
      scope.defer(async () => {
        await sleep(5);
        events.push("ran");
      });
      scope.spawn(() => sleepForever());
      await sleep(trial.ms());
      scope.cancel();
    });
    expect(events).toEqual(["ran"]);
    const startedAt = trial.now();
    const cleanupTimeoutMs = 5 + trial.int(10);
    const endless = trial.pick([() => sleepForever(), () => new Promise(() => {})]);
    const error = await errorOf(withScope({ cleanupTimeoutMs }, (scope) => scope.defer(endless)));
    expect(error).toBeInstanceOf(CleanupTimeoutError);
    if (trial.clock !== undefined) expect(trial.now() - startedAt).toBe(cleanupTimeoutMs);
  });

  law("37: acquiring is atomic with registering", async (trial) => {
    const events: string[] = [];
    const scope = startScope();
    const acquired: string[] = [];
    const acquire = async (name: string) => {
      await sleep(trial.ms());
      acquired.push(name);
      return resource(events, name);
    };
    for (const name of ["a", "b", "c"]) {
      try {
        scope.use(acquire(name)).catch(() => {});
      } catch {
        // Refused: then it is disposed of as soon as it is there.
      }
      if (trial.int(3) === 0) scope.cancel();
    }
    scope.finalize();
    await scope.join();
    expect(events.sort()).toEqual(acquired.sort());

    const refused: string[] = [];
    expect(() => scope.use(resource(refused, "late"))).toThrow(ScopeClosedError);
    expect(refused).toEqual(["late"]);
    await withScope((cancelledScope) => {
      cancelledScope.cancel();
      expect(() => cancelledScope.use(resource(refused, "cancelled"))).toThrow(Cancelled);
    });
    expect(refused).toEqual(["late", "cancelled"]);
  });

  law("38: await using, early return and break run them too", async (trial) => {
    const events: string[] = [];
    const early = async (): Promise<string> => {
      const scope = startScope();
      try {
        scope.defer(() => events.push("deferred"));
        scope.spawn(() => sleepForever());
        for (;;) {
          await sleep(trial.ms());
          if (trial.bool()) return "returned";
          break;
        }
        return "broke";
      } finally {
        // What `await using scope = startScope()` becomes.
        await scope[Symbol.asyncDispose]();
      }
    };
    await early();
    expect(events).toEqual(["deferred"]);
  });
});
