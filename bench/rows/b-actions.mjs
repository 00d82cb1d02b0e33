// Rows B: actions, nested three deep, each with a message.
import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { openSync, writeSync } from "node:fs";
import { context, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { BasicTracerProvider, BatchSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { addDestination, close, logMessage, removeDestination, toFile, withAction } from "clew";
import { createFloor } from "../floor.mjs";

const store = new AsyncLocalStorage();
let _counter = 0;

/** The same lines by hand. @param {string} uuid @param {string} level @param {string} rest */
const line = (uuid, level, rest) =>
  `{"task_uuid":"${uuid}","task_level":[${level}],"timestamp":${Date.now() / 1000},${rest}}\n`;

/** @typedef {{ write(line: string): void }} Floor */

/** @param {Floor} floor @param {string} uuid @param {string} level @param {number} depth */
function floorSync(floor, uuid, level, depth) {
  store.run({ uuid, level }, () => {
    floor.write(line(uuid, `${level}1`, `"action_type":"step","action_status":"started","depth":${depth}`));
    floor.write(line(uuid, `${level}2`, '"message_type":"note","n":1'));
    if (depth > 1) floorSync(floor, uuid, `${level}3,`, depth - 1);
    floor.write(line(uuid, `${level}4`, '"action_type":"step","action_status":"succeeded","clew_duration":0.000012'));
  });
}

/** @param {Floor} floor @param {string} uuid @param {string} level @param {number} depth @returns {Promise<void>} */
function floorAsync(floor, uuid, level, depth) {
  return store.run({ uuid, level }, async () => {
    floor.write(line(uuid, `${level}1`, `"action_type":"step","action_status":"started","depth":${depth}`));
    await null;
    floor.write(line(uuid, `${level}2`, '"message_type":"note","n":1'));
    if (depth > 1) await floorAsync(floor, uuid, `${level}3,`, depth - 1);
    floor.write(line(uuid, `${level}4`, '"action_type":"step","action_status":"succeeded","clew_duration":0.000012'));
  });
}

/** @param {number} depth */
function clewSync(depth) {
  withAction("step", { depth }, () => {
    logMessage("note", { n: 1 });
    if (depth > 1) clewSync(depth - 1);
  });
}

/** @param {number} depth @returns {Promise<void>} */
function clewAsync(depth) {
  return withAction("step", { depth }, async () => {
    await null;
    logMessage("note", { n: 1 });
    if (depth > 1) await clewAsync(depth - 1);
  });
}

/** A tracer whose spans are written, as lines of JSON, to a file. @param {string} folder */
function createTracer(folder) {
  const fd = openSync(`${folder}.otel`, "a");
  const exporter = {
    /** @param {import("@opentelemetry/sdk-trace-base").ReadableSpan[]} spans @param {(result: { code: number }) => void} done */
    export(spans, done) {
      let text = "";
      for (const { name, attributes, events, startTime, endTime, status, parentSpanContext, spanContext } of spans) {
        text += `${JSON.stringify({ name, attributes, events, startTime, endTime, status, parent: parentSpanContext?.spanId })}\n`;
        void spanContext;
      }
      writeSync(fd, text);
      done({ code: 0 });
    },
    shutdown: async () => {},
  };
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const processor = new BatchSpanProcessor(exporter, { maxQueueSize: 1_000_000, maxExportBatchSize: 512 });
  const provider = new BasicTracerProvider({ spanProcessors: [processor] });
  trace.setGlobalTracerProvider(provider);
  return { tracer: provider.getTracer("bench"), flush: () => processor.forceFlush() };
}

/** @param {import("@opentelemetry/api").Tracer} tracer @param {number} depth */
function otelSync(tracer, depth) {
  tracer.startActiveSpan("step", { attributes: { depth } }, (span) => {
    span.addEvent("note", { n: 1 });
    if (depth > 1) otelSync(tracer, depth - 1);
    span.end();
  });
}

/** @param {import("@opentelemetry/api").Tracer} tracer @param {number} depth @returns {Promise<void>} */
function otelAsync(tracer, depth) {
  return tracer.startActiveSpan("step", { attributes: { depth } }, async (span) => {
    await null;
    span.addEvent("note", { n: 1 });
    if (depth > 1) await otelAsync(tracer, depth - 1);
    span.end();
  });
}

/** @type {import("../harness.mjs").Row[]} */
export const rows = [
  {
    id: "B1",
    what: "a sync action: start, a message, finish, nested 3 deep",
    times: 60_000,
    contestants: {
      floor: (times, folder) => {
        const floor = createFloor(`${folder}.floor`);
        for (let i = 0; i < times; i++) floorSync(floor, randomUUID(), "", 3);
        floor.close();
      },
      clew: async (times, folder) => {
        toFile(`${folder}.clew`, { mode: "buffered" });
        for (let i = 0; i < times; i++) clewSync(3);
        await close();
      },
      "OpenTelemetry, batch to a file": async (times, folder) => {
        const { tracer, flush } = createTracer(folder);
        for (let i = 0; i < times; i++) {
          otelSync(tracer, 3);
          if (i % 150 === 0) await flush();
        }
        await flush();
      },
    },
    targets: [{ ours: "clew", against: "floor", atMost: 1.1 }],
  },
  {
    id: "B2",
    what: "the same with an await inside",
    times: 60_000,
    contestants: {
      floor: async (times, folder) => {
        const floor = createFloor(`${folder}.floor`);
        for (let i = 0; i < times; i++) await floorAsync(floor, randomUUID(), "", 3);
        floor.close();
      },
      clew: async (times, folder) => {
        toFile(`${folder}.clew`, { mode: "buffered" });
        for (let i = 0; i < times; i++) await clewAsync(3);
        await close();
      },
      "OpenTelemetry, batch to a file": async (times, folder) => {
        const { tracer, flush } = createTracer(folder);
        for (let i = 0; i < times; i++) {
          await otelAsync(tracer, 3);
          if (i % 150 === 0) await flush();
        }
        await flush();
      },
    },
    targets: [{ ours: "clew", against: "floor", atMost: 1.1 }],
  },
  {
    id: "B3",
    what: "an action after the last destination was removed: nanoseconds a call",
    times: 2_000_000,
    measures: "bytes",
    contestants: {
      "clew, sync": async (times) => nanosecondsOf(times, await silence(), () => withAction("step", work)),
      "clew, async": async (times) => nanosecondsAsync(times, await silence(), () => withAction("step", workAsync)),
      "the same await in AsyncLocalStorage.run": (times) =>
        nanosecondsAsync(times, undefined, () => store.run({}, workAsync)),
      "OpenTelemetry API alone, sync": (times) => {
        const tracer = trace.getTracer("bench");
        return nanosecondsOf(times, undefined, () => tracer.startActiveSpan("step", (span) => span.end()));
      },
    },
    targets: [],
  },
];

function work() {
  _counter++;
}

async function workAsync() {
  await null;
  _counter++;
}

async function silence() {
  const nowhere = () => {};
  addDestination(nowhere);
  await removeDestination(nowhere);
}

/** @param {number} times @param {unknown} _ @param {() => unknown} call */
function nanosecondsOf(times, _, call) {
  for (let i = 0; i < times / 10; i++) call();
  const before = process.cpuUsage();
  for (let i = 0; i < times; i++) call();
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / times;
}

/** @param {number} times @param {unknown} _ @param {() => Promise<unknown>} call */
async function nanosecondsAsync(times, _, call) {
  for (let i = 0; i < times / 10; i++) await call();
  const before = process.cpuUsage();
  for (let i = 0; i < times; i++) await call();
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / times;
}
