// OpenTelemetry's instrumentation of what the service uses, and of the calls that it might make: its spans go to a file in
// batches, as OTLP's JSON.

import { appendFile } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const api = require("@opentelemetry/api");
const { AsyncLocalStorageContextManager } = require("@opentelemetry/context-async-hooks");
const { W3CTraceContextPropagator } = require("@opentelemetry/core");
const { ExpressInstrumentation } = require("@opentelemetry/instrumentation-express");
const { HttpInstrumentation } = require("@opentelemetry/instrumentation-http");
const { IORedisInstrumentation } = require("@opentelemetry/instrumentation-ioredis");
const { UndiciInstrumentation } = require("@opentelemetry/instrumentation-undici");
const { registerInstrumentations } = require("@opentelemetry/instrumentation");
const { JsonTraceSerializer } = require("@opentelemetry/otlp-transformer");
const { BasicTracerProvider, BatchSpanProcessor } = require("@opentelemetry/sdk-trace-base");

/** @type {import("@opentelemetry/sdk-trace-base").SpanExporter} */
const toFile = {
  export(spans, done) {
    const text = `${Buffer.from(JsonTraceSerializer.serializeRequest(spans) ?? [])}\n`;
    appendFile(String(process.env.OTLP_FILE), text, (error) => done({ code: error ? 1 : 0 }));
  },
  async shutdown() {},
};
const tracerProvider = new BasicTracerProvider({
  spanProcessors: [new BatchSpanProcessor(toFile, { maxQueueSize: 65_536, maxExportBatchSize: 512 })],
});
api.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
api.propagation.setGlobalPropagator(new W3CTraceContextPropagator());
api.trace.setGlobalTracerProvider(tracerProvider);
registerInstrumentations({
  tracerProvider,
  instrumentations: [
    new HttpInstrumentation(),
    new UndiciInstrumentation(),
    new ExpressInstrumentation(),
    new IORedisInstrumentation({ requireParentSpan: true }),
  ],
});
