/** W3C Trace Context: what its one header says, and which trace a task of ours belongs to. */

import { traceIdOf } from "../../wire/index.js";
import { type Context, hub, shared } from "../hub/index.js";

/** What a `traceparent` says. */
export interface TraceParent {
  readonly traceId: string;
  readonly spanId: string;
  readonly flags: string;
}

const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** Reads a `traceparent`, or gives `undefined` where the text is none: its rules are those of the W3C's level 1. */
export function parseTraceparent(text: string | undefined): TraceParent | undefined {
  const [, version, traceId = "", spanId = "", flags = "", more] = TRACEPARENT.exec(text?.trim() ?? "") ?? [];
  if (version === undefined || version === "ff" || (version === "00" && more !== undefined)) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, flags };
}

/** The trace that a task belongs to: that of whoever asked for it, else its own, the 128 bits of its UUID. */
export function traceOf(taskUuid: string): {
  readonly traceId: string;
  readonly flags: string;
  /** The span of the trace that asked for the task, where one did. */
  readonly spanId?: string;
} {
  const foreign = hub.traces.get(taskUuid);
  return foreign ?? { traceId: traceIdOf(taskUuid), flags: "01" };
}

/** A neighbour that has spans of its own, as OpenTelemetry: the span that a context is, or stands in. */
export const neighbourSpans = shared<{
  of?: (context: Context) => TraceParent | undefined;
  /** Whether it made the span of an id, and an action stands for it. */
  isKnown?: (spanId: string) => boolean;
}>("headers.neighbour-spans", () => ({}));

/** Tasks end without telling, so the foreign traces of this many are remembered, and then the oldest is forgotten. */
const MAX_REMEMBERED = 10_000;

/** Remembers that a task belongs to a foreign trace. */
export function joinTrace(taskUuid: string, trace: TraceParent): void {
  if (trace.traceId === traceIdOf(taskUuid)) return;
  hub.traces.set(taskUuid, trace);
  if (hub.traces.size <= MAX_REMEMBERED) return;
  for (const oldest of hub.traces.keys()) {
    hub.traces.delete(oldest);
    return;
  }
}
