export type { Message, MessageRole, TaskLevel } from "../wire/index.js";
export { roleOf } from "../wire/index.js";
export type { ParsedLine } from "./parse-line.js";
export { parseLine } from "./parse-line.js";
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
