/** Spans as actions, at once: a span that hangs is seen, which no exporter shows. */

import { isOfRequest, markCall, servers } from "../../http/index.js";
import {
  type ActionRecord,
  beginTask,
  beginUnder,
  type ContinueFromOptions,
  currentContext,
  startFrom,
  warnOnce,
} from "../../record/index.js";
import { errorText, names, tagOf, taskIdOfSpan, uuidOfTrace } from "../../wire/index.js";
import { followNeighbour } from "./follow-neighbour.js";
import {
  activeContext,
  CLIENT,
  ERROR,
  type OtelContext,
  type OtelSdkSpan,
  type OtelSpan,
  type OtelSpanContext,
  type OtelTime,
  PRODUCER,
  SERVER,
  spanIn,
  withSpan,
} from "./open-telemetry.js";
import { actionOf, cross, pair, pairs } from "./pairs.js";
import { ARRIVED, type Arrived } from "./propagator.js";
import { eventFields, failureOf, fieldsOf, type OtelAttributes } from "./span-fields.js";

/** Options of `spanProcessor`. */
export interface SpanProcessorOptions {
  /**
   * Which attributes of spans become fields. `"few"`, the default, leaves out those of sockets and browsers, and what
   * holds secrets: headers, queries, parameters. Events and exceptions are kept.
   */
  readonly attributes?: OtelAttributes;
  /** Whose task ids in headers are continued, as with `continueFrom`. */
  readonly trust?: ContinueFromOptions["trust"];
}

/** A processor of spans, as the SDK takes one; versions 2 and 3 are known. */
export interface OtelSpanProcessor {
  onStart(span: OtelSdkSpan, parentContext: OtelContext): void;
  onEnd(span: OtelSdkSpan): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** What an action was told when its span began. */
interface Made {
  readonly action: ActionRecord;
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

const HTTP_INSTRUMENTATION = "@opentelemetry/instrumentation-http";

/**
 * Gives a processor for a tracer provider of OpenTelemetry, which makes each span an action: from its start, with its
 * attributes as fields, its events as messages when they happen, its links as what it follows from, and its error where
 * it failed. It stands under the innermost action or span in which it begins.
 *
 * @example
 * ```ts
 * import { spanProcessor } from "clew/bridge/otel";
 *
 * const processor = spanProcessor({ attributes: "all" });
 * // new BasicTracerProvider({ spanProcessors: [processor] })
 * await processor.forceFlush();
 * ```
 */
export function spanProcessor(options: SpanProcessorOptions = {}): OtelSpanProcessor {
  followNeighbour();
  const making = new SpanActions(options);
  const guarded = (what: string, act: () => void) => {
    // A span that is made of an action is that action.
    if (pairs.crossing > 0) return;
    try {
      cross(act);
    } catch (error) {
      warnOnce(`otel ${what}`, `A span of OpenTelemetry could not be logged: ${errorText(error)}`, "CLEW_OTEL");
    }
  };
  return {
    onStart: (span, context) => guarded("start", () => making.begin(span, context)),
    onEnd: (span) => guarded("end", () => making.end(span)),
    async forceFlush() {},
    async shutdown() {},
  };
}

class SpanActions {
  readonly #which: OtelAttributes;
  readonly #trust: SpanProcessorOptions["trust"];
  readonly #made = new WeakMap<object, Made>();

  constructor({ attributes = "few", trust }: SpanProcessorOptions) {
    this.#which = attributes;
    this.#trust = trust;
  }

