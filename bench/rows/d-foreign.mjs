// Rows D6 and D7: logs that are not ours, against the least that reading their lines takes.
import { closeSync, openSync, writeSync } from "node:fs";
// The command's own reading of files; nothing that is published gives it.
import { openLogs } from "../../packages/cli/dist/input.js";
import { chunkParse } from "../chunk-parse.mjs";

/** @param {string} path @param {number} count @param {(n: number) => string} line */
function write(path, count, line) {
  const fd = openSync(path, "w");
  let text = "";
  for (let n = 0; n < count; n++) {
    text += `${line(n)}\n`;
    if (text.length < 1 << 20) continue;
    writeSync(fd, text);
    text = "";
  }
  writeSync(fd, text);
  closeSync(fd);
}

/** One of the four lines of a request, as pino writes it and Docker's json-file carries it. @param {number} n */
function pinoInDocker(n) {
  const time = 1_767_323_045_006 + n;
  const request = n >> 2;
  const base = { level: 30, time, pid: 7, hostname: "web-1", reqId: `req-${request}` };
  const line = [
    { ...base, req: { method: "GET", url: `/orders/${request}`, host: "localhost:3000" }, msg: "incoming request" },
    { ...base, sku: "lamp", count: 3, msg: "reserved" },
    { ...base, level: 40, user: { id: 17, name: "Kim" }, msg: "slow query" },
    { ...base, res: { statusCode: 200 }, responseTime: 12.5, msg: "request completed" },
  ][n & 3];
  return JSON.stringify({ log: `${JSON.stringify(line)}\n`, stream: "stdout", time: new Date(time).toISOString() });
}

/** A request of twenty spans, as the collector's file exporter writes it. @param {number} n */
function otlp(n) {
  const hex = (/** @type {number} */ value, /** @type {number} */ digits) => value.toString(16).padStart(digits, "0");
  const spans = Array.from({ length: 20 }, (_, i) => {
    const id = n * 20 + i;
    const start = 1_767_000_000_000_000_000n + BigInt(id) * 1_000_000n;
    return {
      traceId: hex(Math.floor(id / 10) + 1, 32),
      spanId: hex(id + 1, 16),
      ...(id % 10 !== 0 && { parentSpanId: hex(Math.floor(id / 10) * 10 + 1, 16) }),
      name: "GET /orders",
      kind: 2,
      startTimeUnixNano: String(start),
      endTimeUnixNano: String(start + 900_000n),
      attributes: [
        { key: "http.request.method", value: { stringValue: "GET" } },
        { key: "http.response.status_code", value: { intValue: "200" } },
      ],
      status: {},
    };
  });
  const resource = { attributes: [{ key: "service.name", value: { stringValue: "shop" } }] };
  return JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ scope: { name: "http" }, spans }] }] });
}

/** @param {number} _ @param {string} folder */
const chunks = (_, folder) => chunkParse(`${folder}.log`);

/** @param {number} _ @param {string} folder */
async function messages(_, folder) {
  let read = 0;
  for await (const batch of (await openLogs([`${folder}.log`])).messages()) read += batch.length;
  return read;
}

/** @type {import("../harness.mjs").Row[]} */
export const rows = [
  {
    id: "D6",
    what: "read pino's lines in Docker's json-file as messages",
    times: 400_000,
    prepare: (times, folder) => write(`${folder}.log`, times, pinoInDocker),
    contestants: { "chunk-parse": chunks, clew: messages },
    targets: [{ ours: "clew", against: "chunk-parse", atMost: 2 }],
  },
  {
    id: "D7",
    what: "read requests of OTLP JSON, twenty spans each, as messages",
    times: 10_000,
    prepare: (times, folder) => write(`${folder}.log`, times, otlp),
    contestants: { "chunk-parse": chunks, clew: messages },
    targets: [{ ours: "clew", against: "chunk-parse", atMost: 3 }],
  },
];
