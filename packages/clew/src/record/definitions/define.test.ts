import { type } from "arktype";
import * as v from "valibot";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import {
  addDestination,
  addGlobalFields,
  close,
  currentAction,
  defineAction,
  defineMessage,
  type Message,
  redact,
  removeDestination,
  withAction,
  withFields,
} from "../../index.node.js";
import { hub } from "../index.js";

let messages: Message[] = [];

beforeEach(() => {
  addDestination((message) => messages.push(message));
  messages = [];
});
afterEach(async () => {
  hub.validates = false;
  hub.globalFields = undefined;
  await close();
});

const refused = () => messages.filter(({ message_type }) => message_type === "eliot:serialization_failure");

describe("defineMessage(type, fields)", () => {
  test("logs the declared fields, in the current action", () => {
    const miss = defineMessage("cache-miss", { key: String, size: Number, hit: Boolean });
    withAction("work", () => miss.log({ key: 'a "b"', size: 1.5, hit: false }));
    expect(messages[1]).toMatchObject({ message_type: "cache-miss", key: 'a "b"', size: 1.5, hit: false });
    expect(messages[1]?.task_level).toEqual([2]);
  });

  test("logs a task of its own outside of every action", () => {
    defineMessage("alone", { n: Number }).log({ n: Number.NaN });
    expect(messages[0]).toMatchObject({ message_type: "alone", n: "NaN", task_level: [1] });
  });

  test("writes what a function gives for a value", () => {
    defineMessage("seen", { at: (date: Date) => date.getTime() }).log({ at: new Date(5) });
    expect(messages[0]?.at).toBe(5);
  });

  test("takes zod's, valibot's and ArkType's validators, with the types that they take", () => {
    const bought = defineMessage("bought", {
      a: z.string().email(),
      b: v.pipe(v.number(), v.minValue(1)),
      c: type("string > 2"),
      d: z.number().optional(),
    });
    bought.log({ a: "kim@example.org", b: 3, c: "abc" });
    expect(messages[0]).toMatchObject({ a: "kim@example.org", b: 3, c: "abc" });
    expect(messages[0]).not.toHaveProperty("d");
  });

  test("writes a value of a wrong type as what it is, and checks nothing in production", () => {
    const strict = defineMessage("strict", { text: String, count: Number, on: Boolean, mail: z.string().email() });
    strict.log({ text: 7, count: "many", on: null, mail: "no mail" } as never);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({ text: 7, count: "many", on: null, mail: "no mail" });
  });

  test("says in tests what is wrong with each field, where the message stands", () => {
    hub.validates = true;
    const strict = defineMessage("strict", {
      text: String,
      mail: z.string().email(),
      of: v.string(),
      at: (d: Date) => d.toISOString(),
    });
    withAction("work", () => strict.log({ text: 7, mail: "no mail", at: new Date(Number.NaN), more: 1 } as never));
    const taskUuid = messages[0]?.task_uuid;
    expect(refused().map(({ field, task_uuid }) => [field, task_uuid])).toEqual([
      ["text", taskUuid],
      ["mail", taskUuid],
      ["of", taskUuid],
      ["at", taskUuid],
      ["more", taskUuid],
    ]);
    expect(refused()[0]?.message).toBe('the field "text" of message "strict" is no string but a value of type number');
  });

  test("says in tests that a validator answers too late", () => {
    hub.validates = true;
    defineMessage("late", { a: z.string().refine(async () => true) }).log({ a: "x" });
    expect(refused()).toHaveLength(1);
  });

  test("loses only the field of which the serializer throws", () => {
    const fragile = defineMessage("fragile", { a: Number, b: (_: string) => JSON.parse("{") });
    fragile.log({ a: 1, b: "x" });
    expect(messages[0]).toMatchObject({ a: 1, b: expect.stringContaining("cannot be serialized") });
  });

  test("writes a field of which the getter throws as what it is", () => {
    const message = defineMessage("hostile", { a: Number, b: String });
    message.log({
      a: 1,
      get b(): string {
        throw new Error("not now");
      },
    });
    expect(messages[0]).toMatchObject({ a: 1, b: expect.stringContaining("not now") });
  });

  test("adds the fields that stand around", () => {
    addGlobalFields({ service: "shop", n: 9 });
    withFields({ request: "r-1" }, () => defineMessage("m", { n: Number }).log({ n: 1 }));
    expect(messages[0]).toMatchObject({ service: "shop", request: "r-1", n: 1 });
  });

  test("writes the same without leave to make code, as under a content security policy", () => {
    const { Function: original } = globalThis;
    globalThis.Function = class {
      constructor() {
        throw new EvalError("Code generation from strings disallowed for this context");
      }
    } as never;
    try {
      defineMessage("m", {
        text: String,
        n: Number,
        at: (date: Date) => date.getTime(),
        gone: z.number().optional(),
      }).log({
        text: "x",
        n: 1,
        at: new Date(5),
      });
    } finally {
      globalThis.Function = original;
    }
    const { task_uuid, timestamp, ...rest } = messages[0] as Message;
    expect(rest).toEqual({ task_level: [1], message_type: "m", text: "x", n: 1, at: 5 });
  });

  test("is not fooled by the name of a field", () => {
    const names = ['"', "\\", "`", "a\nb", "\u2028", "];v=0;["];
    for (const name of names) {
      defineMessage("m", { [name]: Number }).log({ [name]: 1 });
      expect(messages.at(-1)).toHaveProperty([name], 1);
    }
  });

  test.each([null, undefined, 5, "string", {}, { "~standard": 1 }])("refuses %o as a field", (definition) => {
    expect(() => defineMessage("m", { a: definition as never })).toThrow(
      /^Cannot declare the field "a" of message "m"/,
    );
  });

  test("refuses a name that the log format has for itself", () => {
    expect(() => defineMessage("m", { task_uuid: String })).toThrow("choose another");
  });
});

