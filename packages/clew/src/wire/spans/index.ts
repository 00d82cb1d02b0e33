export type { Attributes, ForeignEvent, ForeignLink, ForeignLogRecord, ForeignSpan } from "./foreign-span.js";
export { messageOfLogRecord, messagesOfSpan, taskIdOfSpan } from "./foreign-span.js";
export { sha256Hex } from "./sha-256.js";
export { FIRST_SPAN_PLACE, placeOfSpan, spanIdOf, traceIdOf, uuidOfTrace } from "./span-id.js";
