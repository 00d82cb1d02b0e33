// SkyWalking's segments: what one thread of one program did for a trace. Spans count from 0 in their segment, and name what
// called them in other segments by references.

import { type Attributes, type ForeignEvent, type Message, messagesOfSpan, sha256Hex } from "clew/parse";
import { traceIdIn } from "./ids.js";
import type { Refused } from "./otlp.js";
import { type Json, listIn, MILLI, nanosIn, objectIn, objectsIn, textIn } from "./shape.js";

/** Whether an object is a segment. */
export function isSegment(value: Json): boolean {
  return Array.isArray(value.spans) && typeof (value.traceSegmentId ?? value.segmentId) === "string";
}

/** The messages of a segment. */
export function* messagesOfSegment(segment: Json, refused: Refused): Generator<Message> {
  const traceId = traceIdIn(segment.traceId);
  const segmentId = String(segment.traceSegmentId ?? segment.segmentId);
  if (traceId === undefined) {
    refused(`segment ${segmentId} has no trace id`);
    return;
  }
  const resource = { "service.name": textIn(segment.service), "host.name": textIn(segment.serviceInstance) };
  for (const item of listIn(segment.spans)) {
    const span = objectIn(item);
    const startNanos = nanosIn(span?.startTime, MILLI);
    if (span === undefined || span.spanId === undefined) refused(`segment ${segmentId} has a span without an id`);
    else if (startNanos === undefined) refused(`span ${span.spanId} of segment ${segmentId} has no start time`);
    else yield* messagesOf(span, traceId, segmentId, startNanos, resource);
  }
}

function idOf(segmentId: unknown, spanId: unknown): string {
  return sha256Hex(`${segmentId}.${spanId}`).slice(0, 16);
}

const KINDS: Readonly<Record<string, "server" | "client" | undefined>> = { Entry: "server", Exit: "client" };

function messagesOf(
  span: Json,
  traceId: string,
  segmentId: string,
  startNanos: bigint,
  resource: Attributes,
): Message[] {
  const called = objectsIn(span.refs).map((ref) => ({
    traceId: traceIdIn(ref.traceId) ?? traceId,
    spanId: idOf(ref.parentTraceSegmentId, ref.parentSpanId),
  }));
  const inSegment = typeof span.parentSpanId === "number" && span.parentSpanId >= 0;
  const caller = inSegment ? undefined : called.find((ref) => ref.traceId === traceId);
  const endNanos = nanosIn(span.endTime, MILLI);
  return messagesOfSpan({
    traceId,
    spanId: idOf(segmentId, span.spanId),
    parentSpanId: inSegment ? idOf(segmentId, span.parentSpanId) : caller?.spanId,
    name: textIn(span.operationName) ?? "",
    startNanos,
    endNanos: endNanos === 0n ? undefined : endNanos,
    kind: KINDS[String(span.spanType)],
    attributes: {
      ...pairsIn(span.tags),
      ...(textIn(span.spanLayer) && span.spanLayer !== "Unknown" && { layer: span.spanLayer }),
      ...(textIn(span.component) && { component: span.component }),
      ...(textIn(span.peer) && { peer: span.peer }),
    },
    resource,
    failed: span.isError === true,
    events: objectsIn(span.logs).map((log) => eventOf(log, startNanos)),
    links: called.filter((ref) => ref !== caller),
  });
}

function eventOf(log: Json, startNanos: bigint): ForeignEvent {
  const { event, "error.kind": kind, message, stack, ...rest } = pairsIn(log.data);
  const timeNanos = nanosIn(log.time, MILLI) ?? startNanos;
  const said = message === undefined ? {} : { message };
  if (event !== "error" && kind === undefined)
    return { name: textIn(event) ?? "log", timeNanos, attributes: { ...rest, ...said } };
  const error = { "exception.type": kind, "exception.message": message, "exception.stacktrace": stack };
  const known = Object.entries(error).filter(([, value]) => value !== undefined);
  return { name: "exception", timeNanos, attributes: { ...rest, ...Object.fromEntries(known) } };
}

function pairsIn(list: unknown): Attributes {
  return Object.fromEntries(objectsIn(list).map(({ key, value }) => [String(key), value]));
}
