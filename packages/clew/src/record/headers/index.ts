export { type ContinueFromOptions, continueFrom, type ReadableHeaders, startFrom } from "./continue-from.js";
export { isLoopback } from "./loopback.js";
export {
  type SerializeToOptions,
  serializeTo,
  TASK_ID_HEADER,
  TRACEPARENT_HEADER,
  type WritableHeaders,
} from "./serialize-to.js";
export { joinTrace, neighbourSpans, parseTraceparent, type TraceParent, traceOf } from "./trace.js";
