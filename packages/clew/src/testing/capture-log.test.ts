import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { addDestination, close, defineMessage, logError, logMessage, type Message, withAction } from "../index.node.js";
import {
  assertLogged,
  assertLoggedAction,
  captured,
  captureLog,
  InvalidLogError,
  LoggedAction,
  LoggedMessage,
  type LogMatchers,
  logMatchers,
  MemoryDestination,
  NotAwaitedError,
  NotLoggedError,
  UnexpectedErrorsError,
  withSeededIds,
} from "./index.js";

declare module "vitest" {
  interface Matchers<T> extends LogMatchers<T> {}
}

let outside: Message[] = [];
beforeEach(() => {
  addDestination((message) => outside.push(message));
  outside = [];
});
afterEach(() => close());

const types = (messages: readonly Message[]) =>
  messages.map(({ message_type, action_type }) => message_type ?? action_type);

describe("captureLog(fn)", () => {
  test("gives what was logged in it, and no destination sees that", () => {
    const log = captureLog(() => {
      withAction("work", () => logMessage("inside", { n: 1 }));
    });
    expect(types(log.messages)).toEqual(["work", "inside", "work"]);
    expect(outside).toEqual([]);
    logMessage("after");
    expect(types(outside)).toEqual(["after"]);
    expect(log.messages).toHaveLength(3);
  });

  test("does not meet other captures that run at the same time, nor the rest of the program", async () => {
    const work = async (name: string) => {
      for (let i = 0; i < 3; i++) {
        await withAction(name, async () => {
          await null;
          logMessage(`${name} inside`);
        });
      }
    };
    const [a, b] = await Promise.all([captureLog(() => work("a")), captureLog(() => work("b")), work("c")]);
    const expected = (name: string) =>
      Array(3)
        .fill([name, `${name} inside`, name])
        .flat();
    expect(types(a.messages)).toEqual(expected("a"));
    expect(types(b.messages)).toEqual(expected("b"));
    expect(types(outside)).toEqual(expected("c"));
  });

  test("begins outside of every action", () => {
    withAction("outer", () => {
      const log = captureLog(() => logMessage("inside"));
      expect(log.messages[0]?.task_level).toEqual([1]);
    });
  });

  test("captures what an action logs that began in it, wherever that is", () => {
    const [log, action] = withAction("outer", (outer) => {
      let inner = outer;
      return [
        captureLog((memory) => {
          withAction("inner", (begun) => {
            inner = begun;
          });
          outer.run(() => inner.log("from outside"));
          expect(types(memory.messages)).toContain("from outside");
        }),
        inner,
      ];
    });
    action.log("late");
    expect(types(log.messages)).not.toContain("late");
    expect(types(outside)).toContain("late");
  });

  test("lets an inner capture stand before an outer one", () => {
    const outer = captureLog(() => {
      const inner = captureLog(() => logMessage("inner"));
      logMessage("outer");
      expect(types(inner.messages)).toEqual(["inner"]);
    });
    expect(types(outer.messages)).toEqual(["outer"]);
  });

  test("works before there is any destination, and when closing takes all of them away", async () => {
    const log = await captureLog(async () => {
      await close();
      logMessage("heard");
    });
    expect(types(log.messages)).toEqual(["heard"]);
  });

  test("shows the tree with the error of a body that fails", async () => {
    const fail = () =>
      withAction("checkout", { order: 17 }, () => {
        throw new RangeError("no stock");
      });
    expect(() => captureLog(fail)).toThrow(/^no stock\n\nWhat was logged:[\s\S]*checkout[\s\S]*order/);
    await expect(captureLog(async () => fail())).rejects.toThrow(/What was logged:[\s\S]*checkout/);
  });

  test("fails where an error was logged that nobody expected", () => {
    const log = () => logError(new RangeError("too far"));
    expect(() => captureLog(log)).toThrow(UnexpectedErrorsError);
    expect(() => captureLog(log)).toThrow(/RangeError: too far[\s\S]*What was logged/);
    expect(() => captureLog(log, { expectErrors: [RangeError] })).not.toThrow();
    expect(() => captureLog(log, { expectErrors: [TypeError] })).toThrow(UnexpectedErrorsError);
  });

  test("lets the body take out the errors of a class, with those that extend it", () => {
    class StockError extends RangeError {
      override readonly name = "NoStock";
    }
    const log = captureLog((memory) => {
      logError(new StockError("none left"));
      logError(new TypeError("odd"));
      expect(memory.flushErrors(SyntaxError)).toEqual([]);
      expect(memory.flushErrors(RangeError).map(({ exception }) => exception)).toEqual(["NoStock"]);
      expect(memory.flushErrors(Error).map(({ exception }) => exception)).toEqual(["TypeError"]);
    });
    expect(log.messages).toEqual([]);
  });

  test("does not fail for an action that failed", () => {
    const log = captureLog(() => {
      expect(() =>
        withAction("work", () => {
          throw new Error("expected");
        }),
      ).toThrow("expected");
    });
    expect(log.messages).toHaveLength(2);
  });

  test("fails where a message is not as it was declared", () => {
    const order = defineMessage("order", { id: z.string().uuid() });
    expect(() => captureLog(() => order.log({ id: "17" }))).toThrow(InvalidLogError);
    expect(() => captureLog(() => order.log({ id: "17" }))).toThrow(/the field "id" of message "order"/);
  });

  test("is rejected where nobody waits for it", async () => {
    const unhandled = vi.fn();
    const others = process.listeners("unhandledRejection");
    process.removeAllListeners("unhandledRejection");
    process.on("unhandledRejection", unhandled);
    try {
      captureLog(async () => {});
      await wait(0);
      await captureLog(async () => {});
      await Promise.all([captureLog(async () => {})]);
      await wait(0);
    } finally {
      process.removeAllListeners("unhandledRejection");
      for (const listener of others) process.on("unhandledRejection", listener);
    }
    expect(unhandled).toHaveBeenCalledTimes(1);
    expect(unhandled.mock.calls[0]?.[0]).toBeInstanceOf(NotAwaitedError);
  });

  test("refuses what is no function", () => {
    expect(() => captureLog(Promise.resolve() as never)).toThrow("give the function that logs");
  });
});

