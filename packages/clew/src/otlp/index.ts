export { logsRequest, SendError, type SendOptions, type SendResult, sendOtlp, tracesRequest } from "./otlp-request.js";
export { type OtlpSpan, type SpanSource, toOtlpLogRecord, toOtlpSpan } from "./otlp-span.js";
export { type OtlpDestination, type ToOtlpOptions, toOtlp } from "./to-otlp.js";
