// A service with OpenTelemetry's SDK and no clew. It makes traces until its input ends, and says the id of each span and
// log record that the receiver acknowledged: `node sender.mjs ENDPOINT json|proto`.
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { OTLPLogExporter as JsonLogs } from "@opentelemetry/exporter-logs-otlp-http";
import { OTLPLogExporter as ProtoLogs } from "@opentelemetry/exporter-logs-otlp-proto";
import { OTLPTraceExporter as JsonTraces } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtoTraces } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchLogRecordProcessor, LoggerProvider } from "@opentelemetry/sdk-logs";
import { BasicTracerProvider, BatchSpanProcessor } from "@opentelemetry/sdk-trace-base";

const [endpoint, protocol] = process.argv.slice(2);
const [Traces, Logs] = protocol === "json" ? [JsonTraces, JsonLogs] : [ProtoTraces, ProtoLogs];
const compression = protocol === "json" ? "none" : "gzip";
const resource = resourceFromAttributes({ "service.name": `service-${protocol}` });
const batches = { scheduledDelayMillis: 20, maxExportBatchSize: 32, maxQueueSize: 100_000 };
const timeoutMillis = 2_000;

const spans = told(
  new Traces({ url: `${endpoint}/v1/traces`, compression, timeoutMillis }),
  (span) => `span ${span.spanContext().spanId}`,
);
const records = told(
  new Logs({ url: `${endpoint}/v1/logs`, compression, timeoutMillis }),
  (record) => `log ${record.attributes.n}`,
);
const tracers = new BasicTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(spans, batches)] });
const loggers = new LoggerProvider({
  resource,
  processors: [new BatchLogRecordProcessor({ exporter: records, ...batches })],
});
const tracer = tracers.getTracer("demo");
const logger = loggers.getLogger("app");

/** The exporter, which says what was acknowledged. */
function told(exporter, idOf) {
  const original = exporter.export.bind(exporter);
  exporter.export = (items, done) =>
    original(items, (result) => {
      if (result.code === 0) process.stdout.write(`${items.map(idOf).join("\n")}\n`);
      done(result);
    });
  return exporter;
}

let n = 0;
const timer = setInterval(() => {
  const root = tracer.startSpan("GET /orders", { kind: SpanKind.SERVER, attributes: { n, "http.route": "/orders" } });
  const inside = trace.setSpan(ROOT_CONTEXT, root);
  const query = tracer.startSpan("query", { attributes: { "db.query.text": "select 1", big: 2 ** 40 } }, inside);
  query.addEvent("rows", { count: 3 });
  if (n % 5 === 0) {
    query.recordException(new RangeError("sold out"));
    query.setStatus({ code: SpanStatusCode.ERROR, message: "sold out" });
    root.setStatus({ code: SpanStatusCode.ERROR, message: "answered 500" });
  }
  logger.emit({ severityText: "WARN", body: "low stock", attributes: { n: `${protocol}-${n}` }, context: inside });
  query.end();
  root.end();
  n++;
}, 2);

process.stdin.resume();
process.stdin.once("end", async () => {
  clearInterval(timer);
  await Promise.all([tracers.shutdown(), loggers.shutdown()]);
  process.exit(0);
});
