// A service that has both clew and OpenTelemetry: `node beside-app.mjs SDK WAYS ORDER MANAGER LOG`. It asks itself in each
// way there is, and says how many spans, actions, traces and trees that made, and how many `traceparent` each answer saw.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { setTimeout as wait } from "node:timers/promises";
import { sdkOf } from "./sdk.mjs";

const [, , version, ways, order, manager, file] = process.argv;
// By require, for OpenTelemetry sees a module of Node's only where it is required after it.
const require = createRequire(import.meta.url);
const { toFile, withAction, logMessage } = require("clew");
const { instrument } = require("clew/instrument");
const { idGenerator, registerClew } = require("clew/bridge/otel");

toFile(file);
if (order === "clew-first") instrument();
const otel = sdkOf(version);
const { api, exporter } = otel;
const provider = otel.createProvider(manager === "shared" ? { idGenerator: idGenerator() } : {});
if (manager === "own") {
  const { AsyncLocalStorageContextManager } = otel.require("@opentelemetry/context-async-hooks");
  api.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
}
api.propagation.setGlobalPropagator(new (otel.require("@opentelemetry/core").W3CTraceContextPropagator)());
api.trace.setGlobalTracerProvider(provider);
if (ways !== "apart") registerClew(api, provider, { actions: ways === "both" });
if (order !== "clew-alone") {
  for (const [name, Class] of [
    ["http", "HttpInstrumentation"],
    ["undici", "UndiciInstrumentation"],
  ]) {
    new (otel.require(`@opentelemetry/instrumentation-${name}`)[Class])().setTracerProvider(provider);
  }
}
const http = require("node:http");
if (order === "otel-first" || order === "clew-alone") instrument();

const tracer = api.trace.getTracer("app");
const seen = {};
const server = http.createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, "http://x");
  if (pathname === "/asked") {
    const given = request.rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === "traceparent");
    seen[searchParams.get("by")] ??= [];
    seen[searchParams.get("by")].push(given.length);
    if (searchParams.has("to")) return response.writeHead(302, { location: searchParams.get("to") }).end();
    await withAction("stock", async () => {
      await null;
      logMessage("counted");
    });
    return response.end("1");
  }
  try {
    await withAction("load-order", async () => {
      await wait(1);
      await tracer.startActiveSpan("price", async (span) => {
        span.addEvent("rounding", { cents: 3 });
        await withAction("discount", async () => logMessage("checked", { percent: 5 }));
        span.end();
      });
    });
    for (const [by, ask] of Object.entries(CLIENTS)) await ask(`http://127.0.0.1:${port}/asked?by=${by}`);
    if (request.url.endsWith("3")) throw new RangeError("sold out");
    response.end("ok");
  } catch (error) {
    response.statusCode = 500;
    response.end(error.message);
  }
});

/** A trace that the program names itself; it goes elsewhere, with whatever is asked in it. */
const OWN_TRACE = "0af7651916cd43dd8448eb211c80319c";
let named = 0;
const own = () => `00-${OWN_TRACE}-00f067aa${(0x0ba902b7 + named++).toString(16).padStart(8, "0")}-01`;
const get = (url, options = {}) =>
  new Promise((resolve, reject) => {
    const request = http.get(url, options, (answer) => answer.resume().once("end", resolve));
    request.once("error", reject);
  });
const text = async (answer) => (await answer).text();
const CLIENTS = {
  http: (url) => get(url),
  "http, own header": (url) => get(url, { headers: { traceparent: own() } }),
  "http, own header in a list": (url) => get(url, { headers: ["host", "x", "traceparent", own()] }),
  fetch: (url) => text(fetch(url)),
  "fetch, own header": (url) => text(fetch(url, { headers: { traceparent: own() } })),
  "fetch of a request": (url) => text(fetch(new Request(url, { headers: [["x-a", "b"]] }))),
  "fetch, redirected": (url) => text(fetch(`${url}&to=${encodeURIComponent(url)}`)),
  "fetch of the same request twice": async (url) => {
    const request = new Request(url);
    await text(fetch(request.clone()));
    await text(fetch(request));
  },
};

server.listen(0, "127.0.0.1");
await new Promise((resolve) => server.once("listening", resolve));
const { port } = server.address();
const asker = require("node:net");
/** By a socket, so that nothing of this process tells the service of a trace. */
const ask = (path, header = "") =>
  new Promise((resolve) => {
    const socket = asker.connect(port, "127.0.0.1");
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n${header}Connection: close\r\n\r\n`);
    socket.resume().once("close", resolve);
  });
await ask("/orders/1");
await ask("/orders/3", "traceparent: 00-5b8aa5a2d2c872e8321cf37308d69df2-051581bf3cb55c13-01\r\n");
await Promise.all(Array.from({ length: 10 }, (_, i) => ask(`/orders/${100 + i}`)));
await new Promise((resolve) => server.close(resolve));

const lines = readFileSync(file, "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));
const { Parser } = require("clew/parse");
const parser = new Parser();
for (const line of lines) parser.add(line);
const trees = [...parser.end()];
const spans = exporter.getFinishedSpans();
const idOf = (span) => `${span.spanContext().traceId}:${span.spanContext().spanId}`;
const count = (status) => lines.filter(({ action_status }) => status(action_status)).length;
const told = {
  spans: spans.length,
  traces: new Set(spans.map((span) => span.spanContext().traceId).filter((id) => id !== OWN_TRACE)).size,
  spansTwice: spans.length - new Set(spans.map(idOf)).size,
  starts: count((status) => status === "started"),
  ends: count((status) => status !== undefined && status !== "started"),
  placesTwice: lines.length - new Set(lines.map(({ task_uuid, task_level }) => `${task_uuid}/${task_level}`)).size,
  trees: trees.filter(
    ({ taskUuid }) =>
      !lines.some(
        (line) => line.task_uuid === taskUuid && line.clew_trace_id === OWN_TRACE && line.task_level.length === 1,
      ),
  ).length,
  missing: trees.reduce((sum, { missing }) => sum + (missing?.length ?? 0), 0),
  seen,
};
console.log(JSON.stringify(told));
process.exit(0);
