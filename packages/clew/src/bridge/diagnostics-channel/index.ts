export { type FromDiagnosticsChannelOptions, fromDiagnosticsChannel } from "./from-diagnostics-channel.js";
export { type FromTracingChannelOptions, fromTracingChannel } from "./from-tracing-channel.js";
export { toDiagnosticsChannel } from "./to-diagnostics-channel.js";
