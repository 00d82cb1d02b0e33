// What the bridge takes and gives fits OpenTelemetry's own types: compiled by beside.mjs, never run.
import * as api from "@opentelemetry/api";
import { CompositePropagator, W3CTraceContextPropagator } from "@opentelemetry/core";
import { TracerProvider } from "@opentelemetry/sdk-trace";
import {
  actionsToSpans,
  contextManager,
  idGenerator,
  propagator,
  registerClew,
  spanProcessor,
  wrapContextManager,
} from "clew/bridge/otel";

const provider = new TracerProvider({ idGenerator: idGenerator(), spanProcessors: [spanProcessor()] });
api.context.setGlobalContextManager(contextManager());
api.propagation.setGlobalPropagator(
  new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), propagator()] }),
);
wrapContextManager(api);
actionsToSpans(provider);
registerClew(api, provider, { spans: false, trust: true, attributes: "all" });
