import ts from "typescript";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  addDestination,
  close,
  currentAction,
  logCall,
  logMessage,
  type Message,
  removeDestination,
  withAction,
} from "../../index.node.js";

let messages: Message[] = [];

beforeEach(() => {
  addDestination((message) => messages.push(message));
  messages = [];
});
afterEach(() => close());

const shapes = () =>
  messages.map(({ action_type, message_type, action_status }) => [action_type ?? message_type, action_status]);

describe("logCall(fn)", () => {
  test("is an action a call, with the arguments and the result", () => {
    function add(a: number, b: number) {
      logMessage("adding");
      return a + b;
    }
    const logged = logCall(add);
    expect(logged(1, 2)).toBe(3);
    expect(logged.name).toBe("add");
    expect(logged.length).toBe(2);
    expect(messages).toMatchObject([
      { action_type: "add", args: [1, 2], task_level: [1] },
      { message_type: "adding", task_level: [2] },
      { action_type: "add", action_status: "succeeded", result: 3, task_level: [3] },
    ]);
  });

  test("names the arguments as it is told, and leaves out what it is told to leave out", () => {
    const login = logCall((_user: string, _password: string, _at?: Date) => "welcome", {
      actionType: "login",
      includeArgs: ["user", null, "at"],
      includeResult: false,
    });
    login("kim", "12345");
    expect(messages[0]).toMatchObject({ action_type: "login", user: "kim" });
    expect(JSON.stringify(messages)).not.toMatch(/12345|welcome|"at"/);
    logCall((_: number) => {}, { includeArgs: false })(7);
    expect(messages[2]).not.toHaveProperty("args");
  });

  test("passes this and errors on", () => {
    const fail = logCall(function (this: { readonly n: number }) {
      throw new RangeError(`no ${this.n}`);
    });
    expect(() => fail.call({ n: 5 })).toThrow("no 5");
    expect(messages[1]).toMatchObject({ action_status: "failed", exception: "RangeError" });
  });

  test("ends an async function's action when it has settled", async () => {
    const load = logCall(async (n: number) => {
      await null;
      logMessage("loaded");
      return n * 2;
    });
    expect(await load(4)).toBe(8);
    expect(messages.at(-1)).toMatchObject({ action_status: "succeeded", result: 8, task_level: [3] });
    const fail = logCall(async () => {
      throw new RangeError("no");
    });
    await expect(fail()).rejects.toThrow("no");
    expect(messages.at(-1)).toMatchObject({ action_status: "failed" });
  });

  test("holds a generator's action across its yields, in the tree of the call", () => {
    const rows = logCall(function* rows(n: number) {
      for (let i = 0; i < n; i++) {
        logMessage("row");
        yield currentAction()?.type;
      }
      return "done";
    });
    const generator = withAction("query", () => rows(2));
    expect([generator.next(), generator.next(), generator.next()]).toEqual([
      { done: false, value: "rows" },
      { done: false, value: "rows" },
      { done: true, value: "done" },
    ]);
    expect(shapes()).toEqual([
      ["query", "started"],
      ["query", "succeeded"],
      ["rows", "started"],
      ["row", undefined],
      ["row", undefined],
      ["rows", "succeeded"],
    ]);
    expect(messages.at(-1)).toMatchObject({ result: "done" });
    expect(new Set(messages.map(({ task_uuid }) => task_uuid)).size).toBe(1);
  });

  test("ends the action of a generator that is closed, and fails that of one that throws", () => {
    const one = logCall(function* one() {
      yield 1;
      throw new RangeError("no");
    });
    for (const _ of one()) break;
    expect(messages.at(-1)).toMatchObject({ action_type: "one", action_status: "succeeded" });
    expect(() => [...one()]).toThrow("no");
    expect(messages.at(-1)).toMatchObject({ action_type: "one", action_status: "failed" });
  });

  test("holds an async generator's action across its yields and awaits", async () => {
    const pages = logCall(async function* pages() {
      await null;
      yield currentAction()?.type;
      await null;
      yield currentAction()?.type;
    });
    const seen: unknown[] = [];
    for await (const type of withAction("crawl", () => pages())) seen.push(type);
    expect(seen).toEqual(["pages", "pages"]);
    expect(messages.at(-1)).toMatchObject({ action_type: "pages", action_status: "succeeded", task_level: [3, 2] });
  });
});

