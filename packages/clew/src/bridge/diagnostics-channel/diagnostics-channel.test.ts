import { channel, subscribe, tracingChannel, unsubscribe } from "node:diagnostics_channel";
import { createServer, get } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import {
  addDestination,
  close,
  currentAction,
  ledger,
  logMessage,
  type Message,
  withAction,
} from "../../index.node.js";
import { fromDiagnosticsChannel, fromTracingChannel, toDiagnosticsChannel } from "./index.js";

function listen(): Message[] {
  const messages: Message[] = [];
  addDestination((message) => messages.push(message));
  return messages;
}

/** A pool of one connection, as mysql2's: who frees it calls the next in line, and each answer calls its own asker. */
class OneConnection {
  readonly #waiting: (() => void)[] = [];
  #isBusy = false;

  query(text: string, callback: (error: null, rows: number) => void): void {
    this.#connect(() => {
      const send = (answered: typeof callback) => {
        setImmediate(() => {
          this.#isBusy = false;
          answered(null, 1);
          this.#waiting.shift()?.();
        });
      };
      tracingChannel("pool.query").traceCallback(send as never, 0, { text }, null, callback as never);
    });
  }

  ask(text: string): Promise<number> {
    return new Promise((resolve) => this.query(text, (_error, rows) => resolve(rows)));
  }

  #connect(callback: () => void): void {
    const wait = (connected: () => void) => {
      const take = () => {
        this.#isBusy = true;
        connected();
      };
      if (this.#isBusy) this.#waiting.push(take);
      else take();
    };
    tracingChannel("pool.connect").traceCallback(wait as never, 0, {}, null, callback as never);
  }
}

let undo: (() => void)[] = [];
afterEach(async () => {
  for (const step of undo) step();
  undo = [];
  await close();
});

function follow(...given: Parameters<typeof fromDiagnosticsChannel>): void {
  undo.push(fromDiagnosticsChannel(...given));
}

