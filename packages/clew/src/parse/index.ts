export type {
  Attributes,
  ForeignEvent,
  ForeignLink,
  ForeignLogRecord,
  ForeignSpan,
  Message,
  MessageRole,
  TaskLevel,
  TimeUnit,
} from "../wire/index.js";
export {
  decodeJson,
  messageOfLogRecord,
  messagesOfSpan,
  placeOfSpan,
  roleOf,
  sha256Hex,
  spanIdOf,
  taskIdOfSpan,
  timeUnitOf,
  traceIdOf,
  uuidOfTrace,
} from "../wire/index.js";
export { graftTasks } from "./grafts.js";
export type { ParsedLine } from "./parse-line.js";
export { messageOf, parseLine } from "./parse-line.js";
export type { ParseStreamOptions, UnusedLine } from "./parse-stream.js";
export { parseStream } from "./parse-stream.js";
export type { ParserOptions } from "./parser.js";
export { Parser } from "./parser.js";
export type { LineSink } from "./read-lines.js";
export { readLines } from "./read-lines.js";
export type { LineBytes, ScannedLine, ScanSink } from "./scan-lines.js";
export { scanLines } from "./scan-lines.js";
export type {
  ContinuedTask,
  Fields,
  TaskTree,
  WrittenAction,
  WrittenMessage,
  WrittenNode,
} from "./task-tree.js";
export { hashOfUuid, scanUuid } from "./uuid-hash.js";
