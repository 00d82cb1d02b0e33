import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  addDestination,
  close,
  coroutine,
  currentAction,
  logMessage,
  type Message,
  startAction,
  withAction,
  wrapAsyncGenerator,
  wrapGenerator,
} from "../../index.node.js";
import { hub } from "../index.js";

let messages: Message[] = [];
const warn = hub.warn;

beforeEach(() => {
  hub.warn = () => {};
  addDestination((message) => messages.push(message));
  messages = [];
});
afterEach(async () => {
  hub.warn = warn;
  await close();
});

const here = () => currentAction()?.type;
const leftOpen = () => messages.filter(({ message_type }) => message_type === "clew:context_left_open");

describe("wrapGenerator(fn)", () => {
  test("keeps the context of the call across yields, whoever calls next", () => {
    const make = wrapGenerator(function* () {
      yield here();
      yield here();
    });
    const generator = withAction("made", () => make());
    expect(withAction("first", () => generator.next().value)).toBe("made");
    expect(generator.next().value).toBe("made");
    expect(here()).toBeUndefined();
  });

  test("contains what its body enters by hand, across yields", () => {
    const make = wrapGenerator(function* (type: string) {
      const action = startAction(type);
      const context = action.context();
      yield here();
      yield here();
      context[Symbol.dispose]();
      action.finish();
      yield here();
    });
    withAction("outer", () => {
      const a = make("a");
      const b = make("b");
      expect([a.next().value, here(), b.next().value, here()]).toEqual(["a", "outer", "b", "outer"]);
      expect([a.next().value, b.next().value, a.next().value]).toEqual(["a", "b", "outer"]);
    });
    expect(leftOpen()).toEqual([]);
  });

  test("keeps contexts that are left in another order than they were entered in", () => {
    const make = wrapGenerator(function* () {
      const first = startAction("first").context();
      const second = startAction("second").context();
      first[Symbol.dispose]();
      yield here();
      second[Symbol.dispose]();
      yield here();
    });
    expect([...make()]).toEqual(["second", undefined]);
  });

  test("leaves no trace in the context of what was entered and left", () => {
    const make = wrapGenerator(function* () {
      const before = hub.carrier.get();
      startAction("short").context()[Symbol.dispose]();
      yield hub.carrier.get() === before;
    });
    expect(make().next().value).toBe(true);
  });

  test("closes what is still open when it ends, and says so", async () => {
    const make = wrapGenerator(function* () {
      startAction("forgotten").context();
      yield 1;
    });
    const generator = make();
    generator.next();
    await Promise.resolve();
    expect(leftOpen()).toEqual([]);
    generator.next();
    expect(leftOpen()).toHaveLength(1);
    expect(here()).toBeUndefined();
  });

  test("passes values, errors, returns and this", () => {
    const make = wrapGenerator(function* (this: { readonly n: number }, m: number) {
      let got: unknown = yield this.n + m;
      try {
        got = yield got;
      } catch (error) {
        got = error;
      }
      return got;
    });
    const generator = make.call({ n: 1 }, 2);
    expect(generator.next()).toEqual({ done: false, value: 3 });
    expect(generator.next("given")).toEqual({ done: false, value: "given" });
    expect(generator.throw("thrown")).toEqual({ done: true, value: "thrown" });
    expect(generator.next()).toEqual({ done: true, value: undefined });
  });

  test("runs finally in the context when it is closed", () => {
    const seen: unknown[] = [];
    const make = wrapGenerator(function* () {
      try {
        yield 1;
      } finally {
        seen.push(here());
      }
    });
    for (const value of withAction("made", () => make())) {
      seen.push(value);
      break;
    }
    expect(seen).toEqual([1, "made"]);
  });
});

describe("wrapAsyncGenerator(fn)", () => {
  test("keeps the context of the call across yields and awaits", async () => {
    const make = wrapAsyncGenerator(async function* () {
      await null;
      yield here();
      await null;
      yield here();
    });
    const generator = withAction("made", () => make());
    const seen: unknown[] = [];
    await withAction("driver", async () => {
      for await (const type of generator) seen.push(type, here());
    });
    expect(seen).toEqual(["made", "driver", "made", "driver"]);
  });

  test("contains what its body enters by hand, across yields and awaits", async () => {
    const make = wrapAsyncGenerator(async function* (type: string) {
      const action = startAction(type);
      const context = action.context();
      await null;
      yield here();
      await null;
      yield here();
      context[Symbol.dispose]();
      action.finish();
      await null;
      yield here();
    });
    await withAction("outer", async () => {
      const [a, b] = [make("a"), make("b")];
      const seen: unknown[] = [];
      for (let i = 0; i < 3; i++) seen.push((await a.next()).value, here(), (await b.next()).value, here());
      expect(seen).toEqual(["a", "outer", "b", "outer", "a", "outer", "b", "outer", ...Array(4).fill("outer")]);
    });
    expect(leftOpen()).toEqual([]);
  });

  test("closes what is still open when it is closed, and runs finally in the context", async () => {
    let seen: unknown;
    const make = wrapAsyncGenerator(async function* () {
      startAction("forgotten").context();
      try {
        yield 1;
      } finally {
        await null;
        seen = here();
      }
    });
    const generator = make();
    await generator.next();
    expect(leftOpen()).toEqual([]);
    expect(await generator.return(undefined)).toEqual({ done: true, value: undefined });
    expect(seen).toBe("forgotten");
    expect(leftOpen()).toHaveLength(1);
  });

  test("passes errors on", async () => {
    const make = wrapAsyncGenerator(async function* () {
      yield 1;
      throw new RangeError("no");
    });
    const generator = make();
    await generator.next();
    await expect(generator.next()).rejects.toThrow("no");
  });
});

describe("coroutine(generatorFn)", () => {
  test("waits at each yield, and returns what the generator returns", async () => {
    const add = coroutine(function* (a: number) {
      const b: number = yield Promise.resolve(2);
      const c: number = yield 3;
      return a + b + c;
    });
    expect(await add(1)).toBe(6);
  });

  test("throws an error where it was waited for", async () => {
    const tryIt = coroutine(function* () {
      try {
        yield Promise.reject(new RangeError("no"));
      } catch (error) {
        return (error as Error).message;
      }
      return "no error";
    });
    expect(await tryIt()).toBe("no");
    const letIt = coroutine(function* () {
      yield Promise.reject(new RangeError("no"));
    });
    await expect(letIt()).rejects.toThrow("no");
  });

  test("keeps what its body enters by hand apart from other coroutines and from the caller", async () => {
    const work = coroutine(function* (n: number) {
      const action = startAction("work", { n });
      const context = action.context();
      yield Promise.resolve();
      logMessage("half", { n });
      yield Promise.resolve();
      context[Symbol.dispose]();
      action.finish();
    });
    await withAction("outer", async () => {
      const all = [work(1), work(2)];
      expect(here()).toBe("outer");
      await Promise.all(all);
    });
    const halves = messages.filter(({ message_type }) => message_type === "half");
    expect(halves.map(({ n, task_level }) => [n, task_level])).toEqual([
      [1, [2, 2]],
      [2, [3, 2]],
    ]);
    expect(leftOpen()).toEqual([]);
  });
});
