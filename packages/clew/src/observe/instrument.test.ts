import { addDestination, removeDestination, withTask } from "clew";
import { addInstrument, type Instrument, removeInstrument } from "clew/observe";
import { sleep, sleepForever, withScope } from "clew/scope";
import { withMockClock } from "clew/testing";
import { describe, expect, test } from "vitest";

/** An instrument that writes down each of its calls. */
function createWitness(calls: string[]): Instrument {
  return {
    scopeOpened: (scope) => void calls.push(`opened ${scope.name}`),
    scopeCancelled: (scope, cancelled) => void calls.push(`cancelled ${scope.name} ${cancelled.source}`),
    deadlineMoved: (scope) => void calls.push(`moved ${scope.name} ${scope.timeoutMs}`),
    scopeClosed: (scope, outcome) => void calls.push(`closed ${scope.name} ${outcome.status}`),
    childSpawned: (child) => void calls.push(`spawned ${child.name}`),
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
      "exited host cancelled",
      "dropped Error: oops of clumsy",
      "closed house failed",
    ]);
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

  test("takes no notice of removing what is not there", () => {
    removeInstrument({});
  });
});