describe("fromDiagnosticsChannel(channels)", () => {
  test("makes what is published a message of the current action, with its plain values", () => {
    const messages = listen();
    follow(["db:query"]);
    withAction("load", () => channel("db:query").publish({ rows: 3, text: "select", socket: {}, fn: () => {} }));
    channel("db:query").publish("plain");
    expect(messages[1]).toEqual({
      task_uuid: messages[0]?.task_uuid,
      task_level: [2],
      timestamp: expect.any(Number),
      message_type: "db:query",
      rows: 3,
      text: "select",
    });
    expect(messages[3]).toMatchObject({ message_type: "db:query", value: "plain" });
  });

  test("logs the fields that it is told to, also where that fails", () => {
    const messages = listen();
    follow(["a", "b"], {
      fields: (published, name) => {
        if (name === "b") throw new RangeError("no");
        return { got: published };
      },
    });
    channel("a").publish(1);
    channel("b").publish(1);
    expect(messages[0]).toMatchObject({ message_type: "a", got: 1 });
    expect(messages[1]).toMatchObject({ message_type: "b", value: expect.stringContaining("RangeError: no") });
  });

  test("hears Node's own requests in the action that makes them", async () => {
    const messages = listen();
    follow(["http.client.request.start"], {
      fields: (published) => ({ path: (published as { request: { path: string } }).request.path }),
    });
    const server = createServer((_request, response) => response.end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    await withAction("ask", () => new Promise((resolve) => get({ port, path: "/orders" }, resolve)));
    server.close();
    expect(messages[1]).toMatchObject({ message_type: "http.client.request.start", path: "/orders", task_level: [2] });
  });

  test("ends when it is told", () => {
    const messages = listen();
    fromDiagnosticsChannel(["a"])();
    channel("a").publish(1);
    expect(messages).toEqual([]);
  });
});

describe("fromTracingChannel(names)", () => {
  const calls = tracingChannel("db.call");
  const placesOf = (messages: readonly Message[]) =>
    messages.map(({ action_type, message_type, action_status, task_level }) =>
      [action_type ?? message_type, action_status, `/${task_level.join("/")}`].filter(Boolean).join(" "),
    );

  test("makes a synchronous call an action that is current in the traced code", () => {
    const messages = listen();
    undo.push(fromTracingChannel(["db.call"]));
    withAction("load", () => {
      expect(calls.traceSync(() => logMessage("inside") ?? 7, { text: "select", socket: {} })).toBe(7);
      logMessage("after");
    });
    expect(placesOf(messages)).toEqual([
      "load started /1",
      "db.call started /2/1",
      "inside /2/2",
      "db.call succeeded /2/3",
      "after /3",
      "load succeeded /4",
    ]);
    expect(messages[1]).toMatchObject({ text: "select" });
    expect(messages[1]).not.toHaveProperty("socket");
  });

  test("ends with the promise, and keeps concurrent calls apart across their awaits", async () => {
    const messages = listen();
    undo.push(
      fromTracingChannel(["db.call"], { successFields: (traced) => ({ rows: (traced as { result: number }).result }) }),
    );
    const call = (n: number) =>
      calls.tracePromise(
        async () => {
          await Promise.resolve();
          logMessage("row", { n });
          return n;
        },
        { n },
      );
    await withAction("load", () => Promise.all([call(1), call(2)]));
    const places = placesOf(messages);
    expect(places).toContain("row /2/2");
    expect(places).toContain("row /3/2");
    expect(messages.find(({ task_level }) => task_level.join() === "3,3")).toMatchObject({
      action_status: "succeeded",
      rows: 2,
    });
  });

  test("fails with what the call throws or rejects with", async () => {
    const messages = listen();
    undo.push(fromTracingChannel(["db.call"]));
    const fail = () => {
      throw new RangeError("no such table");
    };
    expect(() => calls.traceSync(fail, {})).toThrow("no such table");
    await expect(calls.tracePromise(async () => fail(), {})).rejects.toThrow("no such table");
    expect(messages.filter(({ action_status }) => action_status === "failed")).toMatchObject([
      { exception: "RangeError", reason: "no such table", task_level: [2] },
      { exception: "RangeError", reason: "no such table", task_level: [2] },
    ]);
  });

  test("ends before the callback, which runs where the call was made", async () => {
    const messages = listen();
    undo.push(fromTracingChannel(["db.call"]));
    await withAction("load", async () => {
      await new Promise<void>((resolve) => {
        const work = (callback: (error: null, rows: number) => void) => setImmediate(callback, null, 3);
        const done = (_error: unknown, rows: number) => {
          logMessage("got", { rows });
          resolve();
        };
        calls.traceCallback(work as never, 0, {}, null, done as never);
      });
    });
    expect(placesOf(messages)).toEqual([
      "load started /1",
      "db.call started /2/1",
      "db.call succeeded /2/2",
      "got /3",
      "load succeeded /4",
    ]);
  });

  test("fails with what the callback is given, before it runs", async () => {
    const messages = listen();
    undo.push(fromTracingChannel(["db.call"]));
    await new Promise<void>((resolve) => {
      const work = (callback: (error: Error) => void) => setImmediate(callback, new RangeError("no such table"));
      const done = () => {
        expect(messages.at(-1)).toMatchObject({ action_status: "failed", reason: "no such table" });
        resolve();
      };
      calls.traceCallback(work as never, 0, {}, null, done as never);
    });
  });

  test("keeps the calls of a pool in the tree of their caller, whoever frees the connection", async () => {
    const messages = listen();
    const pool = new OneConnection();
    undo.push(fromTracingChannel(["pool.connect", "pool.query"]));
    const seen: string[] = [];
    await Promise.all(
      [1, 2, 3].flatMap((n) => [
        withAction(`callback ${n}`, () => {
          return new Promise<void>((resolve) => {
            pool.query(`c${n}`, () => {
              seen.push(`callback ${n} in ${currentAction()?.type}`);
              resolve();
            });
          });
        }),
        withAction(`promise ${n}`, async () => {
          await pool.ask(`p${n}`);
          seen.push(`promise ${n} in ${currentAction()?.type}`);
        }),
      ]),
    );
    expect(seen.sort()).toEqual(
      ["callback", "promise"].flatMap((kind) => [1, 2, 3].map((n) => `${kind} ${n} in ${kind} ${n}`)),
    );
    const rootOf = (message: Message) =>
      messages.find(({ task_uuid, task_level }) => task_uuid === message.task_uuid && task_level.join() === "1");
    const queries = messages.filter((message) => message.action_type === "pool.query" && message.text !== undefined);
    expect(queries.map((query) => `${query.text} ${rootOf(query)?.action_type}`).sort()).toEqual(
      [1, 2, 3].map((n) => `c${n} callback ${n}`).concat([1, 2, 3].map((n) => `p${n} promise ${n}`)),
    );
  });

  test("leaves alone the calls that are not wanted, and their callbacks", async () => {
    const messages = listen();
    undo.push(fromTracingChannel(["db.call"], { where: (traced) => "wanted" in traced }));
    calls.traceSync(() => logMessage("inside"), {});
    calls.traceSync(() => 1, { wanted: true });
    expect(placesOf(messages)).toEqual(["inside /1", "db.call started /1", "db.call succeeded /2"]);
  });

  test("runs what opens a connection in no action, where it is told", async () => {
    const messages = listen();
    undo.push(fromTracingChannel(["db.call"], { actionType: "db.connect", detached: true }));
    await withAction("load", async () => {
      await calls.tracePromise(async () => logMessage("shaken hands"), {});
      logMessage("after");
    });
    expect(placesOf(messages)).toEqual([
      "load started /1",
      "db.connect started /2/1",
      "shaken hands /1",
      "db.connect succeeded /2/2",
      "after /3",
      "load succeeded /4",
    ]);
  });

  test("hears calls whose starts are published by hand", () => {
    const messages = listen();
    undo.push(fromTracingChannel(["db.call"], { fields: () => Object.assign(Object.create(null), { by: "hand" }) }));
    const call = {};
    calls.start.publish(call);
    calls.end.publish(Object.assign(call, { result: 1 }));
    expect(placesOf(messages)).toEqual(["db.call started /1", "db.call succeeded /2"]);
    expect(messages[0]).toMatchObject({ by: "hand" });
  });

  test("ends when it is told, and lets open calls end theirs", async () => {
    const messages = listen();
    const end = fromTracingChannel(["db.call"]);
    let settle = () => {};
    const call = calls.tracePromise(() => new Promise<void>((resolve) => (settle = resolve)), {});
    end();
    calls.traceSync(() => logMessage("alone"), {});
    settle();
    await call;
    expect(placesOf(messages)).toEqual(["db.call started /1", "alone /1", "db.call succeeded /2"]);
    expect(calls.asyncEnd.hasSubscribers || calls.end.hasSubscribers || calls.start.hasSubscribers).toBe(false);
  });
});

describe("toDiagnosticsChannel()", () => {
  test("publishes messages while somebody listens", () => {
    const heard: unknown[] = [];
    const hear = (message: unknown) => heard.push(message);
    toDiagnosticsChannel();
    logMessage("unheard");
    subscribe("clew:message", hear);
    logMessage("heard", { n: 1 });
    unsubscribe("clew:message", hear);
    expect(heard).toMatchObject([{ message_type: "heard", n: 1 }]);
    expect(ledger()[0]).toMatchObject({ logged: 2, filtered: 1, written: 1 });
  });

  test("and fromDiagnosticsChannel do not feed each other", () => {
    const messages = listen();
    toDiagnosticsChannel("both");
    follow(["both"]);
    logMessage("ours");
    channel("both").publish({ n: 1 });
    expect(messages.map(({ message_type }) => message_type)).toEqual(["ours", "both"]);
  });
});
