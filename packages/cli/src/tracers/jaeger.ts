// Jaeger's JSON, as its page exports it and its API answers: `data` lists traces, each with spans and processes.

import { type Attributes, type ForeignEvent, type Message, messagesOfSpan } from "clew/parse";
import { spanIdIn, traceIdIn } from "./ids.js";
import type { Refused } from "./otlp.js";
import { type Json, listIn, MICRO, nanosIn, objectIn, objectsIn, textIn } from "./shape.js";

/** Whether an object is a trace of Jaeger's. */
export function isJaegerTrace(value: Json): boolean {
  return Array.isArray(value.spans) && ("traceID" in value || objectIn(value.processes) !== undefined);
}

/** The messages of a trace. */
export function* messagesOfJaegerTrace(trace: Json, refused: Refused): Generator<Message> {
  const processes = objectIn(trace.processes);
  for (const item of listIn(trace.spans)) {
    const span = objectIn(item);
    const traceId = traceIdIn(span?.traceID ?? trace.traceID);
    const spanId = spanIdIn(span?.spanID);
    const startNanos = nanosIn(span?.startTime, MICRO);
    if (span === undefined || traceId === undefined || spanId === undefined) refused("a span without an id");
    else if (startNanos === undefined) refused(`span ${spanId} has no start time`);
    else {
      const process = objectIn(span.process) ?? objectIn(processes?.[String(span.processID)]);
      yield* messagesOfJaegerSpan(span, { traceId, spanId, startNanos }, process);
    }
  }
}

interface Known {
  readonly traceId: string;
  readonly spanId: string;
  readonly startNanos: bigint;
}

const OWN_TAGS = ["error", "span.kind", "otel.status_code", "otel.status_description", "internal.span.format"];
const KINDS = ["server", "client", "producer", "consumer"] as const;

function messagesOfJaegerSpan(span: Json, known: Known, process: Json | undefined): Message[] {
  const duration = nanosIn(span.duration, MICRO);
  const tags = tagsIn(span.tags);
  const references = objectsIn(span.references).flatMap((reference) => {
    const ids = { traceId: traceIdIn(reference.traceID) ?? known.traceId, spanId: spanIdIn(reference.spanID) };
    return ids.spanId === undefined ? [] : [{ ...ids, spanId: ids.spanId, type: reference.refType }];
  });
  const inTrace = references.filter(({ traceId }) => traceId === known.traceId);
  const parent = inTrace.find(({ type }) => type === "CHILD_OF") ?? inTrace[0];
  const warnings = listIn(span.warnings);
  return messagesOfSpan({
    ...known,
    parentSpanId: parent?.spanId ?? spanIdIn(span.parentSpanID),
    name: textIn(span.operationName) ?? "",
    endNanos: duration === undefined ? undefined : known.startNanos + duration,
    kind: KINDS.find((kind) => kind === tags["span.kind"]),
    attributes: {
      ...Object.fromEntries(Object.entries(tags).filter(([key]) => !OWN_TAGS.includes(key))),
      ...(warnings.length > 0 && { warnings }),
    },
    resource: { ...tagsIn(process?.tags), "service.name": textIn(process?.serviceName) },
    failed: tags.error === true || tags.error === "true" || tags["otel.status_code"] === "ERROR",
    statusMessage: textIn(tags["otel.status_description"]),
    events: objectsIn(span.logs).map((log) => eventOf(log, known.startNanos)),
    links: references.filter((reference) => reference !== parent).map(({ traceId, spanId }) => ({ traceId, spanId })),
  });
}

/** OpenTracing's and OpenTelemetry's names for what went wrong, as the latter's. */
const OF_ERRORS: Readonly<Record<string, string>> = {
  "error.kind": "exception.type",
  "error.object": "exception.message",
  message: "exception.message",
  stack: "exception.stacktrace",
};

function eventOf(log: Json, startNanos: bigint): ForeignEvent {
  const { event, ...fields } = tagsIn(log.fields);
  const timeNanos = nanosIn(log.timestamp, MICRO) ?? startNanos;
  const isError = event === "error" || event === "exception";
  if (!isError) return { name: typeof event === "string" ? event : "log", timeNanos, attributes: fields };
  const renamed = Object.entries(fields).map(([key, value]) => [OF_ERRORS[key] ?? key, value]);
  return { name: "exception", timeNanos, attributes: Object.fromEntries(renamed) };
}

function tagsIn(list: unknown): Attributes {
  return Object.fromEntries(objectsIn(list).map(({ key, value }) => [String(key), value]));
}
