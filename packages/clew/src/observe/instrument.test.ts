import { addDestination, removeDestination, withTask } from "clew";
import { addInstrument, type Instrument, removeInstrument } from "clew/observe";
import { sleep, sleepForever, startScope, withScope } from "clew/scope";
import { withMockClock } from "clew/testing";
import { describe, expect, test } from "vitest";

/** What the process has once. */
function hub(): { readonly hooks: Readonly<Record<string, unknown>> } {
  return (globalThis as never)[Symbol.for("clew.hub.1")];
}

/** An instrument that writes down each of its calls. */
function createWitness(calls: string[]): Instrument {
  return {
    scopeOpened: (scope) => void calls.push(`opened ${scope.name}`),
    scopeCancelled: (scope, cancelled) => void calls.push(`cancelled ${scope.name} ${cancelled.source}`),
    deadlineMoved: (scope) => void calls.push(`moved ${scope.name} ${scope.timeoutMs}`),
    scopeClosed: (scope, outcome) => void calls.push(`closed ${scope.name} ${outcome.status}`),
    childSpawned: (child) => void calls.push(`spawned ${child.name}`),
    childReparented: (child) => void calls.push(`reparented ${child.name}`),
    childCancelled: (child, cancelled) => void calls.push(`cancelled ${child.name} ${cancelled.source}`),
    childExited: (child, outcome) => void calls.push(`exited ${child.name} ${outcome.status}`),
    cancelIgnored: (child) => void calls.push(`ignored ${child.name}`),
    errorDropped: (error, child) => void calls.push(`dropped ${String(error)} of ${child?.name}`),
    actionStarted: (action) => void calls.push(`started ${action.type}`),
    actionFinished: (action) => void calls.push(`finished ${action.type}`),
  };
}

describe("addInstrument", () => {
  test("tells of every step, in the order in which they happen", async () => {
    const calls: string[] = [];
    const witness = createWitness(calls);
    addInstrument(witness);
    addInstrument(witness);
    await withMockClock(async () => {
      await withScope({ name: "house", logged: false }, async (scope) => {
        scope.timeoutMs = 50;
        scope.spawn(() => sleep(1), { name: "guest" });
        scope.spawn(() => Promise.reject(new Error("oops")), { name: "clumsy", bubble: false });
        scope.spawn(() => sleepForever(), { name: "host" });
      }).catch(() => {});
    });
    removeInstrument(witness);
    await withScope({ name: "unseen" }, () => {});
    expect(calls).toEqual([
      "opened house",
      "moved house 50",
      "spawned guest",
      "spawned clumsy",
      "spawned host",
      "exited clumsy failed",
      "exited guest succeeded",
      "cancelled house deadline",
      "cancelled host deadline",
      "exited host cancelled",
      "dropped Error: oops of clumsy",
      "closed house failed",
    ]);
  });

  test("tells of a child that has started, of one that ignores its cancel, and how each ended", async () => {
    const calls: string[] = [];
    const witness = createWitness(calls);
    addInstrument(witness);
    await withMockClock(async () => {
      const scope = startScope({ name: "house", logged: false, cancelTimeoutMs: 10 });
      await scope.start(
        async ({ started }) => {
          started(1);
          await sleepForever();
        },
        { name: "host" },
      );
      scope.spawn(() => new Promise(() => {}), { name: "deaf" });
      scope.spawn(() => sleepForever(), { name: "single", bubble: false }).cancel("alone");
      await sleep(1);
      scope.cancel();
      await scope.join().catch(() => {});
    });
    removeInstrument(witness);
    expect(calls).toEqual([
      "opened house",
      "spawned host",
      "reparented host",
      "spawned deaf",
      "spawned single",
      "cancelled single explicit",
      "exited single cancelled",
      "cancelled house explicit",
      "cancelled host explicit",
      "cancelled deaf explicit",
      "exited host cancelled",
      "ignored deaf",
      "exited deaf abandoned",
      "closed house failed",
    ]);
  });

  test("leaves no list on the hub for a hook that nobody implements", () => {
    const instrument: Instrument = { childSpawned() {} };
    addInstrument(instrument);
    expect(Object.keys(hub().hooks).filter((name) => hub().hooks[name] !== undefined)).toEqual(["childSpawned"]);
    removeInstrument(instrument);
    expect(Object.values(hub().hooks).filter((hooks) => hooks !== undefined)).toEqual([]);
  });

  test("tells of actions", async () => {
    const calls: string[] = [];
    const witness = createWitness(calls);
    addInstrument(witness);
    await withTask("order", () => {});
    removeInstrument(witness);
    expect(calls).toEqual(["started order", "finished order"]);
  });

  test("removes an instrument that throws, reports it once, and the program goes on", async () => {
    const messages: Readonly<Record<string, unknown>>[] = [];
    const keep = (message: object) => void messages.push(message as Readonly<Record<string, unknown>>);
    addDestination(keep);
    let calls = 0;
    const broken: Instrument = {
      childSpawned() {
        calls++;
        throw new RangeError("broken");
      },
      scopeClosed() {
        calls++;
      },
    };
    addInstrument(broken);
    const value = await withScope(async (scope) => {
      scope.spawn(() => {});
      scope.spawn(() => {});
      return "fine";
    });
    await removeDestination(keep);
    expect(value).toBe("fine");
    expect(calls).toBe(1);
    const reports = messages.filter((message) => message.message_type === "clew:instrument_failure");
    expect(reports).toMatchObject([{ hook: "childSpawned", exception: "RangeError", reason: "broken" }]);
  });

  test("reports an instrument once that throws in a hook within a hook, or later", async () => {
    const reports: unknown[] = [];
    const keep = (message: { readonly message_type?: unknown; readonly hook?: unknown }) => {
      if (message.message_type === "clew:instrument_failure") reports.push(message.hook);
    };
    addDestination(keep);
    let depth = 0;
    const nested: Instrument = {
      childSpawned(child) {
        if (depth++ === 0) child.scope.spawn(() => {});
        throw new Error(`broken at ${depth}`);
      },
    };
    const late: Instrument = {
      scopeClosed: async () => {
        throw new Error("broken later");
      },
    };
    addInstrument(nested);
    addInstrument(late);
    await withScope((scope) => void scope.spawn(() => {}));
    await withScope(() => {});
    await removeDestination(keep);
    expect(reports).toEqual(["childSpawned", "scopeClosed"]);
  });

  test("takes no notice of removing what is not there", () => {
    removeInstrument({});
  });
});
