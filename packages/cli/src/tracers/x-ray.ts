// AWS X-Ray: segments, with subsegments in them, as its daemon is sent them and as `aws xray batch-get-traces` gives them.

import { type Message, messagesOfSpan } from "clew/parse";
import { spanIdIn, traceIdIn } from "./ids.js";
import { type Json, MICRO, nanosIn, objectIn, objectsIn, textIn } from "./shape.js";

const TRACE = /^1-[0-9a-f]{8}-[0-9a-f]{24}$/;
/** Subsegments in subsegments beyond this are those of somebody who attacks. */
const MOST_SEGMENTS = 100_000;

/** Whether an object is a segment, or an answer that holds some. */
export function isXRay(value: Json): boolean {
  return isSegmentOfXRay(value) || (Array.isArray(value.Traces) && segmentsIn(value).length > 0);
}

function isSegmentOfXRay({ trace_id, id, start_time }: Json): boolean {
  return (
    typeof trace_id === "string" && TRACE.test(trace_id) && typeof id === "string" && typeof start_time === "number"
  );
}

function segmentsIn(value: Json): readonly Json[] {
  return objectsIn(value.Traces).flatMap((trace) =>
    objectsIn(trace.Segments)
      .map(({ Document: text }) => segmentIn(text))
      .filter((segment) => segment !== undefined),
  );
}

function segmentIn(text: unknown): Json | undefined {
  try {
    return objectIn(JSON.parse(String(text)));
  } catch {
    return undefined;
  }
}

/** The messages of the segments in a value; `refused` hears of those that cannot be taken. */
export function* messagesOfXRay(value: Json, refused: (reason: string) => void): Generator<Message> {
  for (const segment of isSegmentOfXRay(value) ? [value] : segmentsIn(value)) {
    const traceId = traceIdIn(String(segment.trace_id).replaceAll("-", "").slice(1));
    const waiting: { readonly part: Json; readonly parent: unknown }[] = [{ part: segment, parent: segment.parent_id }];
    let seen = 0;
    for (let next = waiting.pop(); next !== undefined && seen < MOST_SEGMENTS; next = waiting.pop(), seen++) {
      const { part, parent } = next;
      for (const inner of objectsIn(part.subsegments)) waiting.push({ part: inner, parent: part.id });
      const messages = traceId === undefined ? undefined : messagesOfPart(part, traceId, spanIdIn(parent), segment);
      if (messages === undefined) refused("a segment without an id or a start time");
      else yield* messages;
    }
  }
}

function messagesOfPart(part: Json, traceId: string, parentSpanId: string | undefined, segment: Json) {
  const spanId = spanIdIn(part.id);
  const startNanos = nanosIn(microseconds(part.start_time), MICRO);
  if (spanId === undefined || startNanos === undefined) return undefined;
  const endNanos = nanosIn(microseconds(part.end_time), MICRO);
  const { id, name, start_time, end_time, trace_id, parent_id, subsegments, http, cause, annotations, ...rest } = part;
  const { request, response } = { ...objectIn(http) };
  const [thrown] = objectsIn(objectIn(cause)?.exceptions);
  const failed = part.fault === true || part.error === true;
  const status = objectIn(response)?.status;
  return messagesOfSpan({
    traceId,
    spanId,
    parentSpanId,
    name: textIn(name) ?? "",
    startNanos,
    endNanos,
    kind: part === segment ? "server" : undefined,
    attributes: {
      ...rest,
      ...objectIn(annotations),
      ...(request !== undefined && { request }),
      ...(status !== undefined && { "http.response.status_code": status }),
    },
    resource: { "service.name": segment.name },
    failed,
    events:
      failed && thrown !== undefined && endNanos !== undefined
        ? [
            {
              name: "exception",
              timeNanos: endNanos,
              attributes: { "exception.type": thrown.type, "exception.message": thrown.message },
            },
          ]
        : [],
    links: [],
  });
}

/** Times are seconds with a fraction, which a number holds to the microsecond. */
function microseconds(seconds: unknown): unknown {
  return typeof seconds === "number" ? Math.round(seconds * 1e6) : seconds;
}
