// What spans and contexts of OpenTelemetry can do, beside actions: `OTEL_SDK=2 node --test spans.mjs`.

import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { beforeEach, test } from "node:test";
import { sdkOf } from "./sdk.mjs";

const require = createRequire(import.meta.url);
const { addDestination, currentAction, logMessage, withAction, withTask } = require("clew");
const { idGenerator, registerClew } = require("clew/bridge/otel");

const { api, sdk, createProvider, exporter } = sdkOf(process.env.OTEL_SDK ?? "2");
const { context, ROOT_CONTEXT, SpanStatusCode, trace } = api;
let isSampled = true;
const sampler = {
  shouldSample: () => ({ decision: isSampled ? 2 : 0 }),
  toString: () => "as the test says",
};
const provider = createProvider({ idGenerator: idGenerator(), sampler });
trace.setGlobalTracerProvider(provider);
registerClew(api, provider);
const tracer = trace.getTracer("t");

let messages = [];
addDestination((message) => messages.push(message));
beforeEach(() => {
  messages = [];
  exporter.reset();
});

const starts = () => messages.filter(({ action_status }) => action_status === "started");
const startOf = (type) => starts().find(({ action_type }) => action_type === type);
const endOf = (type) => messages.find((message) => message.action_type === type && message.action_status !== "started");
const spanOf = (name) => exporter.getFinishedSpans().find((span) => span.name === name);
const parentIdOf = (span) => span.parentSpanContext?.spanId ?? span.parentSpanId;
const traceOf = (span) => span.spanContext().traceId;
const isIn = (child, parent) => {
  const [inner, outer] = [startOf(child), startOf(parent)];
  const level = outer.task_level.slice(0, -1);
  return inner.task_uuid === outer.task_uuid && String(inner.task_level.slice(0, level.length)) === String(level);
};

test("a span in an action in a span stands there, in the log and in the backend", async () => {
  await tracer.startActiveSpan("outer", async (outer) => {
    await withAction("mine", async () => {
      await null;
      tracer.startActiveSpan("inner", (inner) => {
        logMessage("deep");
        assert.equal(currentAction().type, "inner");
        inner.end();
      });
    });
    outer.end();
  });
  assert.ok(isIn("inner", "mine") && isIn("mine", "outer"));
  assert.equal(parentIdOf(spanOf("inner")), spanOf("mine").spanContext().spanId);
  assert.equal(parentIdOf(spanOf("mine")), spanOf("outer").spanContext().spanId);
  assert.equal(traceOf(spanOf("outer")), startOf("outer").task_uuid.replaceAll("-", ""));
  assert.equal(messages.find(({ message_type }) => message_type === "deep").task_level.length, 3);
});

test("an explicit parent counts, wherever the span begins", () => {
  const first = tracer.startSpan("first");
  withAction("elsewhere", () => {
    tracer.startSpan("child", {}, trace.setSpan(ROOT_CONTEXT, first)).end();
    tracer.startSpan("alone", { root: true }).end();
  });
  first.end();
  assert.ok(isIn("child", "first"));
  assert.equal(parentIdOf(spanOf("child")), first.spanContext().spanId);
  assert.notEqual(startOf("alone").task_uuid, startOf("elsewhere").task_uuid);
  assert.notEqual(traceOf(spanOf("alone")), traceOf(spanOf("elsewhere")));
  assert.equal(parentIdOf(spanOf("alone")), undefined);
});

test("a task is a trace of its own, also within a span", () => {
  tracer.startActiveSpan("outer", (outer) => {
    withTask("apart", () => withAction("within", () => {}));
    outer.end();
  });
  assert.notEqual(startOf("apart").task_uuid, startOf("outer").task_uuid);
  assert.notEqual(traceOf(spanOf("apart")), traceOf(spanOf("outer")));
  assert.equal(parentIdOf(spanOf("within")), spanOf("apart").spanContext().spanId);
});

test("with and bind carry both, with this and arguments", () => {
  const span = tracer.startSpan("bound");
  const active = trace.setSpan(context.active(), span);
  const self = { name: "self" };
  const given = context.with(
    active,
    function (...args) {
      return [this, args, currentAction().type];
    },
    self,
    1,
    2,
  );
  assert.deepEqual(given, [self, [1, 2], "bound"]);
  const bound = context.bind(active, (a, _b) => [currentAction().type, trace.getActiveSpan() === span, a]);
  assert.equal(bound.length, 2);
  assert.deepEqual(bound(3), ["bound", true, 3]);
  const emitter = context.bind(active, new EventEmitter());
  let heard;
  context.with(active, () => emitter.on("x", () => (heard = currentAction()?.type)));
  emitter.emit("x");
  assert.equal(heard, "bound");
  assert.equal(currentAction(), undefined);
  span.end();
});

