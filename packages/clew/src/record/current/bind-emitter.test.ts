import { EventEmitter, once } from "node:events";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { bindEmitter, currentAction, withAction } from "../../index.node.js";

const here = () => currentAction()?.type;

describe("bindEmitter(emitter)", () => {
  test("gives the emitter, whose listeners run where they were added", () => {
    const emitter = new EventEmitter();
    const seen: unknown[] = [];
    expect(bindEmitter(emitter)).toBe(emitter);
    withAction("adder", () => {
      emitter.on("x", (value: unknown) => seen.push([here(), value]));
      emitter.prependListener("x", () => seen.push("first"));
    });
    emitter.on("x", () => seen.push(here()));
    withAction("emitter", () => emitter.emit("x", 1));
    expect(seen).toEqual(["first", ["adder", 1], undefined]);
  });

  test("runs a listener once, with the emitter as this", () => {
    const emitter = bindEmitter(new EventEmitter());
    const seen: unknown[] = [];
    withAction("adder", () => {
      emitter.once("x", function (this: unknown) {
        seen.push(here(), this === emitter);
      });
      emitter.prependOnceListener("x", () => seen.push("first"));
    });
    emitter.emit("x");
    emitter.emit("x");
    expect(seen).toEqual(["first", "adder", true]);
    expect(emitter.listenerCount("x")).toBe(0);
  });

  test("removes and lists listeners by themselves", () => {
    const emitter = bindEmitter(new EventEmitter());
    const listener = () => {
      throw new Error("was removed");
    };
    emitter.on("x", listener);
    expect(emitter.listeners("x")).toEqual([listener]);
    emitter.off("x", listener);
    emitter.once("x", listener);
    expect(emitter.listeners("x")).toEqual([listener]);
    emitter.removeListener("x", listener);
    expect(emitter.emit("x")).toBe(false);
  });

  test("binds once, however often it is called", () => {
    const emitter = bindEmitter(bindEmitter(new EventEmitter()));
    const listener = () => {};
    emitter.on("x", listener);
    expect(emitter.off("x", listener).listenerCount("x")).toBe(0);
  });

  test("binds streams", async () => {
    const stream = bindEmitter(Readable.from(["a", "b"]));
    const seen: unknown[] = [];
    withAction("reader", () => stream.on("data", () => seen.push(here())));
    await once(stream, "end");
    expect(seen).toEqual(["reader", "reader"]);
  });

  test("refuses what is no emitter", () => {
    expect(() => bindEmitter({} as EventEmitter)).toThrow("Cannot bind what is no emitter");
  });

  test("leaves it to the emitter to refuse a listener", () => {
    expect(() => bindEmitter(new EventEmitter()).on("x", 5 as never)).toThrow(TypeError);
  });
});
