import { afterEach, describe, expect, test } from "vitest";
import { addDestination, close, logError, logMessage, type Message, withAction } from "../../index.node.js";
import { type ConsoleLike, fromConsole, toConsoleMethods } from "./index.js";

function createConsole() {
  const calls: unknown[][] = [];
  const method =
    (name: string) =>
    (...values: unknown[]) => {
      calls.push([name, ...values]);
    };
  const target: ConsoleLike = {
    debug: method("debug"),
    log: method("log"),
    info: method("info"),
    warn: method("warn"),
    error: method("error"),
  };
  return { target, calls };
}

function listen(): Message[] {
  const messages: Message[] = [];
  addDestination((message) => messages.push(message));
  return messages;
}

let undo: (() => void)[] = [];
afterEach(async () => {
  for (const step of undo) step();
  undo = [];
  await close();
});

describe("fromConsole()", () => {
  test("makes lines messages of the current action, and shows them too", () => {
    const messages = listen();
    const { target, calls } = createConsole();
    undo.push(fromConsole({ console: target }));
    withAction("work", () => {
      target.log("hello %s", "you", { n: 1 });
      target.error(new RangeError("no"));
    });
    expect(messages[1]).toMatchObject({
      message_type: "clew:console",
      log_level: "info",
      message: "hello you { n: 1 }",
      task_level: [2],
    });
    expect(messages[2]).toMatchObject({ log_level: "error", message: expect.stringContaining("RangeError: no") });
    expect(calls.map(([name]) => name)).toEqual(["log", "error"]);
  });

  test("shows nothing where it is told so, and ends", () => {
    const messages = listen();
    const { target, calls } = createConsole();
    const end = fromConsole({ console: target, passThrough: false });
    target.warn("quiet");
    expect(calls).toEqual([]);
    end();
    target.warn("loud");
    expect(calls).toEqual([["warn", "loud"]]);
    expect(messages).toHaveLength(1);
  });

  test("leaves the methods alone that somebody else replaced meanwhile", () => {
    listen();
    const { target, calls } = createConsole();
    const end = fromConsole({ console: target });
    const outer = target.log;
    target.log = (...values) => outer("outer", ...values);
    end();
    target.log("x");
    expect(calls).toEqual([["log", "outer", "x"]]);
  });
});

describe("toConsoleMethods()", () => {
  test("writes messages by the method of their severity", () => {
    const { target, calls } = createConsole();
    toConsoleMethods(target);
    logMessage("started", { port: 8080 });
    logMessage("detail", { log_level: "debug" });
    logError(new Error("no"));
    expect(calls.map(([name, text]) => [name, text])).toEqual([
      ["info", "started"],
      ["debug", "detail"],
      ["error", "eliot:traceback"],
    ]);
    expect(calls[0]?.[2]).toMatchObject({ port: 8080, task_level: [1] });
  });

  test("and fromConsole do not feed each other", () => {
    const messages = listen();
    const { target, calls } = createConsole();
    toConsoleMethods(target);
    undo.push(fromConsole({ console: target }));
    logMessage("ours");
    target.log("theirs");
    expect(calls.map(([, text]) => text)).toEqual(["ours", "theirs"]);
    expect(messages.map(({ message_type }) => message_type)).toEqual(["ours", "clew:console"]);
  });

  test("does not make messages of what a destination writes about one", () => {
    const messages = listen();
    const { target, calls } = createConsole();
    addDestination(({ message_type }) => target.log("seen", message_type));
    undo.push(fromConsole({ console: target }));
    logMessage("ours");
    expect(calls).toEqual([["log", "seen", "ours"]]);
    expect(messages).toHaveLength(1);
  });

  test("is not fed by a destination that writes to the console by itself", () => {
    const { target, calls } = createConsole();
    addDestination(({ message_type }) => target.log("seen", message_type));
    undo.push(fromConsole({ console: target, passThrough: false }));
    target.log("theirs");
    expect(calls).toEqual([["log", "seen", "clew:console"]]);
  });
});
