// One of two services with OpenTelemetry and no clew: node service.mjs web|stock PORT. The stock has a fault: for lamps its
// query waits for a lock that never comes.
import { createServer, request } from "node:http";
import { context, propagation, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";

const [name, port] = process.argv.slice(2);
const provider = new NodeTracerProvider({
  resource: resourceFromAttributes({ "service.name": name }),
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
});
provider.register();
const tracer = trace.getTracer("example");

/** Runs a function in a span, which fails as the function does. */
async function inSpan(what, options, body, parent = context.active()) {
  return tracer.startActiveSpan(what, options, parent, async (span) => {
    try {
      return await body(span);
    } catch (error) {
      span.recordException(error);
      span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
      throw error;
    } finally {
      span.end();
    }
  });
}

const handlers = {
  web: (sku) => call(`http://127.0.0.1:${Number(port) + 1}/${sku}`),
  stock: (sku) =>
    inSpan("db.query", { attributes: { "db.query.text": "select amount from stock where sku = $1" } }, async () => {
      if (sku === "lamp") throw new RangeError("lock timeout on table stock");
      return "12";
    }),
};

function call(url) {
  return inSpan("GET", { kind: SpanKind.CLIENT, attributes: { "url.full": url } }, async (span) => {
    const headers = {};
    propagation.inject(context.active(), headers);
    const response = await new Promise((resolve, reject) =>
      request(url, { headers }, resolve).on("error", reject).end(),
    );
    let text = "";
    for await (const part of response) text += part;
    span.setAttribute("http.response.status_code", response.statusCode);
    if (response.statusCode >= 500) throw new Error(`HTTP ${response.statusCode}`);
    return text;
  });
}

const server = createServer(async (incoming, response) => {
  const sku = incoming.url.slice(1);
  const attributes = { "url.path": incoming.url, sku };
  const caller = propagation.extract(context.active(), incoming.headers);
  try {
    const options = { kind: SpanKind.SERVER, attributes };
    response.end(await inSpan(`GET /${name}`, options, () => handlers[name](sku), caller));
  } catch {
    response.writeHead(500).end();
  }
});
server.listen(Number(port), "127.0.0.1", () => process.send?.("ready"));

process.once("SIGTERM", async () => {
  server.close();
  await provider.shutdown();
  process.exit(0);
});