describe("@logCall", () => {
  // What runs the tests does not know decorators yet; the compiler does.
  const Account = compiled(`
    class Account {
      balance = 0;

      @logCall({ includeArgs: ["amount"] })
      deposit(amount: number) {
        this.balance += amount;
        return this.balance;
      }

      @logCall
      async close() {
        await null;
        return "closed";
      }

      @logCall()
      static open() {
        return new Account();
      }

      @logCall({ actionType: "account:history" })
      *history() {
        yield this.balance;
      }
    }
    return Account;
  `);

  test("makes each call of a method an action, named by its class", async () => {
    const account = Account.open();
    account.deposit(5);
    await account.close();
    expect([...account.history()]).toEqual([5]);
    const ends = messages.filter(({ action_status }) => action_status === "succeeded");
    expect(ends.map(({ action_type, result }) => [action_type, result])).toEqual([
      ["Account.open", { balance: 0 }],
      ["Account.deposit", 5],
      ["Account.close", "closed"],
      ["account:history", undefined],
    ]);
  });
});

interface AccountLike {
  deposit(amount: number): number;
  close(): Promise<string>;
  history(): Iterable<number>;
}

function compiled(body: string): { open(): AccountLike } {
  const { outputText } = ts.transpileModule(`const make = function (logCall: unknown) {${body}}`, {
    compilerOptions: { target: ts.ScriptTarget.ES2022 },
  });
  const make = new Function(`${outputText}; return make;`)() as (decorator: typeof logCall) => { open(): AccountLike };
  return make(logCall);
}

describe("@logCall() as TypeScript compiles it with experimentalDecorators", () => {
  /** What tsc, esbuild and swc make of a decorated method. */
  function decorateAsOlder(decorator: (...args: never[]) => unknown, target: object, name: string): void {
    const given = Object.getOwnPropertyDescriptor(target, name);
    const made = (decorator as (...args: unknown[]) => unknown)(target, name, given) ?? given;
    Object.defineProperty(target, name, made as PropertyDescriptor);
  }

  test("logs the calls of methods, with and without options, static ones and on subclasses too", () => {
    const lines: Record<string, unknown>[] = [];
    const keep = (message: object) => void lines.push(message as Record<string, unknown>);
    addDestination(keep);
    class Service {
      static make(n: number) {
        return n;
      }
      run(n: number) {
        return n + 1;
      }
      stop(n: number) {
        return n;
      }
    }
    decorateAsOlder(logCall() as never, Service.prototype, "run");
    decorateAsOlder(logCall as never, Service.prototype, "stop");
    decorateAsOlder(logCall({ includeArgs: ["n"] }) as never, Service, "make");
    class Special extends Service {}
    expect([new Service().run(1), new Special().stop(2), Service.make(3)]).toEqual([2, 2, 3]);
    removeDestination(keep);
    const starts = lines.filter(({ action_status }) => action_status === "started");
    expect(starts.map(({ action_type }) => action_type)).toEqual(["Service.run", "Special.stop", "Service.make"]);
    expect(starts[2]).toMatchObject({ n: 3 });
    expect(lines).toHaveLength(6);
  });

  test("refuses what is no method, with the way out", () => {
    const older = logCall() as (...args: unknown[]) => unknown;
    expect(() => older({}, "field", undefined)).toThrow(/put @logCall\(\) before a method/);
    expect(() => older(class {})).toThrow(/put @logCall\(\) before a method/);
    expect(() => older(undefined, { kind: "field", name: "x", addInitializer() {} })).toThrow(/of a field, x/);
  });
});
