// Rows B: actions, nested three deep, each with a message.
import { AsyncLocalStorage } from "node:async_hooks";
import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { context, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { addDestination, close, logMessage, removeDestination, toFile, withAction } from "clew";
import { createTracer } from "../cold/otel-tracer.mjs";
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

/** @type {Record<string, (times: number, folder: string) => unknown>} */
const SYNC = {
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
};

const shortProgram = fileURLToPath(new URL("../cold/log-and-end.mjs", import.meta.url));

/** A process that logs a hundred lines and ends. @param {string} logger @returns {(times: number, folder: string) => { milliseconds: number }} */
function program(logger) {
  return (times, folder) => {
    let milliseconds = 0;
    for (let i = 0; i < times; i++) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [shortProgram, logger, `${folder}.${i}`], {
        encoding: "utf8",
      });
      if (status !== 0) throw new Error(`${logger} ended with ${status}:\n${stderr}`);
      milliseconds += Number(stdout) / times;
    }
    return { milliseconds };
  };
}

/** @type {import("../harness.mjs").Row[]} */
export const rows = [
  {
    id: "B1",
    what: "a sync action: start, a message, finish, nested 3 deep",
    times: 60_000,
    contestants: SYNC,
    targets: [{ ours: "clew", against: "floor", atMost: 1.15 }],
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
    targets: [{ ours: "clew", against: "floor", atMost: 1.18 }],
  },
  {
    id: "B3",
    what: "the same after the last destination was removed: nanoseconds for three actions and their messages",
    times: 300_000,
    measures: "bytes",
    contestants: {
      "OpenTelemetry API alone, sync": (times) => nanosecondsOf(times, () => otelSync(trace.getTracer("bench"), 3)),
      "OpenTelemetry API alone, async": (times) =>
        nanosecondsAsync(times, () => otelAsync(trace.getTracer("bench"), 3)),
      "OpenTelemetry API with a context that follows awaits, async": (times) => {
        context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
        return nanosecondsAsync(times, () => otelAsync(trace.getTracer("bench"), 3));
      },
      "clew, sync": async (times) => {
        await silence();
        return nanosecondsOf(times, () => clewSync(3));
      },
      "clew, async": async (times) => {
        await silence();
        return nanosecondsAsync(times, () => clewAsync(3));
      },
      "one empty call of clew": async (times) => {
        await silence();
        return nanosecondsOf(times, () => withAction("step", work));
      },
    },
    targets: [
      { ours: "clew, sync", against: "OpenTelemetry API alone, sync", atMost: 1 },
      { ours: "clew, async", against: "OpenTelemetry API with a context that follows awaits, async", atMost: 1 },
    ],
  },
  {
    id: "B1-cold",
    what: "the first 1,000 actions of a process, with their messages",
    times: 333,
    warmsUp: false,
    contestants: SYNC,
    targets: [{ ours: "clew", against: "OpenTelemetry, batch to a file", atMost: 1 }],
  },
  {
    id: "B-short",
    what: "a process that logs 100 lines and ends, its start included",
    times: 4,
    warmsUp: false,
    contestants: Object.fromEntries(["nothing", "floor", "clew", "pino", "otel"].map((name) => [name, program(name)])),
    targets: [
      { ours: "clew", against: "pino", above: "nothing", atMost: 1 },
      { ours: "clew", against: "otel", above: "nothing", atMost: 1 },
    ],
  },
];

function work() {
  _counter++;
}

async function silence() {
  const nowhere = () => {};
  addDestination(nowhere);
  await removeDestination(nowhere);
}

/** @param {number} times @param {() => unknown} call */
function nanosecondsOf(times, call) {
  for (let i = 0; i < times / 10; i++) call();
  const before = process.cpuUsage();
  for (let i = 0; i < times; i++) call();
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / times;
}

/** @param {number} times @param {() => Promise<unknown>} call */
async function nanosecondsAsync(times, call) {
  for (let i = 0; i < times / 10; i++) await call();
  const before = process.cpuUsage();
  for (let i = 0; i < times; i++) await call();
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / times;
}