test("a span ends once, in the past, after its parent, or never", () => {
  const parent = tracer.startSpan("parent");
  const inside = trace.setSpan(ROOT_CONTEXT, parent);
  const late = tracer.startSpan("late", {}, inside);
  tracer.startSpan("never", {}, inside);
  const past = tracer.startSpan("past", { startTime: Date.now() - 9000 }, inside);
  past.end(Date.now() - 1000);
  parent.end();
  parent.end();
  late.end();
  assert.equal(
    messages.filter(({ action_type, action_status }) => action_type === "parent" && action_status !== "started").length,
    1,
  );
  assert.equal(endOf("late").action_status, "succeeded");
  assert.equal(endOf("never"), undefined);
  assert.ok(Math.abs(endOf("past").timestamp - (Date.now() / 1000 - 1)) < 0.5);
});

test("events are messages when they happen, each once, also where a span has no more room for them", () => {
  const span = tracer.startSpan("busy");
  for (let i = 0; i < 200; i++) span.addEvent("tick", { i });
  assert.equal(messages.filter(({ message_type }) => message_type === "tick").length, 200);
  span.addEvent("timed", Date.now());
  span.end();
  span.addEvent("too late");
  assert.equal(
    messages.some(({ message_type }) => message_type === "too late"),
    false,
  );
  assert.equal(messages.filter(({ message_type }) => message_type === "timed").length, 1);
});

test("messages are events, each once", () => {
  withAction("mine", () => {
    logMessage("noted", { n: 1, deep: { a: [1] } });
    trace.getActiveSpan().addEvent("by hand");
  });
  const { events } = spanOf("mine");
  assert.deepEqual(
    events.map(({ name }) => name),
    ["noted", "by hand"],
  );
  assert.deepEqual({ ...events[0].attributes }, { n: 1, deep: '{"a":[1]}' });
  assert.equal(messages.filter(({ message_type }) => message_type === "noted").length, 1);
});

test("what fails fails on both sides, with its error", () => {
  assert.throws(() =>
    withAction("mine", () => {
      throw new RangeError("sold out");
    }),
  );
  const span = tracer.startSpan("theirs");
  span.recordException(new TypeError("no stock"));
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.updateName("GET /stock/:id");
  span.setAttribute("rows", 3);
  span.end();
  assert.equal(spanOf("mine").status.code, SpanStatusCode.ERROR);
  assert.equal(spanOf("mine").events.at(-1).attributes["exception.type"], "RangeError");
  const { exception, reason, name, rows } = endOf("theirs");
  assert.deepEqual([exception, reason, name, rows], ["TypeError", "no stock", "GET /stock/:id", 3]);
  assert.equal(messages.filter(({ message_type }) => message_type === "eliot:traceback").length, 1);
});

test("a span that is not sampled is no action, and takes none away", () => {
  withAction("mine", () => {
    isSampled = false;
    tracer.startActiveSpan("unseen", (span) => {
      isSampled = true;
      assert.equal(currentAction().type, "mine");
      tracer.startSpan("seen").end();
      withAction("below", () => {});
      span.end();
    });
  });
  isSampled = true;
  assert.equal(startOf("unseen"), undefined);
  assert.ok(isIn("seen", "mine") && isIn("below", "mine"));
});

test("links are what an action follows from, and the other way", () => {
  const first = tracer.startSpan("first");
  first.end();
  tracer.startSpan("second", { links: [{ context: first.spanContext() }] }).end();
  const { task_uuid } = startOf("first");
  assert.deepEqual(startOf("second").clew_follows_from, [`${task_uuid}@/`]);
  withAction("third", {}, { followsFrom: `${task_uuid}@/` }, () => {});
  assert.equal(spanOf("third").links[0].context.spanId, first.spanContext().spanId);
});

test("attributes that have names of the format's, or hold secrets, are no fields", () => {
  const attributes = {
    task_uuid: "x",
    clew_span_id: "y",
    exception: "z",
    "url.full": "http://ann:secret@shop.example/a?token=secret",
    "url.query": "token=secret",
    "http.request.header.authorization": ["secret"],
    "db.query.parameter.0": "secret",
  };
  tracer.startSpan("named", { attributes }).end();
  const text = JSON.stringify(messages);
  assert.ok(!text.includes("secret"), text);
  assert.equal(startOf("named").field_task_uuid, "x");
  assert.equal(startOf("named")["url.full"], "http://shop.example/a");
});

test("what an exporter sends is not traced", async () => {
  const { instrument } = require("clew/instrument");
  const stop = instrument();
  const server = createServer((_request, response) => response.end()).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const url = `http://127.0.0.1:${server.address().port}/v1/traces`;
  const suppressed = api.createContextKey("OpenTelemetry SDK Context Key SUPPRESS_TRACING");
  await withAction("mine", () =>
    context.with(context.active().setValue(suppressed, true), async () => {
      await (await fetch(url)).text();
      await new Promise((resolve) => require("node:http").get(url, (answer) => answer.resume().once("end", resolve)));
    }),
  );
  await new Promise((resolve) => server.close(resolve));
  stop();
  assert.equal(startOf("http.call"), undefined);
});

test("the processor's flush and end are those of a processor", async () => {
  await provider.forceFlush();
  assert.ok(sdk);
});