describe("captured(fn)", () => {
  test("is the body of a test: the runner waits for it, and gives it what it gives to tests", async () => {
    let isDone = false;
    const body = captured(async (log, given: number) => {
      await null;
      logMessage("inside", { given });
      assertLogged(log, "inside", { given: 5 });
      isDone = true;
    });
    // A runner takes a body with parameters for one that calls back.
    expect(body.length).toBe(0);
    await body(5);
    expect(isDone).toBe(true);
    await expect(captured(() => logError(new Error("no")))()).rejects.toThrow(UnexpectedErrorsError);
  });
});

describe("new MemoryDestination()", () => {
  test("keeps what is logged, as a destination of the whole program", () => {
    const log = new MemoryDestination();
    addDestination(log);
    logMessage("m", { n: 1, big: 12345678901234567890n });
    expect(log.messages).toHaveLength(1);
    expect(log.serialize()).toMatchObject([{ message_type: "m", n: 1 }]);
    expect(() => log.validate()).not.toThrow();
    logError(new RangeError("no"));
    expect(() => log.expectNoErrors()).toThrow(UnexpectedErrorsError);
    log.reset();
    expect(log.messages).toEqual([]);
    expect(`${log}`).toBe("Nothing was logged.");
  });

  test("finds what is not as it was declared", () => {
    const log = new MemoryDestination();
    addDestination(log);
    defineMessage("m", { n: Number }).log({ n: "x" as never });
    expect(() => log.validate()).toThrow(InvalidLogError);
  });
});

const upload = () =>
  captureLog(() => {
    withAction("upload", { file: "a.txt" }, (action) => {
      logMessage("progress", { percent: 50 });
      withAction("scan", () => logMessage("clean"));
      logMessage("progress", { percent: 100 });
      action.addSuccessFields({ bytes: 12 });
    });
    expect(() =>
      withAction("upload", { file: "b.txt" }, () => {
        throw new RangeError("no");
      }),
    ).toThrow();
  });

describe("LoggedMessage and LoggedAction", () => {
  test("find by type, or by definition", () => {
    const { messages } = upload();
    expect(LoggedMessage.ofType(messages, "progress").map(({ message }) => message.percent)).toEqual([50, 100]);
    expect(LoggedMessage.ofType(messages, { type: "clean" })).toHaveLength(1);
    expect(LoggedAction.ofType(messages, "upload").map(({ succeeded }) => succeeded)).toEqual([true, false]);
  });

  test("know what is in an action", () => {
    const [action] = LoggedAction.ofType(upload().messages, "upload");
    expect(action?.startMessage.file).toBe("a.txt");
    expect(action?.endMessage?.bytes).toBe(12);
    expect(action?.typeTree()).toEqual({ upload: ["progress", { scan: ["clean"] }, "progress"] });
    expect(action?.descendants().map(({ kind }) => kind)).toEqual(["message", "action", "message", "message"]);
  });

  test("know an action by its place", () => {
    const { messages } = upload();
    const uuid = messages[0]?.task_uuid ?? "";
    expect(LoggedAction.fromMessages(uuid, [3], messages).startMessage.action_type).toBe("scan");
    expect(() => LoggedAction.fromMessages(uuid, [2], messages)).toThrow("Cannot find the action /2 of task");
  });

  test("take an action that has not ended as one that has not succeeded", () => {
    let succeeded: boolean | undefined;
    captureLog((log) =>
      withAction("open", () => {
        succeeded = LoggedAction.ofType(log.messages, "open")[0]?.succeeded;
      }),
    );
    expect(succeeded).toBe(false);
  });
});

