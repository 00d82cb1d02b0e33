// npm run test:otel: what clew receives and sends, against OpenTelemetry's own packages.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const clew = join(here, "../../packages/cli/bin/clew.js");

if (!existsSync(join(here, "node_modules/@opentelemetry/api"))) {
  const { status, stderr } = spawnSync("npm", ["ci", "--ignore-scripts", "--no-fund", "--no-audit"], {
    cwd: here,
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
}

const example = join(here, "../../examples/otel-service");
if (!existsSync(join(example, "node_modules/@opentelemetry/api"))) {
  const { status, stderr } = spawnSync("npm", ["ci", "--ignore-scripts", "--no-fund", "--no-audit"], {
    cwd: example,
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
}

const folder = mkdtempSync(join(tmpdir(), "clew-otel-"));
after(() => rmSync(folder, { recursive: true }));

async function startReceiver(log, port) {
  const child = spawn(process.execPath, [clew, "receive", log, "--port", String(port)], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const lines = createInterface({ input: child.stdout });
  const [address] = await once(lines, "line");
  return { child, address, port: Number(new URL(address).port) };
}

async function kill({ child }, signal) {
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}

/** Runs a service; what is acknowledged to it is gathered. */
function startSender(address, protocol, acknowledged, onAcknowledged) {
  const child = spawn(process.execPath, [join(here, "sender.mjs"), address, protocol], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  createInterface({ input: child.stdout }).on("line", (line) => {
    acknowledged.add(line);
    onAcknowledged();
  });
  return child;
}

function readLog(log) {
  return readFileSync(log, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      try {
        return JSON.parse(line);
      } catch {
        return { torn: line };
      }
    });
}

test("everything that was acknowledged is in the log, though the receiver is killed twenty times", {
  timeout: 300_000,
}, async () => {
  const log = join(folder, "killed.log");
  let receiver = await startReceiver(log, 0);
  const { address, port } = receiver;
  const acknowledged = new Set();
  let wanted = { count: Infinity, reached: () => {} };
  const onAcknowledged = () => {
    if (acknowledged.size >= wanted.count) wanted.reached();
  };
  const more = (count) =>
    new Promise((resolve) => {
      wanted = { count: acknowledged.size + count, reached: resolve };
    });
  const senders = ["json", "proto"].map((protocol) => startSender(address, protocol, acknowledged, onAcknowledged));
  for (let killed = 0; killed < 20; killed++) {
    // At another moment each time: in the middle of what two services send without a pause.
    await more(100 + 37 * killed);
    await kill(receiver, "SIGKILL");
    receiver = await startReceiver(log, port);
  }
  await more(200);
  await Promise.all(
    senders.map((sender) => {
      const ended = once(sender, "exit");
      sender.stdin.end();
      return ended;
    }),
  );
  await kill(receiver, "SIGTERM");
  const records = readLog(log);
  const written = new Set(
    records.flatMap((record) => [
      ...(record.clew_span_id === undefined ? [] : [`span ${record.clew_span_id}`]),
      ...(typeof record.n === "string" ? [`log ${record.n}`] : []),
    ]),
  );
  const lost = [...acknowledged].filter((line) => !written.has(line));
  assert.deepEqual(lost, []);
  const kinds = [...acknowledged].map((line) => line.split(" ")[0]);
  assert.ok(kinds.includes("span") && kinds.includes("log"));
  assert.ok(records.filter(({ torn }) => torn !== undefined).length <= 20);
  console.log(`# ${acknowledged.size} spans and log records were acknowledged over 20 kills; all are in the log`);
});

test("two services in JSON and Protocol Buffers become one tree a trace", { timeout: 60_000 }, async () => {
  const log = join(folder, "trees.log");
  const receiver = await startReceiver(log, 0);
  const acknowledged = new Set();
  for (const protocol of ["json", "proto"]) {
    let enough = () => {};
    const reached = new Promise((resolve) => {
      enough = resolve;
    });
    const wanted = acknowledged.size + 60;
    const sender = startSender(receiver.address, protocol, acknowledged, () => acknowledged.size >= wanted && enough());
    await reached;
    const ended = once(sender, "exit");
    sender.stdin.end();
    await ended;
  }
  await kill(receiver, "SIGTERM");
  const { stdout, status } = spawnSync(process.execPath, [clew, "tree", "--json", log], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  assert.equal(status, 0);
  const trees = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  for (const tree of trees) assert.equal(tree.missing?.length ?? 0, 0);
  const text = spawnSync(process.execPath, [clew, "why", log], { encoding: "utf8" }).stdout;
  assert.match(text, /query failed with RangeError: sold out/);
});

test("the example's services, which have no clew in them, are told why they failed", { timeout: 60_000 }, () => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(example, "main.mjs")], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  assert.match(stdout, /6 of 30 tasks failed because db.query failed with RangeError: lock timeout on table stock/);
  assert.match(stdout, /What sets them apart is GET \/web.sku = "lamp"/);
});

test("a program that ends at once has sent its spans by toOtlp, and the receiver's log counts each once", {
  timeout: 60_000,
}, async () => {
  const log = join(folder, "exit.log");
  const receiver = await startReceiver(log, 0);
  const library = (door) => JSON.stringify(new URL(`../../packages/clew/dist/${door}.js`, import.meta.url).href);
  const program = `
    import { ledger, withAction } from ${library("index.node")};
    import { toOtlp } from ${library("otlp")};
    toOtlp(${JSON.stringify(receiver.address)}, { service: "short" });
    for (let i = 0; i < 1000; i++) withAction("work", { i }, () => {});
    process.on("exit", () => console.log(JSON.stringify(ledger().map(({ logged, written, dropped, pending }) => [logged, written, dropped, pending]))));
    process.exit(0);`;
  const ran = spawn(process.execPath, ["--input-type=module", "-e", program], { stdio: ["ignore", "pipe", "inherit"] });
  let stdout = "";
  ran.stdout.on("data", (part) => {
    stdout += part;
  });
  const [status] = await once(ran, "close");
  await kill(receiver, "SIGTERM");
  assert.equal(status, 0);
  assert.deepEqual(JSON.parse(stdout), [[2000, 2000, 0, 0]]);
  const starts = readLog(log).filter(({ action_status }) => action_status === "started");
  assert.equal(new Set(starts.map(({ i }) => i)).size, 1000);
});

test("what OpenTelemetry's own exporter sent comes out of clew export --to otlp as it was", {
  timeout: 60_000,
}, async () => {
  const { JsonTraceSerializer } = await import("@opentelemetry/otlp-transformer");
  const { InMemorySpanExporter, BasicTracerProvider, SimpleSpanProcessor } = await import(
    "@opentelemetry/sdk-trace-base"
  );
  const { resourceFromAttributes } = await import("@opentelemetry/resources");
  const { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } = await import("@opentelemetry/api");
  const memory = new InMemorySpanExporter();
  const resource = resourceFromAttributes({ "service.name": "shop" });
  const tracer = new BasicTracerProvider({ resource, spanProcessors: [new SimpleSpanProcessor(memory)] }).getTracer(
    "t",
  );
  const root = tracer.startSpan("GET", {
    kind: SpanKind.SERVER,
    startTime: [1767000000, 1000],
    attributes: { n: 7, half: 0.5, list: ["a", "b"], yes: true },
  });
  const child = tracer.startSpan("query", { startTime: [1767000000, 2000] }, trace.setSpan(ROOT_CONTEXT, root));
  child.addEvent("rows", { count: 3 }, [1767000000, 3000]);
  child.setStatus({ code: SpanStatusCode.ERROR, message: "sold out" });
  child.end([1767000000, 4000]);
  root.end([1767000000, 5000]);
  const sent = Buffer.from(JsonTraceSerializer.serializeRequest(memory.getFinishedSpans())).toString();
  const file = join(folder, "sent.json");
  writeFileSync(file, sent);
  const { stdout } = spawnSync(process.execPath, [clew, "export", "--to", "otlp", file], { encoding: "utf8" });
  const spansOf = (text) =>
    JSON.parse(text).resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
  const plain = (value) => Object.values(value)[0]?.values?.map(plain) ?? String(Object.values(value)[0]);
  const attributesOf = (list) => Object.fromEntries(list.map(({ key, value }) => [key, plain(value)]));
  const shape = (span) => ({
    ids: [span.traceId, span.spanId, span.parentSpanId],
    what: [span.name, span.kind, String(span.startTimeUnixNano), String(span.endTimeUnixNano)],
    attributes: attributesOf(span.attributes),
    events: span.events
      .filter(({ name }) => name !== "exception")
      .map(({ name, attributes }) => [name, attributesOf(attributes)]),
    status: [span.status.code, span.status.message ?? ""],
  });
  const byId = (spans) => spans.map(shape).sort((a, b) => (a.ids[1] < b.ids[1] ? -1 : 1));
  assert.deepEqual(byId(spansOf(stdout)), byId(spansOf(sent)));
});
