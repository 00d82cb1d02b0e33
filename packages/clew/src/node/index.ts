export { installCarrier } from "./carrier.js";
export { configureFromEnv } from "./configure-from-env.js";
export { type ExitFlush, exitHooks } from "./exit-hooks.js";
export { toFile } from "./file/index.js";
export {
  cameOverLoopback,
  continueFrom,
  joinTrace,
  neighbourSpans,
  noticeRequests,
  parseTraceparent,
  serializeTo,
  startFrom,
  TASK_ID_HEADER,
  TRACEPARENT_HEADER,
  type TraceParent,
  traceOf,
} from "./headers/index.js";
export { keepChannel, listenToChannel } from "./kept-channels.js";
export { threadDestination } from "./thread-destination/index.js";
export { noticeUncaught } from "./uncaught.js";
