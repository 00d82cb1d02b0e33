import { afterEach, beforeEach, describe, expect, test } from "vitest";
// What a browser is given: without AsyncLocalStorage and files.
import {
  addDestination,
  configureFromEnv,
  continueFrom,
  currentAction,
  logMessage,
  type Message,
  removeDestination,
  serializeTo,
  threadDestination,
  toFile,
  withAction,
} from "../../index.js";
import { createStackCarrier } from "../hub/context.js";
import { hub } from "../hub/index.js";

hub.carrier = createStackCarrier();

let messages: Message[] = [];
const collect = (message: Message) => {
  messages.push(message);
};
beforeEach(() => {
  messages = [];
  addDestination(collect);
});
afterEach(() => removeDestination(collect));

describe("where there is no AsyncLocalStorage", () => {
  test("an action is current until the first await of its body, and never another's afterwards", async () => {
    const work = (name: string) =>
      withAction(name, async () => {
        expect(currentAction()?.type).toBe(name);
        await null;
        expect(currentAction()).toBeUndefined();
        logMessage("afterwards");
      });
    await Promise.all([work("a"), work("b")]);
    const uuids = messages.map(({ task_uuid }) => task_uuid);
    expect(new Set(uuids).size).toBe(4);
  });

  test("actions nest in synchronous code, also around errors", () => {
    withAction("outer", (outer) => {
      expect(() =>
        withAction("inner", () => {
          throw new Error("no");
        }),
      ).toThrow("no");
      expect(currentAction()).toBe(outer);
    });
    expect(currentAction()).toBeUndefined();
    expect(messages.map(({ task_level }) => task_level)).toEqual([[1], [2, 1], [2, 2], [3]]);
  });

  test("a parent is passed by hand after an await", async () => {
    await withAction("outer", async (parent) => {
      await null;
      withAction("inner", {}, { parent }, () => {});
    });
    expect(messages.map(({ task_level }) => task_level)).toEqual([[1], [2, 1], [2, 2], [3]]);
  });

  test("what needs Node says so, and what to use instead", () => {
    const calls: [string, () => unknown][] = [
      ["toFile", () => toFile("a.log")],
      ["threadDestination", () => threadDestination({ open: () => new URL("file:///x") } as never)],
      ["configureFromEnv", () => configureFromEnv({})],
    ];
    for (const [name, call] of calls) {
      expect(call).toThrow(expect.objectContaining({ code: "CLEW_NEEDS_NODE" }));
      expect(call).toThrow(new RegExp(`^Cannot call ${name} here: it needs Node, Bun or Deno; .+`));
    }
  });

  test("a task goes on in headers, as a page sends them to its server", () => {
    const headers = withAction("click", () => serializeTo(new Map<string, string>(), { trust: true }));
    continueFrom(headers, "answer", () => {});
    expect(messages.map(({ task_level }) => task_level)).toEqual([[1], [3], [2, 1], [2, 2]]);
  });
});
