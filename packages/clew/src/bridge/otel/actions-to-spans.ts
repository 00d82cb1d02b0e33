/** Actions as spans, while they run: OpenTelemetry's exporters send them where they send all others. */

import { isOpeningRequest } from "../../http/index.js";
import { addInstrument, removeInstrument } from "../../observe/index.js";
import {
  type Action,
  type ActionEnd,
  type ActionRecord,
  type ActionStart,
  exceptionName,
  hub,
  traceOf,
} from "../../record/index.js";
import { encodeValue, errorText, formatTaskId, isError, parseTaskId, spanIdOf, traceIdOf } from "../../wire/index.js";
import { followNeighbour, isValid, spanFields } from "./follow-neighbour.js";
import {
  CLIENT,
  CONSUMER,
  ERROR,
  type OtelContext,
  type OtelSpan,
  type OtelSpanContext,
  type OtelTracerProvider,
  PRODUCER,
  ROOT_CONTEXT,
  SERVER,
  spanNamed,
  withSpan,
} from "./open-telemetry.js";
import { cross, pair, pairs } from "./pairs.js";
import { serversHaveSpans } from "./servers-have-spans.js";

type Attributes = Record<string, string | number | boolean>;

/**
 * Makes each action a span of a tracer provider of OpenTelemetry, with its fields as attributes, its messages as events
 * and its error. Give the provider `idGenerator()`, and log and backend have the same ids; with another one, the log says
 * which span an action is. Gives the function that ends this.
 *
 * @example
 * ```ts
 * import { withAction } from "clew";
 * import { actionsToSpans } from "clew/bridge/otel";
 *
 * // A provider of the SDK; this one says what it is asked for.
 * const span = { spanContext: () => ({ traceId: "a".repeat(32), spanId: "b".repeat(16), traceFlags: 1 }) };
 * const tracer = { startSpan: (name: string) => (console.log(name), { ...span, isRecording: () => false }) };
 * const end = actionsToSpans({ getTracer: () => tracer } as never);
 * withAction("work", () => {});
 * end();
 * ```
 *
 * ```text output
 * work
 * ```
 */
export function actionsToSpans(provider: OtelTracerProvider): () => void {
  followNeighbour();
  const tracer = provider.getTracer("clew") as unknown as {
    startSpan(name: string, options: object, context: object): OtelSpan;
  };
  /** The spans that are made here, and not those of which actions are made. */
  const made = new WeakSet<OtelSpan>();
  const madeOf = (action: Action | undefined) => {
    const span = action && pairs.spans.get(action);
    return span !== undefined && made.has(span) ? span : undefined;
  };
  const instrument = {
    actionStarting(action: Action, start: ActionStart): object | undefined {
      const record = action as ActionRecord;
      if (pairs.crossing > 0 || pairs.spans.has(action)) return undefined;
      // OpenTelemetry makes the span of this request in a moment.
      if (isOpeningRequest() && serversHaveSpans()) return undefined;
      const base = contextOf(record, start);
      pairs.next = { traceId: traceOf(action.taskUuid).traceId, spanId: spanIdOf(action.taskId) };
      let span: OtelSpan;
      try {
        const links = start.followsFrom.flatMap(linkOf);
        const options = { kind: kindOf(action.type), attributes: attributesOf(start.fields), links };
        span = cross(() => tracer.startSpan(action.type, options, base));
      } finally {
        pairs.next = undefined;
      }
      const ids = span.spanContext();
      // Where tracing is suppressed there is none.
      if (!isValid(ids)) return undefined;
      record.neighbour = withSpan(base, span);
      if (!span.isRecording()) return undefined;
      pair(span, record);
      made.add(span);
      return spanFields(record, ids);
    },
    actionFinished(action: Action, { status, error, fields, endedAtMs }: ActionEnd): void {
      const span = madeOf(action);
      if (span === undefined) return;
      made.delete(span);
      cross(() => {
        span.setAttributes(attributesOf(fields) as never);
        if (status === "failed") tellFailure(span, error);
        span.end(endedAtMs as never);
      });
    },
    messageLogged(action: Action | undefined, type: string, fields: object | undefined): void {
      const span = madeOf(action);
      if (span !== undefined && pairs.crossing === 0) cross(() => span.addEvent(type, attributesOf(fields) as never));
    },
  };
  addInstrument(instrument);
  return () => removeInstrument(instrument);
}

/** The context in which an action's span begins: in the span of the action above it. */
function contextOf(action: ActionRecord, { parent }: ActionStart): OtelContext {
  const here = (action.neighbour as OtelContext | undefined) ?? ROOT_CONTEXT;
  if (parent !== undefined) {
    const above = pairs.spans.get(parent);
    return above === undefined ? here : withSpan(here, above);
  }
  const ids = askedBy(action);
  return ids === undefined ? here : withSpan(here, spanNamed({ ...ids, isRemote: true }));
}

/** The span that asked for what has no parent here: one that a header named, or that of the place that is continued. */
function askedBy(action: ActionRecord): OtelSpanContext | undefined {
  const { traceId, spanId, flags } = traceOf(action.taskUuid);
  const traceFlags = Number.parseInt(flags, 16);
  const level = action.taskLevel;
  if (level.length === 0) return spanId === undefined ? undefined : { traceId, spanId, traceFlags };
  const above = formatTaskId(action.taskUuid, level.slice(0, -1));
  return pairs.spanIds.get(above) ?? { traceId, spanId: spanId ?? spanIdOf(above), traceFlags };
}

function linkOf(taskId: string): object[] {
  const parts = parseTaskId(taskId);
  if (parts === undefined) return [];
  const { traceId } = traceOf(parts.taskUuid) ?? { traceId: traceIdOf(parts.taskUuid) };
  return [{ context: pairs.spanIds.get(taskId) ?? { traceId, spanId: spanIdOf(taskId), traceFlags: 1 } }];
}

function kindOf(type: string): number {
  if (type === "http.request" || type === "lambda.invoke") return SERVER;
  if (type === "http.call" || /\.(query|command|batch|connect|operation)$/.test(type)) return CLIENT;
  if (/\.publish$|^job\.add$/.test(type)) return PRODUCER;
  return /\.consume$|^job\.run$/.test(type) ? CONSUMER : 0;
}

/** Fields as attributes; what is no text, number or truth value is its JSON. */
function attributesOf(fields: object | undefined): Attributes {
  const attributes: Attributes = {};
  for (const [key, given] of Object.entries(fields ?? {})) {
    const value: unknown = hub.redaction === undefined ? given : hub.redaction.replace(key, given);
    if (value === undefined || key === "__proto__") continue;
    const isPlain = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
    attributes[key] = isPlain ? value : encodeValue(value);
  }
  return attributes;
}

function tellFailure(span: OtelSpan, error: unknown): void {
  const text = errorText(error);
  const message = hub.redaction?.text(text) ?? text;
  const stack = isError(error) && typeof error.stack === "string" ? error.stack : undefined;
  span.addEvent("exception", {
    "exception.type": exceptionName(error),
    "exception.message": message,
    ...(stack !== undefined && { "exception.stacktrace": hub.redaction?.text(stack) ?? stack }),
  } as never);
  span.setStatus({ code: ERROR, message });
}
