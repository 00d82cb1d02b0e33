import "clew";
import { EventEmitter } from "node:events";
import { Readable } from "node:stream";
import { Cancelled, on, once, sleep, withScope } from "clew/scope";
import { describe, expect, test } from "vitest";

const turn = () => new Promise((resolve) => setImmediate(resolve));
const listeners = (emitter: EventEmitter) => emitter.eventNames().length;

describe("once(source, event)", () => {
  test("gives the arguments of the next event, and leaves no listener", async () => {
    const emitter = new EventEmitter();
    const waiting = once(emitter, "ready");
    emitter.emit("ready", 1, "two");
    emitter.emit("ready", 3);
    expect(await waiting).toEqual([1, "two"]);
    expect(listeners(emitter)).toBe(0);
  });

  test("lets pass what its filter says no to, and throws what the filter throws", async () => {
    const emitter = new EventEmitter();
    const hot = once(emitter, "reading", { filter: (degrees: number) => degrees > 30 });
    const failing = once(emitter, "reading", {
      filter: () => {
        throw new RangeError("no such reading");
      },
    });
    for (const degrees of [19, 31, 40]) emitter.emit("reading", degrees);
    expect(await hot).toEqual([31]);
    await expect(failing).rejects.toThrow("no such reading");
    expect(listeners(emitter)).toBe(0);
  });

  test("rejects with an error that comes first, unless errors are what is waited for", async () => {
    const emitter = new EventEmitter();
    const waiting = once(emitter, "ready");
    emitter.emit("error", new RangeError("broken"));
    await expect(waiting).rejects.toThrow("broken");
    const error = once(emitter, "error");
    emitter.emit("error", new Error("wanted"));
    expect(await error).toEqual([new Error("wanted")]);
    expect(listeners(emitter)).toBe(0);
  });

  test("ends with its scope, and does not begin in one that was cancelled", async () => {
    const emitter = new EventEmitter();
    await withScope(async (scope) => {
      scope.spawn(() => once(emitter, "never"));
      expect(listeners(emitter)).toBe(2);
      scope.cancel();
      await expect(once(emitter, "late")).rejects.toThrow(Cancelled);
    });
    expect(listeners(emitter)).toBe(0);
  });

  test("hears event targets", async () => {
    const target = new EventTarget();
    const waiting = once(target, "load");
    const event = new Event("load");
    target.dispatchEvent(event);
    expect(await waiting).toEqual([event]);
  });

  test("says what is wrong with something that has no events", () => {
    expect(() => on({} as EventTarget, "load")).toThrow(
      "Cannot listen for load: what was given is object without on() or addEventListener()",
    );
  });
});

describe("on(source, event)", () => {
  test("gives events one after another, also those that came between two steps", async () => {
    const emitter = new EventEmitter();
    const seen: unknown[] = [];
    const events = on(emitter, "tick", { until: ["end"] });
    emitter.emit("tick", 1);
    emitter.emit("tick", 2);
    const reading = (async () => {
      for await (const [n] of events) {
        seen.push(n);
        if (n === 2) emitter.emit("tick", 3);
      }
    })();
    await turn();
    emitter.emit("tick", 4);
    emitter.emit("end");
    emitter.emit("tick", 5);
    await reading;
    expect(seen).toEqual([1, 2, 3, 4]);
    expect(listeners(emitter)).toBe(0);
  });

  test("throws an error event after the events before it, once", async () => {
    const emitter = new EventEmitter();
    const events = on(emitter, "tick");
    emitter.emit("tick", 1);
    emitter.emit("error", new Error("broken"));
    expect(await events.next()).toEqual({ done: false, value: [1] });
    await expect(events.next()).rejects.toThrow("broken");
    expect(await events.next()).toEqual({ done: true, value: undefined });
    const waits = on(emitter, "tick");
    const next = waits.next();
    emitter.emit("error", new Error("again"));
    await expect(next).rejects.toThrow("again");
    expect(await waits.next()).toEqual({ done: true, value: undefined });
  });

  test("ends with its scope, while it waits and between two steps", async () => {
    const emitter = new EventEmitter();
    await withScope(async (scope) => {
      scope.spawn(async () => {
        for await (const _ of on(emitter, "tick"));
      });
      scope.spawn(async () => {
        const events = on(emitter, "tick");
        await sleep(60_000).catch(() => {});
        await events.next();
      });
      await turn();
      scope.cancel();
    });
    expect(listeners(emitter)).toBe(0);
  });

  test("leaves no listener where its scope ends, is cancelled or its signal fires before anybody has read", async () => {
    const emitter = new EventEmitter();
    await withScope(() => void on(emitter, "tick"));
    expect(listeners(emitter)).toBe(0);

    await withScope(async (scope) => {
      scope.spawn(async () => {
        const ticks = on(emitter, "tick");
        await sleep(60_000);
        for await (const _ of ticks);
      });
      await turn();
      expect(listeners(emitter)).toBe(2);
      scope.cancel();
    });
    expect(listeners(emitter)).toBe(0);

    const controller = new AbortController();
    on(emitter, "tick", { signal: controller.signal });
    expect(listeners(emitter)).toBe(2);
    controller.abort();
    expect(listeners(emitter)).toBe(0);
  });

  test("leaves no listener where it is left early", async () => {
    const emitter = new EventEmitter();
    const events = on(emitter, "tick");
    emitter.emit("tick", 1);
    for await (const _ of events) break;
    expect(listeners(emitter)).toBe(0);
    await on(emitter, "tick")[Symbol.asyncDispose]();
    expect(listeners(emitter)).toBe(0);
  });

  test("pauses a stream whose reader is slow, and loses nothing", async () => {
    const stream = Readable.from(Array.from({ length: 50 }, (_, n) => n));
    let most = 0;
    let count = 0;
    let held = 0;
    stream.on("data", () => {
      held++;
      most = Math.max(most, held);
    });
    for await (const [n] of on(stream, "data", { until: ["end"], highWaterMark: 4 })) {
      held--;
      expect(n).toBe(count++);
      await turn();
    }
    expect(count).toBe(50);
    expect(most).toBeLessThanOrEqual(6);
  });
});
