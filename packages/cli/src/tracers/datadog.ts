// Datadog's spans, as its libraries send them to the agent: lists of traces, each a list of spans.

import { type Attributes, type Message, messagesOfSpan } from "clew/parse";
import { spanIdIn, traceIdIn } from "./ids.js";
import { type Json, nanosIn, objectIn, textIn } from "./shape.js";

/** Whether an object is a span of Datadog's. */
export function isDatadogSpan({ trace_id, span_id, start, duration, service, resource }: Json): boolean {
  return (
    trace_id !== undefined &&
    span_id !== undefined &&
    isWhole(start) &&
    isWhole(duration) &&
    typeof service === "string" &&
    typeof resource === "string"
  );
}

function isWhole(value: unknown): boolean {
  return typeof value === "number" || typeof value === "bigint";
}

const KINDS = ["server", "client", "producer", "consumer"] as const;

/** The messages of a span; a text where it cannot be taken. */
export function messagesOfDatadogSpan(span: Json): readonly Message[] | string {
  const traceId = traceIdIn(idText(span.trace_id));
  const spanId = spanIdIn(idText(span.span_id));
  const startNanos = nanosIn(span.start, 1n);
  if (traceId === undefined || spanId === undefined) return "a span without an id";
  if (startNanos === undefined) return `span ${spanId} has no start time`;
  const meta = objectIn(span.meta) ?? {};
  const { "error.type": type, "error.message": message, "error.msg": msg, "error.stack": stack, ...rest } = meta;
  const high = textIn(meta["_dd.p.tid"]);
  const failed = span.error === 1;
  const reason = textIn(message) ?? textIn(msg);
  const attributes: Attributes = { ...rest, resource: span.resource, ...objectIn(span.metrics) };
  return messagesOfSpan({
    traceId: high === undefined ? traceId : `${high}${traceId.slice(16)}`,
    spanId,
    parentSpanId: spanIdIn(idText(span.parent_id)),
    name: textIn(span.name) ?? "",
    startNanos,
    endNanos: startNanos + (nanosIn(span.duration, 1n) ?? 0n),
    kind: KINDS.find((kind) => kind === meta["span.kind"]),
    attributes: { ...attributes, ...(typeof span.type === "string" && { type: span.type }) },
    resource: { "service.name": span.service, "service.version": meta.version },
    failed,
    statusMessage: undefined,
    events:
      failed && (type ?? reason ?? stack) !== undefined
        ? [
            {
              name: "exception",
              timeNanos: startNanos + (nanosIn(span.duration, 1n) ?? 0n),
              attributes: {
                ...(type !== undefined && { "exception.type": type }),
                ...(reason !== undefined && { "exception.message": reason }),
                ...(stack !== undefined && { "exception.stacktrace": stack }),
              },
            },
          ]
        : [],
    links: [],
  });
}

/** Ids are whole numbers, also as decimal digits in a text. */
function idText(value: unknown): unknown {
  return typeof value === "string" && /^\d{1,20}$/.test(value) ? BigInt(value) : value;
}
