// Stands on http, node, observe and record. OpenTelemetry itself is given, or found where its API has registered it.
export { actionsToSpans } from "./actions-to-spans.js";
export { idGenerator, type OtelIdGenerator } from "./id-generator.js";
export type { OtelApi, OtelContext, OtelContextManager, OtelPropagator, OtelTracerProvider } from "./open-telemetry.js";
export { type PropagatorOptions, propagator } from "./propagator.js";
export { type RegisterClewOptions, registerClew } from "./register-clew.js";
export { contextManager, wrapContextManager } from "./shared-context.js";
export { type OtelSpanProcessor, type SpanProcessorOptions, spanProcessor } from "./span-processor.js";
