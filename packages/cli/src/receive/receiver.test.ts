import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { ReceivedLog, Receiver, type ReceiverOptions } from "./index.js";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function started(options: Partial<ReceiverOptions> = {}, before = "", mostWaiting?: number) {
  const folder = await mkdtemp(join(tmpdir(), "clew-receive-"));
  const path = join(folder, "received.log");
  if (before !== "") await writeFile(path, before);
  const log = await ReceivedLog.open(path, mostWaiting);
  const receiver = await Receiver.start(log, { host: "127.0.0.1", port: 0, ...options });
  closing.push(
    () => rm(folder, { recursive: true }),
    () => log.close(),
    () => receiver.close(),
  );
  return { address: receiver.address, port: receiver.port, text: () => readFile(path, "utf8") };
}

const span = (more: object = {}) => ({
  resourceSpans: [
    {
      scopeSpans: [
        {
          spans: [
            {
              traceId: "0af7651916cd43dd8448eb211c80319c",
              spanId: "b7ad6b7169203331",
              name: "a",
              startTimeUnixNano: "1",
              endTimeUnixNano: "2",
              ...more,
            },
          ],
        },
      ],
    },
  ],
});

const JSON_TYPE = { "content-type": "application/json" };

function post(
  address: string,
  body: string | Buffer,
  headers: Record<string, string> = JSON_TYPE,
  path = "/v1/traces",
) {
  return fetch(address + path, { method: "POST", body, headers });
}

describe("a receiver of OTLP", () => {
  test("answers when what came is in the log, and tells what it could not take", async () => {
    const { address, text } = await started();
    const whole = await post(address, JSON.stringify(span()));
    expect([whole.status, await whole.json()]).toEqual([200, {}]);
    expect((await text()).split("\n")).toHaveLength(3);
    const part = await post(address, JSON.stringify(span({ traceId: "" })));
    expect(await part.json()).toEqual({
      partialSuccess: { rejectedSpans: "1", errorMessage: "a span without a trace id" },
    });
  });

  test("reads gzip, and refuses what is no such thing, or a bomb, with the reason", async () => {
    const { address } = await started({ limits: { sentBytes: 4096, plainBytes: 65_536 } });
    const gzip = { ...JSON_TYPE, "content-encoding": "gzip" };
    expect((await post(address, gzipSync(JSON.stringify(span())), gzip)).status).toBe(200);
    expect((await post(address, "no gzip", gzip)).status).toBe(400);
    expect((await post(address, gzipSync(Buffer.alloc(1_000_000)), gzip)).status).toBe(413);
    expect((await post(address, "x".repeat(5000))).status).toBe(413);
    expect((await post(address, "{}", { ...JSON_TYPE, "content-encoding": "zip" })).status).toBe(415);
    const wrong = await post(address, "{");
    expect([wrong.status, await wrong.json()]).toEqual([400, { message: expect.stringContaining("no JSON") }]);
    expect((await post(address, "abc", { "content-type": "application/x-protobuf" })).status).toBe(400);
    expect((await post(address, "{}", { "content-type": "text/plain" })).status).toBe(415);
    expect((await post(address, "{}", JSON_TYPE, "/v1/profiles")).status).toBe(404);
    expect((await fetch(`${address}/v1/traces`)).status).toBe(405);
  });

  test("counts metrics, and keeps none", async () => {
    const { address, text } = await started();
    const metrics = { resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: "a" }, { name: "b" }] }] }] };
    const answer = await post(address, JSON.stringify(metrics), JSON_TYPE, "/v1/metrics");
    expect(await answer.json()).toEqual({
      partialSuccess: { rejectedDataPoints: "2", errorMessage: "clew keeps no metrics" },
    });
    expect(await text()).toBe("");
  });

  test("begins a line of its own behind one that was torn", async () => {
    const { address, text } = await started({}, '{"task_uuid":"t","task_le');
    await post(address, JSON.stringify(span()));
    expect((await text()).split("\n")[1]).toMatch(/^\{"task_uuid":"0af76519/);
  });

  test("asks to come again where the disk is slow", async () => {
    const { address } = await started({}, "", 0);
    const answer = await post(address, JSON.stringify(span()));
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "1"]);
  });

  test("wants a token where others can reach it, and refuses who goes by another name", async () => {
    await expect(started({ host: "0.0.0.0" })).rejects.toMatchObject({ code: "CLEW_RECEIVE_HOST" });
    await expect(started({ token: "short" })).rejects.toMatchObject({ code: "CLEW_RECEIVE_WEAK_TOKEN" });
    const token = "0123456789abcdef0123456789abcdef";
    const { address, port } = await started({ token });
    expect((await post(address, JSON.stringify(span()))).status).toBe(401);
    const right = { ...JSON_TYPE, authorization: `Bearer ${token}` };
    expect((await post(address, JSON.stringify(span()), right)).status).toBe(200);
    const status = await new Promise((resolve, reject) => {
      const headers = { ...right, host: "evil.example" };
      const options = { port, host: "127.0.0.1", method: "POST", path: "/v1/traces", headers };
      request(options, (response) => resolve(response.resume().statusCode))
        .on("error", reject)
        .end("{}");
    });
    expect(status).toBe(403);
  });

  test("says what to do where the port is taken, or the file cannot be written", async () => {
    const { port } = await started();
    await expect(started({ port })).rejects.toMatchObject({ code: "CLEW_RECEIVE_PORT" });
    await expect(ReceivedLog.open(join(tmpdir(), "clew-no-such-folder", "x.log"))).rejects.toMatchObject({
      code: "CLEW_RECEIVE_FILE",
    });
  });
});
