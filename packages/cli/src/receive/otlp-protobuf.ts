// OTLP in its binary form, read into the objects of its JSON form. The table is that of opentelemetry-proto 1.x: for each
// message, what its numbers mean; what is not in it is passed over, as Protocol Buffers want it.

import { Reader } from "protobufjs/minimal.js";
import type { Json } from "../tracers/index.js";

type Kind = "string" | "hex" | "base64" | "enum" | "bool" | "int64" | "fixed64" | "double" | "fixed32" | "uint32";
type Field = readonly [name: string, kind: Kind | keyof typeof MESSAGES, repeated?: "repeated"];

const MESSAGES = {
  TracesRequest: { 1: ["resourceSpans", "ResourceSpans", "repeated"] },
  ResourceSpans: { 1: ["resource", "Resource"], 2: ["scopeSpans", "ScopeSpans", "repeated"] },
  ScopeSpans: { 1: ["scope", "Scope"], 2: ["spans", "Span", "repeated"] },
  Resource: { 1: ["attributes", "KeyValue", "repeated"] },
  Scope: { 1: ["name", "string"], 2: ["version", "string"] },
  Span: {
    1: ["traceId", "hex"],
    2: ["spanId", "hex"],
    3: ["traceState", "string"],
    4: ["parentSpanId", "hex"],
    5: ["name", "string"],
    6: ["kind", "enum"],
    7: ["startTimeUnixNano", "fixed64"],
    8: ["endTimeUnixNano", "fixed64"],
    9: ["attributes", "KeyValue", "repeated"],
    10: ["droppedAttributesCount", "uint32"],
    11: ["events", "Event", "repeated"],
    12: ["droppedEventsCount", "uint32"],
    13: ["links", "Link", "repeated"],
    14: ["droppedLinksCount", "uint32"],
    15: ["status", "Status"],
    16: ["flags", "fixed32"],
  },
  Event: { 1: ["timeUnixNano", "fixed64"], 2: ["name", "string"], 3: ["attributes", "KeyValue", "repeated"] },
  Link: {
    1: ["traceId", "hex"],
    2: ["spanId", "hex"],
    3: ["traceState", "string"],
    4: ["attributes", "KeyValue", "repeated"],
  },
  Status: { 2: ["message", "string"], 3: ["code", "enum"] },
  KeyValue: { 1: ["key", "string"], 2: ["value", "AnyValue"] },
  AnyValue: {
    1: ["stringValue", "string"],
    2: ["boolValue", "bool"],
    3: ["intValue", "int64"],
    4: ["doubleValue", "double"],
    5: ["arrayValue", "ArrayValue"],
    6: ["kvlistValue", "KeyValueList"],
    7: ["bytesValue", "base64"],
  },
  ArrayValue: { 1: ["values", "AnyValue", "repeated"] },
  KeyValueList: { 1: ["values", "KeyValue", "repeated"] },
  LogsRequest: { 1: ["resourceLogs", "ResourceLogs", "repeated"] },
  ResourceLogs: { 1: ["resource", "Resource"], 2: ["scopeLogs", "ScopeLogs", "repeated"] },
  ScopeLogs: { 1: ["scope", "Scope"], 2: ["logRecords", "LogRecord", "repeated"] },
  LogRecord: {
    1: ["timeUnixNano", "fixed64"],
    2: ["severityNumber", "enum"],
    3: ["severityText", "string"],
    5: ["body", "AnyValue"],
    6: ["attributes", "KeyValue", "repeated"],
    8: ["flags", "fixed32"],
    9: ["traceId", "hex"],
    10: ["spanId", "hex"],
    11: ["observedTimeUnixNano", "fixed64"],
    12: ["eventName", "string"],
  },
  MetricsRequest: { 1: ["resourceMetrics", "ResourceMetrics", "repeated"] },
  ResourceMetrics: { 2: ["scopeMetrics", "ScopeMetrics", "repeated"] },
  ScopeMetrics: { 2: ["metrics", "Metric", "repeated"] },
  Metric: { 1: ["name", "string"] },
} as const;

/** What a request may be. */
export type RequestKind = "TracesRequest" | "LogsRequest" | "MetricsRequest";

/** Values nest deeper only where somebody attacks. */
const MOST_DEEP = 100;

/** Reads a request; throws a `RangeError` where the bytes are none, or end in the middle. */
export function decodeRequest(kind: RequestKind, bytes: Uint8Array): Json {
  return readMessage(kind, Reader.create(bytes), bytes.length, 0);
}

function readMessage(message: keyof typeof MESSAGES, reader: Reader, end: number, depth: number): Json {
  if (depth > MOST_DEEP) throw new RangeError(`messages nest deeper than ${MOST_DEEP}`);
  if (end > reader.len) throw new RangeError("a message ends beyond the end of the body");
  const fields: Readonly<Record<number, Field>> = MESSAGES[message];
  const read: Record<string, unknown> = {};
  while (reader.pos < end) {
    const tag = reader.uint32();
    const field = fields[tag >>> 3];
    if (field === undefined) {
      reader.skipType(tag & 7);
      continue;
    }
    const [name, kind, repeated] = field;
    if ((tag & 7) !== wireTypeOf(kind)) throw new RangeError(`the field ${name} has the wire type ${tag & 7}`);
    const value = readValue(kind, reader, depth);
    if (repeated === undefined) read[name] = value;
    else {
      const there = read[name] as unknown[] | undefined;
      if (there === undefined) read[name] = [value];
      else there.push(value);
    }
  }
  if (reader.pos > end) throw new RangeError(`a ${message} ends in the middle of a field`);
  return read;
}

function wireTypeOf(kind: Field[1]): number {
  if (kind === "fixed64" || kind === "double") return 1;
  if (kind === "fixed32") return 5;
  return kind === "enum" || kind === "bool" || kind === "int64" || kind === "uint32" ? 0 : 2;
}

function readValue(kind: Field[1], reader: Reader, depth: number): unknown {
  switch (kind) {
    case "string":
      return reader.string();
    case "hex":
      return Buffer.from(reader.bytes()).toString("hex");
    case "base64":
      return Buffer.from(reader.bytes()).toString("base64");
    case "enum":
      return reader.int32();
    case "bool":
      return reader.bool();
    case "int64":
      return reader.int64().toString();
    case "fixed64":
      return reader.fixed64().toString();
    case "double":
      return reader.double();
    case "fixed32":
      return reader.fixed32();
    case "uint32":
      return reader.uint32();
    default: {
      const length = reader.uint32();
      return readMessage(kind, reader, reader.pos + length, depth + 1);
    }
  }
}
