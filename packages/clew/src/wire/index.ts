export { decodeJson } from "./decode.js";
export type { Replace } from "./encode.js";
export { describeThrown, encodeNumber, encodeValue, quote } from "./encode.js";
export * as fieldNames from "./field-names.js";
export { isReserved, isReservedInFailure } from "./field-names.js";
export { handedOutRuns } from "./handed-out.js";
export { type LineHead, lineStart, readHead } from "./line-head.js";
export { type LogEntry, toLogEntry } from "./log-entry.js";
export { mayHoldLongInteger } from "./long-integer.js";
export type { ActionStatus, Message } from "./message.js";
export * as names from "./names.js";
export { type MessageRole, roleOf } from "./role.js";
export { ERROR_SEVERITY, severityOf } from "./severity.js";
export {
  type Attributes,
  FIRST_SPAN_PLACE,
  type ForeignEvent,
  type ForeignLink,
  type ForeignLogRecord,
  type ForeignSpan,
  messageOfLogRecord,
  messagesOfSpan,
  placeOfSpan,
  sha256Hex,
  spanIdOf,
  taskIdOfSpan,
  traceIdOf,
  uuidOfTrace,
} from "./spans/index.js";
export { taskFraction } from "./task-fraction.js";
export type { TaskIdParts } from "./task-id.js";
export { formatTaskId, parseTaskId } from "./task-id.js";
export type { TaskLevel } from "./task-level.js";
export { formatTaskLevel } from "./task-level.js";
export { textHash } from "./text-hash.js";
export { isSeconds, type TimeUnit, timeUnitOf, toTimestamp, writtenTimestamp } from "./timestamp.js";
export { errorText, isBytes, isDate, isError, isRegExp, tagOf } from "./value-kind.js";
