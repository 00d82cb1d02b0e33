// OTLP, OpenTelemetry's protocol, in its JSON form: requests to export spans or log records, as its exporters send them
// and as the collector's file exporter writes them, one a line. Its binary form gives the same objects.

import { type Attributes, type ForeignSpan, type Message, messageOfLogRecord, messagesOfSpan } from "clew/parse";
import { spanIdIn, traceIdIn } from "./ids.js";
import { type Json, listIn, nanosIn, objectIn, objectsIn, textIn } from "./shape.js";

/** Is told of each span or record that cannot be taken. */
export type Refused = (reason: string) => void;

/** The messages of the spans that a request holds. To gather them costs less than to pass them on one by one. */
export function messagesOfTraces(request: Json, refused: Refused): readonly Message[] {
  const all: Message[] = [];
  for (const { resource, scopes } of resourcesIn(request.resourceSpans, "scopeSpans", "instrumentationLibrarySpans")) {
    for (const scope of scopes) {
      for (const item of listIn(scope.spans)) {
        const span = readSpan(item, resource);
        if (typeof span === "string") refused(span);
        else for (const message of messagesOfSpan(span)) all.push(message);
      }
    }
  }
  return all;
}

/** The messages of the log records that a request holds. */
export function* messagesOfLogs(request: Json, refused: Refused): Generator<Message> {
  for (const { resource, scopes } of resourcesIn(request.resourceLogs, "scopeLogs", "instrumentationLibraryLogs")) {
    for (const group of scopes) {
      const scope = textIn((objectIn(group.scope) ?? objectIn(group.instrumentationLibrary))?.name);
      for (const item of listIn(group.logRecords ?? group.logs)) {
        const record = objectIn(item);
        const message = record && readRecord(record, scope, resource);
        if (message === undefined) refused("a log record without a time");
        else yield message;
      }
    }
  }
}

/** How many measurements a request holds, which are counted and not kept. */
export function countMetrics(request: Json): number {
  let count = 0;
  for (const { scopes } of resourcesIn(request.resourceMetrics, "scopeMetrics", "instrumentationLibraryMetrics")) {
    for (const { metrics } of scopes) count += listIn(metrics).length;
  }
  return count;
}

function* resourcesIn(list: unknown, ...names: string[]): Generator<{ resource: Attributes; scopes: readonly Json[] }> {
  for (const item of objectsIn(list)) {
    const scopes = names.flatMap((name) => objectsIn(item[name]));
    yield { resource: attributesIn(objectIn(item.resource)?.attributes), scopes };
  }
}

const KINDS = [undefined, undefined, "server", "client", "producer", "consumer"] as const;

function readSpan(item: unknown, resource: Attributes): ForeignSpan | string {
  const span = objectIn(item);
  if (span === undefined) return "a span that is not an object";
  const traceId = traceIdIn(span.traceId);
  const spanId = spanIdIn(span.spanId);
  if (traceId === undefined) return "a span without a trace id";
  if (spanId === undefined) return "a span without an id";
  const startNanos = nanosIn(span.startTimeUnixNano, 1n);
  if (startNanos === undefined) return `span ${spanId} has no start time`;
  const endNanos = nanosIn(span.endTimeUnixNano, 1n);
  const status = objectIn(span.status);
  const kind = typeof span.kind === "number" ? KINDS[span.kind] : kindNamed(span.kind);
  return {
    traceId,
    spanId,
    parentSpanId: spanIdIn(span.parentSpanId),
    name: textIn(span.name) ?? "",
    startNanos,
    endNanos: endNanos === 0n ? undefined : endNanos,
    kind,
    attributes: withLeftOut(attributesIn(span.attributes), span),
    resource,
    failed: status?.code === 2 || status?.code === "STATUS_CODE_ERROR",
    statusMessage: textIn(status?.message),
    events: objectsIn(span.events).map((event) => ({
      name: textIn(event.name) ?? "",
      timeNanos: nanosIn(event.timeUnixNano, 1n) ?? startNanos,
      attributes: attributesIn(event.attributes),
    })),
    links: linksIn(span.links),
  };
}

const NO_LINKS: ForeignSpan["links"] = [];

