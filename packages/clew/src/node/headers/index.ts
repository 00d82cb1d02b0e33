export { continueFrom, startFrom } from "./continue-from.js";
export { cameOverLoopback, noticeRequests } from "./known-requests.js";
export { serializeTo, TASK_ID_HEADER, TRACEPARENT_HEADER } from "./serialize-to.js";
export { joinTrace, neighbourSpans, parseTraceparent, type TraceParent, traceOf } from "./trace.js";
