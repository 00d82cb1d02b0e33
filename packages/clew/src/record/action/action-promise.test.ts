import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  ActionPromise,
  AlreadyFinishedError,
  addDestination,
  close,
  currentAction,
  type Message,
  startAction,
} from "../../index.node.js";

let messages: Message[] = [];

beforeEach(() => {
  addDestination((message) => messages.push(message));
  messages = [];
});
afterEach(() => close());

const here = () => currentAction()?.type;

describe("new ActionPromise(thenable)", () => {
  test("runs callbacks in the action in which it was made, one after the other", async () => {
    const action = startAction("chain");
    const promise = action.run(() => new ActionPromise(Promise.resolve(1)));
    const same = promise.addCallback((n) => [n, here()]);
    expect(same).toBe(promise);
    expect(await same.addCallback(async ([n, type]) => `${n} ${type} ${here()}`).result).toBe("1 chain chain");
    expect(here()).toBeUndefined();
  });

  test("hands errors to errbacks, and goes on with what they give", async () => {
    const promise = new ActionPromise(Promise.reject(new RangeError("no")), startAction("chain"))
      .addCallback(() => "not called")
      .addErrback((error) => [(error as Error).message, here()])
      .addErrback(() => "not called either");
    expect(await promise.result).toEqual(["no", "chain"]);
  });

  test("runs one of two callbacks, or one for both", async () => {
    const action = startAction("chain");
    const fail = () => new ActionPromise(Promise.reject(new RangeError("no")), action);
    expect(
      await fail().addCallbacks(
        () => "result",
        () => "error",
      ).result,
    ).toBe("error");
    expect(await fail().addBoth(() => here()).result).toBe("chain");
  });

  test("ends the action with what the chain has come to, and passes it on", async () => {
    const good = new ActionPromise(Promise.resolve(1), startAction("good"));
    expect(await good.addCallback((n) => n + 1).addActionFinish()).toBe(2);
    expect(messages.at(-1)).toMatchObject({ action_type: "good", action_status: "succeeded" });
    const bad = new ActionPromise(Promise.resolve(1), startAction("bad"));
    const finished = bad.addCallback(() => {
      throw new RangeError("no");
    });
    await expect(finished.addActionFinish()).rejects.toThrow("no");
    expect(messages.at(-1)).toMatchObject({ action_type: "bad", action_status: "failed", reason: "no" });
  });

  test("takes any thenable", async () => {
    const name: string = "then";
    const thenable = { [name]: (done: (n: number) => void) => done(7) } as unknown as PromiseLike<number>;
    expect(await new ActionPromise(thenable, startAction("chain")).addBoth((n) => n).result).toBe(7);
  });

  test("fails the action of a chain that was rejected with nothing", async () => {
    const nothing = new ActionPromise(Promise.reject(undefined), startAction("nothing"));
    await expect(nothing.addActionFinish()).rejects.toBeUndefined();
    expect(messages.at(-1)).toMatchObject({ action_status: "failed" });
  });

  test("takes nothing after its action was told to end", async () => {
    const promise = new ActionPromise(1, startAction("chain"));
    await promise.addActionFinish();
    for (const add of [
      () => promise.addCallback(() => {}),
      () => promise.addErrback(() => {}),
      () => promise.addBoth(() => {}),
      () => promise.addActionFinish(),
    ]) {
      expect(add).toThrow(AlreadyFinishedError);
    }
  });

  test("needs an action", () => {
    expect(() => new ActionPromise(1)).toThrow("Cannot make an ActionPromise outside of every action");
  });
});
