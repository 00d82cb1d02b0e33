export { isTraceEvent, TraceEvents } from "./chrome-trace.js";
export { isDatadogSpan, messagesOfDatadogSpan } from "./datadog.js";
export { isJaegerTrace, messagesOfJaegerTrace } from "./jaeger.js";
export { countMetrics, messagesOfLogs, messagesOfTraces, type Refused } from "./otlp.js";
export { decodeRequest, type RequestKind } from "./otlp-protobuf.js";
export { type Json, objectIn, objectsIn } from "./shape.js";
export { isSegment, messagesOfSegment } from "./skywalking.js";
export { isXRay, messagesOfXRay } from "./x-ray.js";
export { isZipkinSpan, ZipkinSpans } from "./zipkin.js";
