import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  addDestination,
  addGlobalFields,
  logError,
  logMessage,
  type Message,
  registerErrorExtractor,
  removeDestination,
  startAction,
  withAction,
  withFields,
  withTask,
} from "../index.node.js";

let messages: Message[] = [];
const collect = (message: Message) => {
  messages.push(message);
};
beforeEach(() => {
  vi.spyOn(process, "emitWarning").mockImplementation(() => {});
  messages = [];
  addDestination(collect);
});
afterEach(async () => {
  await removeDestination(collect);
  vi.restoreAllMocks();
});

/** The last message without the format's own fields. */
function lastFields(): Record<string, unknown> {
  const { task_uuid, task_level, timestamp, message_type, action_type, action_status, ...fields } = messages.at(
    -1,
  ) as Message;
  return fields;
}

function fail(): never {
  throw new Error("no");
}

describe("logMessage(type, fields?)", () => {
  test("is a task of its own outside of every action, and an item of the current one inside", () => {
    logMessage("alone", { a: 1 });
    logMessage("alone");
    withTask("task", () => logMessage("inside"));
    expect(messages.map(({ message_type, task_level }) => [message_type, task_level])).toEqual([
      ["alone", [1]],
      ["alone", [1]],
      [undefined, [1]],
      ["inside", [2]],
      [undefined, [3]],
    ]);
    expect(new Set(messages.map(({ task_uuid }) => task_uuid)).size).toBe(3);
  });

  test("writes time as it passes: never less than before", () => {
    for (let i = 0; i < 1_000; i++) logMessage("m");
    const times = messages.map(({ timestamp }) => timestamp);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(Math.abs((times[0] as number) - Date.now() / 1000)).toBeLessThan(5);
  });

  test.each<[string, unknown, Record<string, unknown>]>([
    [
      "a class instance, without what it inherits",
      new (class Point {
        x = 1;
        get y() {
          return 2;
        }
      })(),
      { x: 1 },
    ],
    ["an object without a prototype", Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
    ["an array", [1, 2], { value: [1, 2] }],
    ["a string", "text", { value: "text" }],
    ["null", null, { value: null }],
    ["a function", function f() {}, { value: "[Function: f]" }],
    ["a Map", new Map([["a", 1]]), { value: { a: 1 } }],
    ["a date", new Date(0), { value: "1970-01-01T00:00:00.000Z" }],
    ["bytes", Uint8Array.of(1), { value: { $base64: "AQ==" } }],
    ["a member named __proto__", JSON.parse('{"__proto__":{"a":1},"b":2}'), JSON.parse('{"__proto__":{"a":1},"b":2}')],
    [
      "getters that throw",
      {
        good: 1,
        get bad() {
          return fail();
        },
      },
      { good: 1, bad: "[getter threw: Error: no]" },
    ],
    [
      "getters of a class instance that throw",
      Object.defineProperty(
        new (class A {
          ok = 1;
        })(),
        "bad",
        { enumerable: true, get: fail },
      ),
      { ok: 1, bad: "[getter threw: Error: no]" },
    ],
    [
      "a proxy that throws at everything",
      new Proxy({}, { get: fail, ownKeys: fail, getPrototypeOf: fail, has: fail }),
      { value: expect.stringContaining("threw") },
    ],
    [
      "what circles",
      Object.assign(Object.create(null), {
        get self() {
          return this;
        },
      }),
      expect.anything(),
    ],
    ["undefined in a field", { a: undefined }, { a: "[undefined]" }],
    ["keys of every kind", { "": 1, 'a"b\n': 2, "😀": 3 }, { "": 1, 'a"b\n': 2, "😀": 3 }],
  ])("takes %s for fields without throwing", (_name, fields, expected) => {
    expect(() => logMessage("m", fields as object)).not.toThrow();
    expect(lastFields()).toEqual(expected);
  });

  test("takes anything for a type without throwing", () => {
    for (const type of [Symbol("type"), 3, null, undefined, { toString: fail }, new Proxy({}, { get: fail })]) {
      messages = [];
      expect(() => logMessage(type as unknown as string)).not.toThrow();
      expect(() => withAction(type as unknown as string, () => {})).not.toThrow();
      expect(messages).toHaveLength(3);
      expect(typeof messages[0]?.message_type).toBe("string");
    }
  });

  test("writes a field with a name of the format under another name", () => {
    logMessage("m", { task_uuid: 1, timestamp: 2, clew_own: 3, field_timestamp: 4, exception: 5, duration: 6 });
    expect(lastFields()).toEqual({
      field_task_uuid: 1,
      field_field_timestamp: 2,
      field_clew_own: 3,
      field_timestamp: 4,
      exception: 5,
      duration: 6,
    });
    expect(messages[0]?.task_uuid).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe("withFields(fields, body) and addGlobalFields(fields)", () => {
  test("stand behind a message's own fields, the inner before the outer, the global last", async () => {
    const give = () =>
      withAction("work", { own: "start" }, async () => {
        await null;
        logMessage("m", { own: "m" });
      });
    await withFields({ own: "outer", outer: "outer", both: "outer" }, () =>
      withFields({ own: "inner", both: "inner" }, give),
    );
    for (const message of messages.slice(0, 2)) expect(message).toMatchObject({ outer: "outer", both: "inner" });
    expect(messages.map(({ own }) => own)).toEqual(["start", "m", "inner"]);
    logMessage("outside");
    expect(lastFields()).toEqual({});
    // Global fields stay for good, so this is the last test of the file that needs none.
  });

  test("give the body's result, promises too, and survive a getter that throws", async () => {
    expect(await withFields({ a: 1 }, async () => 7)).toBe(7);
    const hostile = {
      ok: 1,
      get bad() {
        return fail();
      },
    };
    expect(() => withFields(hostile, () => logMessage("m"))).not.toThrow();
    expect(lastFields()).toEqual({ ok: 1, bad: "[getter threw: Error: no]" });
  });
});

describe("logError(error, fields?)", () => {
  test("says class, text, stack, causes and members", () => {
    const error = new AggregateError([new TypeError("one")], "several", { cause: new RangeError("why") });
    logError(error, { attempt: 2 });
    expect(messages[0]).toMatchObject({
      message_type: "eliot:traceback",
      exception: "AggregateError",
      reason: "several",
      attempt: 2,
    });
    const { traceback } = messages[0] as { traceback?: string };
    expect(traceback).toContain("messages.test.ts");
    expect(traceback).toContain("Caused by: RangeError: why");
    expect(traceback).toContain("Error 1: TypeError: one");
  });

  test("tells an error that is its own cause once, and one without a stack by its class and text", () => {
    const loop = new RangeError("round and round");
    loop.cause = new TypeError("the other half", { cause: loop });
    logError(loop);
    const bare = new SyntaxError("no stack");
    bare.stack = "";
    logError(bare);
    const [looped, stackless] = messages.map(({ traceback }) => traceback as string);
    expect(looped?.match(/RangeError: round and round/g)).toHaveLength(1);
    expect(looped?.match(/Caused by: TypeError: the other half/g)).toHaveLength(1);
    expect(stackless).toBe("SyntaxError: no stack");
  });

  test("is usable as .catch(logError), and stands in the current action", async () => {
    await withAction("work", () => Promise.reject(new Error("lost")).catch(logError));
    expect(messages.map(({ task_level, reason }) => [task_level, reason])).toEqual([
      [[1], undefined],
      [[2], "lost"],
      [[3], undefined],
    ]);
  });

  test.each<[unknown, string, string]>([
    [new (class QueryError extends Error {})("bad"), "QueryError", "bad"],
    [Object.assign(new Error("bad"), { name: "Named" }), "Named", "bad"],
    [new Error(""), "Error", "Error"],
    ["text", "string", "text"],
    ["", "string", "an empty string was thrown"],
    [undefined, "undefined", "undefined"],
    [null, "null", "null"],
    [{ code: 7 }, "Object", '{"code":7}'],
    [Object.assign(new Error("x"), { cause: undefined, stack: undefined }), "Error", "x"],
  ])("says what is known of %s", (thrown, exception, reason) => {
    logError(thrown);
    expect(messages[0]).toMatchObject({ exception, reason });
    expect(messages[0]?.traceback).not.toBe("");
  });

  test("survives errors that are hostile, and so does an action that fails with one", () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const hostileMessage = Object.defineProperty(new Error("x"), "message", { get: fail });
    const hostileStack = Object.defineProperty(new Error("x"), "stack", { get: fail });
    const loop = new Error("loop");
    loop.cause = loop;
    for (const thrown of [
      proxy,
      hostileMessage,
      hostileStack,
      loop,
      new Proxy(new Error("p"), { get: fail, has: fail }),
    ]) {
      expect(() =>
        logError(thrown, {
          get bad() {
            return fail();
          },
        }),
      ).not.toThrow();
      const rethrown = (() => {
        try {
          withAction("work", () => {
            throw thrown;
          });
        } catch (error) {
          return error;
        }
        return "nothing";
      })();
      expect(Object.is(rethrown, thrown)).toBe(true);
    }
    expect(messages).toHaveLength(15);
    for (const { message_type, action_status, reason } of messages) {
      if (message_type !== undefined || action_status === "failed") expect(reason).not.toBe("");
    }
  });

  test("gives the traceback of one error once in the failures of nested actions, cut at 32 KiB", () => {
    const error = new Error("deep");
    error.stack = `Error: deep\n${"    at somewhere\n".repeat(10_000)}`;
    expect(() =>
      withAction("outer", () =>
        withAction("inner", () => {
          throw error;
        }),
      ),
    ).toThrow(error);
    const failures = messages.filter(({ action_status }) => action_status === "failed");
    expect(failures.map(({ action_type, traceback }) => [action_type, traceback !== undefined])).toEqual([
      ["inner", true],
      ["outer", false],
    ]);
    expect(String(failures[0]?.traceback).length).toBeLessThan(33_000);
    expect(failures[0]?.traceback).toMatch(/… \[cut, \d+ characters\]$/);
  });
});

describe("registerErrorExtractor(ErrorClass, extract)", () => {
  class HttpError extends Error {
    url = "http://a.example";
  }
  class NotFoundError extends HttpError {}
  registerErrorExtractor(HttpError, ({ url }) => ({ url }));

  test("adds the fields of the nearest class, and the built-in ones", () => {
    logError(Object.assign(new NotFoundError("gone"), { code: "E404", status: 404, errno: {} }));
    expect(lastFields()).toMatchObject({ url: "http://a.example", code: "E404", status: 404 });
    expect(lastFields()).not.toHaveProperty("errno");
    registerErrorExtractor(NotFoundError, () => ({ nearer: true }));
    logError(new NotFoundError("gone"));
    expect(lastFields()).toMatchObject({ nearer: true });
    expect(lastFields()).not.toHaveProperty("url");
  });

  test("never writes over the failure's own fields, and gives way to the action's", () => {
    class Loud extends Error {}
    registerErrorExtractor(Loud, () => ({ reason: "mine", exception: "mine", shared: "extractor" }));
    const action = startAction("work");
    action.addFields({ shared: "action" });
    action.finish(new Loud("quiet"));
    expect(lastFields()).toMatchObject({
      exception: "Loud",
      reason: "quiet",
      field_reason: "mine",
      field_exception: "mine",
      shared: "action",
    });
  });

  test.each<[string, () => unknown, string]>([
    ["throws", fail, "no"],
    ["gives nothing", () => undefined, "gave undefined"],
    ["gives an array", () => [1], "gave an array"],
    ["gives a string", () => "text", "gave a string".replace("a ", "")],
  ])("that %s is reported beside the failure, which is logged all the same", (_what, extract, text) => {
    class Own extends Error {}
    registerErrorExtractor(Own, extract as () => object);
    expect(() =>
      withAction("work", () => {
        throw new Own("the failure");
      }),
    ).toThrow(Own);
    expect(messages.map(({ task_level }) => task_level)).toEqual([[1], [2], [3]]);
    expect(messages[1]).toMatchObject({
      message_type: "eliot:traceback",
      extractor_for: "Own",
      reason: expect.stringContaining(text),
    });
    expect(messages[2]).toMatchObject({ action_status: "failed", exception: "Own", reason: "the failure" });
  });
});

describe("addGlobalFields(fields)", () => {
  test("adds them to every message from then on, behind all others", () => {
    addGlobalFields({ service: "shop", level: "global" });
    withFields({ level: "with" }, () => logMessage("m", { own: 1 }));
    expect(lastFields()).toEqual({ own: 1, level: "with", service: "shop" });
    logMessage("m", { service: "own" });
    expect(lastFields()).toEqual({ service: "own", level: "global" });
    expect(() =>
      addGlobalFields({
        get bad() {
          return fail();
        },
      }),
    ).not.toThrow();
  });
});

describe("errors that hold errors", () => {
  const tracebackOf = (error: unknown): string => {
    const lines: Message[] = [];
    const keep = (message: Message) => void lines.push(message);
    addDestination(keep);
    logError(error);
    removeDestination(keep);
    return String(lines.at(-1)?.traceback);
  };

  test("tell the root of a chain, however long, and say what is left out", () => {
    let chain = new Error("root cause");
    for (let i = 0; i < 12; i++) chain = new Error(`layer ${i}`, { cause: chain });
    expect(tracebackOf(chain)).toContain("root cause");
    for (let i = 0; i < 500; i++) chain = new Error(`layer ${i}`, { cause: chain });
    const long = tracebackOf(chain);
    expect(long).toContain("root cause");
    expect(long).toMatch(/left out: \d+ more errors/);
    for (let i = 0; i < 2000; i++) chain = new Error(`layer ${i}`, { cause: chain });
    expect(tracebackOf(chain)).toMatch(/left out: more errors than 1000/);
    expect(tracebackOf(chain).length).toBeLessThan(40_000);
  });

  test("tell each member of an AggregateError", () => {
    const members = Array.from({ length: 20 }, (_, i) => new Error(`replica ${i} is down`));
    const text = tracebackOf(new AggregateError(members, "no replica"));
    for (const { message } of members) expect(text).toContain(message);
  });

  test("tell both errors of a SuppressedError", () => {
    const suppressed = Object.assign(new Error("An error was suppressed during disposal"), { name: "SuppressedError" });
    Object.defineProperty(suppressed, "error", { value: new Error("cannot unlock") });
    Object.defineProperty(suppressed, "suppressed", {
      value: new RangeError("disk is full", { cause: new Error("quota") }),
    });
    const text = tracebackOf(suppressed);
    for (const part of ["cannot unlock", "disk is full", "quota"]) expect(text).toContain(part);
  });

  test("end where they go in circles", () => {
    const error = new Error("one");
    error.cause = new Error("two", { cause: error });
    expect(tracebackOf(error)).toContain("[Circular: Error]");
  });

  test("of another realm are told by their text, stack and cause", () => {
    const error = runInNewContext("new RangeError('disk is full', { cause: new TypeError('quota') })");
    const lines: Message[] = [];
    const keep = (message: Message) => void lines.push(message);
    addDestination(keep);
    expect(() =>
      withAction("save", () => {
        throw error;
      }),
    ).toThrow();
    removeDestination(keep);
    expect(lines.at(-1)).toMatchObject({ exception: "RangeError", reason: "disk is full" });
    expect(lines.at(-1)?.traceback).toMatch(/\n\s+at [\s\S]*Caused by: TypeError: quota/);
  });
});

describe("a field named __proto__", () => {
  test("is written like any other, wherever fields are given", () => {
    const fields = JSON.parse('{"__proto__":{"admin":true},"ok":1}');
    const lines: string[] = [];
    const destination = { writeLine: (line: string) => void lines.push(line) };
    addDestination(destination);
    logMessage("message", fields);
    withFields(fields, () => logMessage("with fields"));
    withAction("action", fields, (action) => {
      action.addFields(fields);
      action.addSuccessFields(fields);
    });
    removeDestination(destination);
    for (const line of lines) expect(line).toContain('"__proto__":{"admin":true}');
  });
});
