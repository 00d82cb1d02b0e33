import { hearUndiciRequests } from "../../http/index.js";
import { warnOnce } from "../../record/index.js";
import { actionsToSpans } from "./actions-to-spans.js";
import { followNeighbour } from "./follow-neighbour.js";
import { type OtelApi, type OtelPropagator, type OtelTracerProvider, registered } from "./open-telemetry.js";
import { propagator } from "./propagator.js";
import { contextManager, wrapContextManager } from "./shared-context.js";
import { type SpanProcessorOptions, spanProcessor } from "./span-processor.js";

/** Options of `registerClew`. */
export interface RegisterClewOptions extends SpanProcessorOptions {
  /** Whether spans become actions; `true` by default. */
  readonly spans?: boolean;
  /** Whether actions become spans; `true` by default. */
  readonly actions?: boolean;
}

/** Where versions 2 and 3 of the SDK keep their processors. */
interface WithProcessors {
  readonly addSpanProcessor?: (processor: object) => void;
  readonly _activeSpanProcessor?: { readonly _spanProcessors?: unknown };
  readonly _spanProcessor?: { readonly _spanProcessors?: unknown };
}

const known = new WeakSet<object>();

/**
 * Joins clew and OpenTelemetry in this process, both ways: each span is an action and each action a span, in one tree,
 * and a call that goes out has one `traceparent`. It does what fits: where the SDK has a context manager and propagators
 * already they are kept and added to. A provider that has `spanProcessor()` among its processors needs `spans: false`
 * here. Gives the function that ends what can be ended.
 *
 * @example
 * ```js
 * import * as api from "@opentelemetry/api";
 * import { BasicTracerProvider } from "@opentelemetry/sdk-trace-base";
 * import { idGenerator, registerClew } from "clew/bridge/otel";
 *
 * const provider = new BasicTracerProvider({ idGenerator: idGenerator() });
 * api.trace.setGlobalTracerProvider(provider);
 * registerClew(api, provider);
 * ```
 */
export function registerClew(
  api: OtelApi,
  provider: OtelTracerProvider,
  { spans = true, actions = true, ...options }: RegisterClewOptions = {},
): () => void {
  if (!wrapContextManager(api)) api.context.setGlobalContextManager(contextManager() as never);
  addPropagator(api);
  followNeighbour();
  // OpenTelemetry's instrumentation adds a header to one that the program gave; two are valid for nobody.
  hearUndiciRequests();
  if (known.has(provider)) return () => {};
  known.add(provider);
  if (spans) addProcessor(provider, options);
  const end = actions ? actionsToSpans(provider) : () => {};
  return end;
}

function addPropagator(api: OtelApi): void {
  const { propagation } = registered();
  const fields = propagation?.fields() ?? [];
  if (fields.includes("x-eliot-task-id")) return;
  const own = propagator({ traceparent: propagation === undefined });
  if (propagation !== undefined) api.propagation.disable();
  api.propagation.setGlobalPropagator((propagation === undefined ? own : both(propagation, own)) as never);
}

function both(first: OtelPropagator, second: OtelPropagator): OtelPropagator {
  return {
    inject(context, carrier, setter) {
      first.inject(context, carrier, setter);
      second.inject(context, carrier, setter);
    },
    extract: (context, carrier, getter) => second.extract(first.extract(context, carrier, getter), carrier, getter),
    fields: () => [...first.fields(), ...second.fields()],
  };
}

/** Newer SDKs take processors only when a provider is made; the list that it keeps is the same afterwards. */
function addProcessor(provider: OtelTracerProvider, options: SpanProcessorOptions): void {
  const processor = spanProcessor(options);
  const { _activeSpanProcessor, _spanProcessor, addSpanProcessor } = provider as WithProcessors;
  const list = _activeSpanProcessor?._spanProcessors ?? _spanProcessor?._spanProcessors;
  if (Array.isArray(list)) list.unshift(processor);
  else if (typeof addSpanProcessor === "function") addSpanProcessor.call(provider, processor);
  else {
    warnOnce(
      "otel processor",
      "This provider of OpenTelemetry takes no more processors: give it spanProcessor() of clew/bridge/otel when it is made, and registerClew the option spans: false.",
      "CLEW_OTEL",
    );
  }
}
