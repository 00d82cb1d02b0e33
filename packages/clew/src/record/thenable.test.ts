import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import {
  ActionPromise,
  continueTask,
  coroutine,
  defineAction,
  logCall,
  logMessage,
  startAction,
  withAction,
  withFields,
  withTask,
} from "../index.node.js";
import { captureLog } from "../testing/index.js";

const THEN = "then";

/** A query of knex's kind: its work begins when it is waited for, and logs, also later. */
function query(value: unknown = "rows"): PromiseLike<unknown> {
  return {
    async [THEN](onResult: (value: unknown) => unknown) {
      logMessage("sql");
      await null;
      logMessage("rows");
      onResult(value);
    },
  } as unknown as PromiseLike<unknown>;
}

/** A lazy promise, as p-lazy's: a subclass that `instanceof Promise` does not tell apart. */
class LazyPromise extends Promise<unknown> {
  static override get [Symbol.species]() {
    return Promise;
  }
}
Object.defineProperty(LazyPromise.prototype, THEN, {
  value(this: LazyPromise, ...handlers: Parameters<Promise<unknown>["then"]>) {
    logMessage("sql");
    return Promise.prototype.then.apply(this, handlers);
  },
});

/** One of the language's promises that was given a `then` of its own. */
function patched(): Promise<unknown> {
  const promise = Promise.resolve("rows");
  return Object.assign(promise, {
    [THEN](onResult: (value: unknown) => unknown, onError: (error: unknown) => unknown) {
      logMessage("sql");
      return Promise.prototype.then.call(promise, onResult, onError);
    },
  });
}

/** The types of the actions that the messages of a type stand in. */
async function placesOf(type: string, body: () => unknown): Promise<unknown[]> {
  const log = await captureLog(async () => {
    await withAction("outer", body as () => Promise<unknown>);
  });
  return log.messages
    .filter(({ message_type }) => message_type === type)
    .map(({ task_uuid, task_level }) => {
      const parent = task_level.slice(0, -1).join();
      const start = log.messages.find(
        (other) =>
          other.task_uuid === task_uuid &&
          other.action_status === "started" &&
          other.task_level.slice(0, -1).join() === parent,
      );
      return start?.action_type;
    });
}

describe("a lazy thenable of the program's begins its work", () => {
  const ways: Record<string, (make: () => unknown) => unknown> = {
    withAction: (make) => withAction("inner", make),
    withTask: (make) => withTask("inner", make),
    "defineAction().with": (make) => defineAction("inner", {}).with({}, make),
    "defineAction().withTask": (make) => defineAction("inner", {}).withTask({}, make),
    continueTask: (make) => {
      const action = startAction("giver");
      const id = action.serializeTaskId();
      action.finish();
      return continueTask(id, { actionType: "inner" }, make);
    },
    logCall: (make) => logCall(make, { actionType: "inner" })(),
    "the body of a coroutine": (make) => {
      const action = startAction("inner");
      return action.run(() =>
        coroutine(function* () {
          yield make();
          action.finish();
        })(),
      );
    },
    "what a coroutine returns": (make) => {
      const action = startAction("inner");
      // biome-ignore lint/correctness/useYield: it only returns
      const returning = coroutine(function* () {
        return make();
      });
      return action.run(() => returning()).then(() => action.finish());
    },
    ActionPromise: (make) => new ActionPromise(make(), startAction("inner")).addActionFinish(),
    "the callback of an ActionPromise": (make) =>
      new ActionPromise(Promise.resolve(), startAction("inner")).addCallback(make).addActionFinish(),
    "the errback of an ActionPromise": (make) =>
      new ActionPromise(Promise.reject(new Error("no")), startAction("inner")).addErrback(make).addActionFinish(),
  };
  for (const [way, run] of Object.entries(ways)) {
    test(`in its action, by ${way}`, async () => {
      expect(await placesOf("sql", () => run(() => query()))).toEqual(["inner"]);
      expect(await placesOf("rows", () => run(() => query()))).toEqual(["inner"]);
      expect(await placesOf("sql", () => run(() => new LazyPromise((resolve) => resolve(1))))).toContain("inner");
      expect(await placesOf("sql", () => run(() => new LazyPromise((resolve) => resolve(1))))).not.toContain("outer");
      expect(await placesOf("sql", () => run(patched))).toEqual(["inner"]);
    });
  }

  test("with the fields of withFields", async () => {
    const log = await captureLog(async () => {
      expect(await withFields({ request: 17 }, () => query())).toBe("rows");
    });
    expect(log.messages).toMatchObject([
      { message_type: "sql", request: 17 },
      { message_type: "rows", request: 17 },
    ]);
  });

  test("in the test, by captureLog", async () => {
    const log = await captureLog(() => query() as Promise<unknown>);
    expect(log.messages.map(({ message_type }) => message_type)).toEqual(["sql", "rows"]);
  });

  test("once", async () => {
    expect(await placesOf("sql", () => withAction("inner", () => query()))).toHaveLength(1);
  });
});

describe("a promise of another realm", () => {
  test("is waited for, and its rejection fails the action", async () => {
    const log = await captureLog(async () => {
      await withAction("inner", () => runInNewContext("Promise.reject(new RangeError('far'))")).catch(() => {});
    });
    expect(log.messages.at(-1)).toMatchObject({ action_status: "failed" });
  });
});