  begin(sdkSpan: OtelSdkSpan, context: OtelContext): void {
    const span = sdkSpan as unknown as OtelSpan;
    const here = currentContext()?.action as ActionRecord | undefined;
    if (sdkSpan.kind === SERVER && here !== undefined && isOfRequest(here) && !pairs.spans.has(here)) {
      // The request is logged already; it ends as clew sees it, who knows when its asker goes away.
      pair(span, here);
      here.neighbour = withSpan(context, span);
      return;
    }
    const make = () => cross(() => this.#make(sdkSpan, span, context));
    const isRequest = sdkSpan.kind === SERVER && sdkSpan.instrumentationScope?.name === HTTP_INSTRUMENTATION;
    // The request will be logged in a moment, and takes the span; else the span's first child does.
    if (isRequest && servers.areLogged()) pairs.actions.set(span, make);
    else make();
  }

  end(span: OtelSdkSpan): void {
    // One that was left to a request, and nobody took.
    if (typeof pairs.actions.get(span) === "function") actionOf(span as unknown as OtelSpan);
    const made = this.#made.get(span);
    if (made === undefined) return;
    const { action, attributes } = made;
    const late = Object.entries(span.attributes).filter(([key, value]) => attributes[key] !== value);
    const isFailed = span.status.code === ERROR;
    action.addFields(fieldsOf(Object.fromEntries(late), this.#which, isFailed));
    if (span.name !== made.name) action.addFields({ name: span.name });
    const options = { stack: false, ...timeOf(span.endTime) };
    if (!isFailed) action.finish(undefined, options);
    else action.fail(failureOf(span).error, undefined, options);
  }

  #make(sdkSpan: OtelSdkSpan, span: OtelSpan, context: OtelContext): ActionRecord {
    const ids = span.spanContext();
    const { attributes, name } = sdkSpan;
    const type = name === "" ? "span" : name;
    const causes = sdkSpan.links.map(
      ({ context: { traceId, spanId } }) => pairs.taskIds.get(spanId) ?? taskIdOfSpan(traceId, spanId),
    );
    pairs.starting = { ids, causes };
    let action: ActionRecord;
    try {
      action = this.#start(type, fieldsOf(attributes, this.#which), ids, context);
    } finally {
      pairs.starting = undefined;
    }
    action.neighbour = withSpan(context, span);
    pair(span, action);
    // What a client of OpenTelemetry's does within is that call, and not one more.
    if (sdkSpan.kind === CLIENT || sdkSpan.kind === PRODUCER) markCall(action);
    this.#made.set(span, { action, name, attributes: { ...attributes } });
    this.#tellEvents(span, action);
    return action;
  }

  #start(type: string, fields: object, { traceId }: OtelSpanContext, context: OtelContext): ActionRecord {
    const above = spanIn(context);
    const parent = this.#parentOf(above);
    if (parent !== undefined) return beginUnder(parent, type, fields, undefined, currentContext());
    const asked = above?.spanContext();
    if (asked?.isRemote === true) return this.#startAsked(type, fields, asked, context);
    return beginTask(type, fields, undefined, undefined, uuidOfTrace(traceId));
  }

  /** Where the given context is the one in which we are, the innermost of both worlds is the parent. */
  #parentOf(above: OtelSpan | undefined): ActionRecord | undefined {
    const here = currentContext()?.action as ActionRecord | undefined;
    if (above === spanIn(activeContext())) return here;
    const action = actionOf(above);
    if (action !== undefined || above === undefined || above.spanContext().isRemote === true) return action;
    // One that is not recorded.
    return here;
  }

  #startAsked(type: string, fields: object, asked: OtelSpanContext, context: OtelContext): ActionRecord {
    const arrived = context.getValue(ARRIVED) as Arrived | undefined;
    const flags = asked.traceFlags.toString(16).padStart(2, "0");
    const headers = { ...arrived?.headers, traceparent: `00-${asked.traceId}-${asked.spanId}-${flags}` };
    const from = arrived?.from;
    const trust = this.#trust;
    return startFrom(headers, type, fields, {
      ...(from !== undefined && { from }),
      ...(trust !== undefined && { trust }),
    }) as ActionRecord;
  }

  /** Events are messages when they happen, and also those for which the span has no more room. */
  #tellEvents(span: OtelSpan, action: ActionRecord): void {
    const { addEvent } = span as { addEvent: (...args: unknown[]) => unknown };
    const which = this.#which;
    (span as { addEvent: typeof addEvent }).addEvent = function (this: OtelSpan, ...args) {
      if (pairs.crossing === 0 && this.isRecording()) {
        const [name, given] = args;
        const isError = name === "exception";
        const attributes = isAttributes(given) ? given : undefined;
        cross(() => action.log(isError ? names.TRACEBACK : String(name), eventFields(attributes, which, isError)));
      }
      return addEvent.apply(this, args);
    };
  }
}

/** In the place of attributes there may be the time. */
function isAttributes(given: unknown): given is Readonly<Record<string, unknown>> {
  return typeof given === "object" && given !== null && !Array.isArray(given) && tagOf(given) !== "Date";
}

/** A span that ends now ends by our clock, which is finer. */
const NOW_MS = 5;

function timeOf([seconds, nanos]: OtelTime): { readonly endedAtMs?: number } {
  const ms = seconds * 1000 + nanos / 1e6;
  return Math.abs(Date.now() - ms) < NOW_MS ? {} : { endedAtMs: ms };
}
