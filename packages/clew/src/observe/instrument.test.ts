import {
  addDestination,
  defineMessage,
  logError,
  logMessage,
  type Message,
  removeDestination,
  startAction,
  startTask,
  withAction,
  withTask,
} from "clew";
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

describe("the hooks of actions", () => {
  function observed(instrument: Instrument, body: () => void): Message[] {
    const messages: Message[] = [];
    const keep = (message: Message) => void messages.push(message);
    addDestination(keep);
    addInstrument(instrument);
    body();
    removeInstrument(instrument);
    removeDestination(keep);
    return messages;
  }

  test("tell the fields, the parent, the causes and the outcome", () => {
    const starts: unknown[] = [];
    const ends: unknown[] = [];
    const error = new RangeError("too far");
    observed(
      {
        actionStarted: ({ type }, { fields, parent, followsFrom }) =>
          void starts.push([type, fields, parent?.type, followsFrom]),
        actionFinished: ({ type }, end) => void ends.push([type, end]),
      },
      () => {
        withAction("order", { id: 17 }, (order) => {
          order.addFields({ items: 2 });
          order.addSuccessFields({ total: 40 });
          const cause = startTask("cause");
          try {
            withAction("charge", {}, { followsFrom: cause }, () => {
              throw error;
            });
          } catch {}
          cause.finish();
        });
      },
    );
    expect(starts).toEqual([
      ["order", { id: 17 }, undefined, []],
      ["cause", undefined, undefined, []],
      ["charge", {}, "order", [expect.stringMatching(/@\/$/)]],
    ]);
    const durationSeconds = expect.any(Number);
    expect(ends).toEqual([
      ["charge", { status: "failed", error, fields: undefined, durationSeconds }],
      ["cause", { status: "succeeded", fields: undefined, durationSeconds }],
      ["order", { status: "succeeded", fields: { total: 40, items: 2 }, durationSeconds }],
    ]);
  });

  test("may add fields of clew's own to a start before it is written", () => {
    const order: string[] = [];
    const messages = observed(
      {
        actionStarting: ({ type }) => {
          order.push(`starting ${type}`);
          return { clew_span_id: "00f067aa0ba902b7" };
        },
        actionStarted: ({ type }) => void order.push(`started ${type}`),
      },
      () => withAction("order", { id: 17 }, () => order.push("body")),
    );
    expect(order).toEqual(["starting order", "started order", "body"]);
    expect(messages[0]).toMatchObject({ action_status: "started", clew_span_id: "00f067aa0ba902b7", id: 17 });
    expect(messages[1]).not.toHaveProperty("clew_span_id");
  });

  test("add nothing under a name of the program's, and say so", () => {
    const messages = observed({ actionStarting: () => ({ span: 1 }) }, () => withAction("order", () => {}));
    expect(messages.find(({ action_status }) => action_status === "started")).not.toHaveProperty("span");
    expect(messages[0]).toMatchObject({ message_type: "clew:instrument_failure", hook: "actionStarting" });
    expect(messages[0]?.reason).toContain("begins with clew_");
  });

  test("tell of each message, declared or not, in an action or alone, and of errors", () => {
    const told: unknown[] = [];
    const declared = defineMessage("declared", { n: Number });
    const error = new Error("no");
    observed({ messageLogged: (action, type, fields) => void told.push([action?.type, type, fields]) }, () => {
      logMessage("alone", { n: 1 });
      withAction("order", (action) => {
        logMessage("within", { n: 2 });
        action.log("by hand");
        declared.log({ n: 3 });
        logError(error, { n: 4 });
      });
    });
    expect(told).toEqual([
      [undefined, "alone", { n: 1 }],
      ["order", "within", { n: 2 }],
      ["order", "by hand", undefined],
      ["order", "declared", { n: 3 }],
      ["order", "eliot:traceback", { n: 4, error }],
    ]);
  });

  test("count the time also where nothing is logged", () => {
    const seconds: number[] = [];
    const instrument: Instrument = { actionFinished: (_, { durationSeconds }) => void seconds.push(durationSeconds) };
    addInstrument(instrument);
    withTask("unseen", () => {});
    removeInstrument(instrument);
    expect(seconds).toHaveLength(1);
    expect(seconds[0]).toBeGreaterThanOrEqual(0);
    expect(seconds[0]).toBeLessThan(60);
  });
});

describe("action.finish(error, options)", () => {
  test("ends at the time that it is given, in the log and for observers", () => {
    const ends: unknown[] = [];
    const messages: Message[] = [];
    const keep = (message: Message) => void messages.push(message);
    addDestination(keep);
    const instrument: Instrument = { actionFinished: (_, told) => void ends.push(told) };
    addInstrument(instrument);
    const action = startAction("span");
    const endedAtMs = 1000 * (messages[0]?.timestamp ?? 0) + 0.25;
    action.finish(undefined, { endedAtMs });
    removeInstrument(instrument);
    removeDestination(keep);
    expect(messages[1]?.timestamp).toBeCloseTo(endedAtMs / 1000, 6);
    expect(messages[1]?.clew_duration).toBeCloseTo(0.00025, 5);
    expect(ends).toMatchObject([{ endedAtMs, durationSeconds: expect.closeTo(0.00025, 5) }]);
  });

  test.each([Number.NaN, -1, Number.POSITIVE_INFINITY, 1e20])("takes %s for now", (endedAtMs) => {
    const messages: Message[] = [];
    const keep = (message: Message) => void messages.push(message);
    addDestination(keep);
    startAction("span").finish(undefined, { endedAtMs });
    removeDestination(keep);
    expect(messages[1]?.timestamp).toBeGreaterThanOrEqual(messages[0]?.timestamp ?? 0);
    expect(messages[1]?.timestamp).toBeLessThan((messages[0]?.timestamp ?? 0) + 60);
  });

  test("leaves the stack out where it is told to", () => {
    const messages: Message[] = [];
    const keep = (message: Message) => void messages.push(message);
    addDestination(keep);
    startAction("call").finish(new Error("answered 503"), { stack: false });
    removeDestination(keep);
    expect(messages[1]).toMatchObject({ action_status: "failed", reason: "answered 503" });
    expect(messages[1]).not.toHaveProperty("traceback");
  });
});
