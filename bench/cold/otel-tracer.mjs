// A tracer of OpenTelemetry whose spans are written, as lines of JSON, to a file.
import { openSync, writeSync } from "node:fs";
import { context, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { BasicTracerProvider, BatchSpanProcessor } from "@opentelemetry/sdk-trace-base";

/** @param {string} folder */
export function createTracer(folder) {
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