function linksIn(list: unknown): ForeignSpan["links"] {
  const links = objectsIn(list);
  if (links.length === 0) return NO_LINKS;
  return links.flatMap((link) => {
    const ids = { traceId: traceIdIn(link.traceId), spanId: spanIdIn(link.spanId) };
    if (ids.traceId === undefined || ids.spanId === undefined) return [];
    return [{ traceId: ids.traceId, spanId: ids.spanId, attributes: attributesIn(link.attributes) }];
  });
}

function kindNamed(value: unknown): ForeignSpan["kind"] {
  const name = textIn(value)?.replace("SPAN_KIND_", "").toLowerCase();
  return KINDS.find((kind) => kind !== undefined && kind === name);
}

/** Adds what the program's own limits dropped, before anybody could receive it. */
function withLeftOut(attributes: Attributes, span: Json): Attributes {
  const state = textIn(span.traceState);
  const { droppedAttributesCount, droppedEventsCount, droppedLinksCount } = span;
  if (state === undefined && !droppedAttributesCount && !droppedEventsCount && !droppedLinksCount) return attributes;
  const counts = LEFT_OUT.filter((name) => span[name]);
  const left = Object.fromEntries(counts.map((name) => [name, span[name]]));
  return { ...attributes, ...left, ...(state !== undefined && { traceState: state }) };
}

const LEFT_OUT = ["droppedAttributesCount", "droppedEventsCount", "droppedLinksCount"];

function readRecord(record: Json, scope: string | undefined, resource: Attributes): Message | undefined {
  const at = nanosIn(record.timeUnixNano, 1n);
  const timeNanos = at === undefined || at === 0n ? nanosIn(record.observedTimeUnixNano, 1n) : at;
  if (timeNanos === undefined) return undefined;
  const traceId = traceIdIn(record.traceId);
  return messageOfLogRecord({
    traceId,
    spanId: traceId && spanIdIn(record.spanId),
    timeNanos,
    severity: textIn(record.severityText) ?? severityOf(record.severityNumber),
    eventName: textIn(record.eventName),
    scope,
    body: valueIn(record.body, 0) ?? null,
    attributes: attributesIn(record.attributes),
    resource,
  });
}

/** OpenTelemetry counts four steps of each: 1 to 4 are traces, 5 to 8 for debugging, and so on. */
const SEVERITIES = ["trace", "debug", "info", "warn", "error", "fatal"];

function severityOf(value: unknown): string | undefined {
  return typeof value === "number" && value > 0 ? SEVERITIES[Math.floor((value - 1) / 4)] : undefined;
}

function attributesIn(list: unknown): Attributes {
  if (!Array.isArray(list) || list.length === 0) return NONE;
  const attributes: Record<string, unknown> = {};
  for (const item of list) {
    const pair = objectIn(item);
    if (pair === undefined) continue;
    const key = String(pair.key);
    const value = valueIn(pair.value, 0);
    if (key !== "__proto__") attributes[key] = value;
    else Object.defineProperty(attributes, key, { value, writable: true, enumerable: true, configurable: true });
  }
  return attributes;
}

const NONE: Attributes = {};

/** Values nest deeper only where somebody attacks; what is deeper is kept as it was written. */
const MOST_DEEP = 64;

function valueIn(value: unknown, depth: number): unknown {
  const any = objectIn(value);
  if (any === undefined || depth >= MOST_DEEP) return value;
  // The usual ones have a name that is there or is not; to ask for it costs less than to ask whether it is there.
  const { stringValue, intValue } = any;
  if (stringValue !== undefined) return stringValue;
  if (intValue !== undefined) return integerIn(intValue);
  if ("boolValue" in any) return any.boolValue;
  if ("doubleValue" in any) return any.doubleValue;
  if ("arrayValue" in any) return listIn(objectIn(any.arrayValue)?.values).map((item) => valueIn(item, depth + 1));
  if ("kvlistValue" in any) {
    const items = objectsIn(objectIn(any.kvlistValue)?.values);
    return Object.fromEntries(items.map((item) => [String(item.key), valueIn(item.value, depth + 1)]));
  }
  if ("bytesValue" in any) return any.bytesValue;
  return null;
}

/** Integers of 64 bits are written as texts; a number cannot hold all of them, and a bigint keeps its digits. */
function integerIn(value: unknown): unknown {
  if (typeof value !== "string" || !/^-?\d{1,20}$/.test(value)) return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : BigInt(value);
}
