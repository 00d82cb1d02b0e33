import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { flush, ledger, logMessage, withAction } from "clew";
import { logsRequest, SendError, sendOtlp, toOtlp, toOtlpSpan } from "clew/otlp";
import { spanIdOf, traceIdOf } from "clew/parse";
import { afterEach, describe, expect, test } from "vitest";

interface Came {
  readonly url: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: IncomingMessage["headers"];
}

let server: Server | undefined;
afterEach(() => new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve))));

/** A receiver that answers as it is told; `came` is what it was sent. */
async function receiver(answer: (response: ServerResponse, count: number) => void) {
  const came: Came[] = [];
  server = createServer(async (request, response) => {
    let text = "";
    for await (const part of request) text += part;
    came.push({ url: request.url, body: JSON.parse(text), headers: request.headers });
    answer(response, came.length);
  });
  server.keepAliveTimeout = 1;
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, came };
}

const takes = (response: ServerResponse) => response.writeHead(200).end("{}");

function spansIn(came: readonly Came[]): readonly Readonly<Record<string, unknown>>[] {
  return came
    .filter(({ url }) => url === "/v1/traces")
    .flatMap(({ body }) => body.resourceSpans as { scopeSpans: { spans: Readonly<Record<string, unknown>>[] }[] }[])
    .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
}

const entryOf = (destination: unknown) => ledger().find((entry) => entry.destination === destination);

describe("toOtlp(url)", () => {
  test("sends an action when it has ended, with the ids that the log format says, and counts what was taken", async () => {
    const { url, came } = await receiver(takes);
    const otlp = toOtlp(`${url}/`, { service: "shop", headers: { authorization: "Bearer x" } });
    let taskId = "";
    await withAction("order", { id: 7n }, async (action) => {
      taskId = action.taskId;
      logMessage("priced", { cents: 1250, parts: [{ sku: "lamp" }] });
      await withAction("charge", {}, async () => {
        throw new RangeError("declined");
      }).catch(() => {});
    });
    logMessage("alone");
    await flush();
    expect(entryOf(otlp)).toMatchObject({ logged: 6, written: 6, dropped: 0, pending: 0 });
    const [charge, order] = spansIn(came);
    const uuid = taskId.split("@")[0] as string;
    expect(order).toMatchObject({
      traceId: traceIdOf(uuid),
      spanId: spanIdOf(taskId),
      name: "order",
      status: { code: 0 },
    });
    expect(order).toMatchObject({
      attributes: [{ key: "id", value: { intValue: "7" } }],
      events: [{ name: "priced" }],
    });
    expect(charge).toMatchObject({ parentSpanId: spanIdOf(taskId), status: { code: 2, message: "declined" } });
    expect(came.map((each) => each.url)).toEqual(["/v1/traces", "/v1/logs"]);
    expect(came[0]?.headers.authorization).toBe("Bearer x");
    await otlp.close();
    await otlp.close();
  });

  test("counts as lost what is refused, and what nobody takes", async () => {
    const { url } = await receiver((response) => response.writeHead(400).end('{"message":"no"}'));
    const otlp = toOtlp(url);
    await withAction("order", {}, async () => {});
    await flush();
    expect(entryOf(otlp)).toMatchObject({ logged: 2, written: 0, dropped: 2, pending: 0 });
    await otlp.close();
  });

  test("keeps no more than its bound, and drops what is oldest", async () => {
    const { url } = await receiver(takes);
    const otlp = toOtlp(url, { maxWaitingLines: 10 });
    for (let i = 0; i < 20; i++) await withAction("order", {}, async () => {});
    await flush();
    expect(entryOf(otlp)).toMatchObject({ logged: 40, written: 10, dropped: 30, pending: 0 });
    await otlp.close();
  });

  test("sends what is open when it is closed, marked as unfinished", async () => {
    const { url, came } = await receiver(takes);
    const otlp = toOtlp(url);
    await withAction("serve", {}, async () => {
      logMessage("ready");
      await otlp.close();
    });
    expect(spansIn(came)).toMatchObject([
      { name: "serve", attributes: [{ key: "clew.unfinished", value: { boolValue: true } }] },
    ]);
  });
});

describe("sendOtlp(url, request)", () => {
  test("tries again where the receiver asks for it, after the time that it says", async () => {
    const { url, came } = await receiver((response, count) => {
      if (count < 3) response.writeHead(count === 1 ? 429 : 503, { "retry-after": "7" }).end();
      else response.writeHead(200).end('{"partialSuccess":{"rejectedSpans":"2","errorMessage":"too old"}}');
    });
    const waits: number[] = [];
    const wait = async (ms: number) => void waits.push(ms);
    expect(await sendOtlp(url, {}, { wait })).toEqual({ rejected: 2, reason: "too old" });
    expect([waits, came.length]).toEqual([[7000, 7000], 3]);
  });

  test("gives up where nobody answers, and at once where the request is wrong", async () => {
    const wait = async () => {};
    await expect(sendOtlp("http://127.0.0.1:1", {}, { wait, attempts: 2 })).rejects.toThrow(/Cannot send to .*2 times/);
    const { url, came } = await receiver((response) => response.writeHead(401).end('{"message":"no token"}'));
    await expect(sendOtlp(url, {}, { wait })).rejects.toThrow(SendError);
    await expect(sendOtlp(url, {}, { wait })).rejects.toThrow("it answered 401: no token");
    expect(came).toHaveLength(2);
  });
});

test("toOtlpSpan(source) says values that OTLP has no word for as texts", () => {
  const place = { task_uuid: "t", action_type: "a" };
  const values = { nan: Number.NaN, half: 0.5, none: null, long: 2n ** 70n, yes: true };
  const start = { ...place, task_level: [1], timestamp: 1, action_status: "started", ...values } as const;
  const { span } = toOtlpSpan({ taskUuid: "t", taskLevel: [], start, end: undefined, messages: [], rootStart: start });
  expect(span.attributes).toEqual([
    { key: "nan", value: { doubleValue: "NaN" } },
    { key: "half", value: { doubleValue: 0.5 } },
    { key: "none", value: {} },
    { key: "long", value: { stringValue: "1180591620717411303424" } },
    { key: "yes", value: { boolValue: true } },
    { key: "clew.unfinished", value: { boolValue: true } },
  ]);
  expect(logsRequest([])).toEqual({ resourceLogs: [] });
});