describe("defineAction(type, { start, success })", () => {
  const upload = defineAction("upload", { start: { file: String }, success: { bytes: Number } });

  test("runs a body with the declared fields", () => {
    const result = upload.with({ file: "a.txt" }, (action) => {
      expect(currentAction()).toBe(action);
      action.addSuccessFields({ bytes: 12 });
      return 5;
    });
    expect(result).toBe(5);
    expect(messages).toMatchObject([
      { action_type: "upload", action_status: "started", file: "a.txt", task_level: [1] },
      { action_type: "upload", action_status: "succeeded", bytes: 12, task_level: [2] },
    ]);
  });

  test("stands in the current action, or is a task of its own", () => {
    withAction("outer", () => {
      upload.with({ file: "a" }, () => {});
      upload.withTask({ file: "b" }, () => {});
      upload.start({ file: "c" }).finish();
    });
    const starts = messages.filter(({ action_status, file }) => action_status === "started" && file !== undefined);
    expect(starts.map(({ task_level }) => task_level)).toEqual([[2, 1], [1], [3, 1]]);
  });

  test("follows from what it is told", () => {
    upload.with({ file: "a" }, { followsFrom: "x@/1" }, () => {});
    expect(messages[0]).toMatchObject({ clew_follows_from: ["x@/1"] });
  });

  test("fails as every action does, and passes the error on", async () => {
    const failing = upload.with({ file: "a" }, async () => {
      throw new RangeError("too large");
    });
    await expect(failing).rejects.toThrow("too large");
    expect(messages[1]).toMatchObject({ action_status: "failed", exception: "RangeError", reason: "too large" });
  });

  test("serializes the fields of success beside those for any outcome", () => {
    const dated = defineAction("dated", { success: { at: (date: Date) => date.getTime() } });
    dated.with({}, (action) => {
      action.addSuccessFields({ at: new Date(7) });
      action.addFields({ attempt: 2 });
    });
    expect(messages[1]).toMatchObject({ at: 7, attempt: 2 });
  });

  test("says in tests what is wrong, before the action ends", () => {
    hub.validates = true;
    upload.with({ file: 5 as never }, () => {});
    expect(refused().map(({ field, task_level }) => [field, task_level])).toEqual([
      ["file", [2]],
      ["bytes", [3]],
    ]);
    expect(messages.at(-1)).toMatchObject({ action_status: "succeeded", task_level: [4] });
  });

  test("refuses to run without a body", () => {
    expect(() => upload.with({ file: "a" }, "no function" as never)).toThrow("must be the function to run");
  });
});

describe("the types of declared fields", () => {
  test("are those of the definitions", () => {
    const message = defineMessage("m", { text: String, of: z.enum(["a", "b"]), maybe: z.number().optional() });
    const fields: Parameters<typeof message.log> = [{ text: "", of: "a" }];
    const wrong = [
      // @ts-expect-error a field is missing
      () => message.log({ text: "" }),
      // @ts-expect-error a field is of another type
      () => message.log({ text: 1, of: "a" }),
      // @ts-expect-error a field is not declared
      () => message.log({ text: "", of: "b", more: 1 }),
      // @ts-expect-error a value is none of the enumerated ones
      () => message.log({ text: "", of: "c" }),
    ];
    message.log(...fields);
    defineMessage("none", {}).log();
    expect(wrong).toHaveLength(4);
  });
});

describe("declared fields", () => {
  const order = defineMessage("order", { id: Number, note: String, when: (value: Date) => value.getTime() });
  const pay = defineAction("pay", { start: { amount: Number }, success: { receipt: String } });
  const given = { id: 17, note: undefined, when: new Date(5), secret: "not declared" };

  function lines(): string[] {
    const all: string[] = [];
    const destination = {
      writeLine: (line: string) =>
        void all.push(line.replace(/^.*?"(message|action)_type"/, "").replace(/"clew_duration":[\d.]+/, "")),
    };
    addDestination(destination);
    order.log(given as never);
    pay.with({ amount: 3, more: 1 } as never, (action) => {
      action.addSuccessFields({ receipt: "r", more: 1 } as never);
      action.addFields({ any: true });
    });
    removeDestination(destination);
    return all;
  }

  test("are of one shape, whether or not anything is redacted", () => {
    const plain = lines();
    const back = redact(["password"]);
    const redacted = lines();
    back();
    expect(redacted).toEqual(plain);
    expect(plain[0]).toBe(':"order","id":17,"when":5}\n');
    expect(plain.join()).not.toContain("more");
  });

  test("are of the same shape where a getter throws", () => {
    const all: Record<string, unknown>[] = [];
    const keep = (message: object) => void all.push(message as Record<string, unknown>);
    addDestination(keep);
    const hostile = Object.defineProperty({ ...given }, "id", {
      get: () => {
        throw new Error("no");
      },
      enumerable: true,
    });
    order.log(hostile as never);
    removeDestination(keep);
    expect(all[0]).toMatchObject({ id: "[getter threw: Error: no]", when: 5 });
    expect(all[0]).not.toHaveProperty("note");
    expect(all[0]).not.toHaveProperty("secret");
  });
});