describe("assertLogged(log, type, fields)", () => {
  test("gives the first message that has the fields", () => {
    const log = upload();
    expect(assertLogged(log, "progress", { percent: 100 }).message.task_level).toEqual([4]);
    assertLogged(log.messages, "progress", { percent: expect.any(Number) });
    assertLogged(log, "progress");
  });

  test("says what was logged where none has them", () => {
    expect(() => assertLogged(upload(), "progress", { percent: 7 })).toThrow(NotLoggedError);
    expect(() => assertLogged(upload(), "progress", { percent: 7 })).toThrow(
      /2 of the type "progress" were logged, none with \{ "percent": 7 \}[\s\S]*What was logged[\s\S]*upload/,
    );
    expect(() => assertLogged(upload(), "other")).toThrow(/none of the type "other" was logged/);
  });
});

describe("assertLoggedAction(log, type, expected)", () => {
  test("gives the first action that is as expected", () => {
    const log = upload();
    expect(assertLoggedAction(log, "upload", { succeeded: false }).startMessage.file).toBe("b.txt");
    assertLoggedAction(log, "upload", { succeeded: true, start: { file: /a/ }, end: { bytes: 12 } });
    for (const expected of [{ succeeded: true, start: { file: "b.txt" } }, { end: { bytes: 13 } }]) {
      expect(() => assertLoggedAction(log, "upload", expected)).toThrow(NotLoggedError);
    }
  });

  test("refuses what it compares with nothing, which would pass whatever was logged", () => {
    const log = captureLog(() => withAction("upload", { file: "a.txt" }, () => {}));
    for (const expected of [{ failed: true }, { file: "a.txt" }]) {
      expect(() => assertLoggedAction(log, "upload", expected as object)).toThrow(
        `Cannot look for an action with "${Object.keys(expected)[0]}": give succeeded, and the fields of its start`,
      );
    }
  });
});

describe("expect.extend(logMatchers)", () => {
  expect.extend(logMatchers);

  test("passes and fails with what was logged", () => {
    const log = upload();
    expect(log).toHaveLogged("progress", { percent: 50 });
    expect(log).toHaveLoggedAction("upload", { succeeded: true });
    expect(log).toHaveTypeTree({ upload: ["progress", { scan: ["clean"] }, "progress"] });
    expect(log).not.toHaveLogged("other");
    expect(log).not.toHaveTypeTree({ upload: ["progress"] });
    expect(() => expect(log).toHaveLogged("other")).toThrow(/What was logged/);
    expect(() => expect(log).not.toHaveLogged("progress")).toThrow(/What was logged/);
    expect(() => expect(log).toHaveTypeTree({ upload: ["other"] })).toThrow(/What was logged/);
  });
});

describe("withSeededIds(seed, body)", () => {
  const ids = (seed: number) =>
    withSeededIds(seed, () => [1, 2].map(() => withAction("work", ({ taskUuid }) => taskUuid)));

  test("gives the same ids for the same seed, each a UUID", () => {
    expect(ids(7)).toEqual(ids(7));
    expect(ids(7)).not.toEqual(ids(8));
    for (const id of ids(7))
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(ids(7)).size).toBe(2);
  });

  test("holds across awaits, in its own context, and not afterwards", async () => {
    const later = async () => {
      await null;
      return withAction("work", ({ taskUuid }) => taskUuid);
    };
    const [a, b, other] = await Promise.all([withSeededIds(1, later), withSeededIds(1, later), later()]);
    expect(a).toBe(b);
    expect(other).not.toBe(a);
  });

  test("holds in a capture too", () => {
    const log = withSeededIds(7, () => captureLog(() => logMessage("m")));
    expect(log.messages[0]?.task_uuid).toBe(ids(7)[0]);
  });
});
