import { channel, subscribe, unsubscribe } from "node:diagnostics_channel";
import { createServer, get } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { addDestination, close, ledger, logMessage, type Message, withAction } from "../../index.node.js";
import { fromDiagnosticsChannel, toDiagnosticsChannel } from "./index.js";

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
