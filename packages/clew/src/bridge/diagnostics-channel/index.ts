export { type FromDiagnosticsChannelOptions, fromDiagnosticsChannel } from "./from-diagnostics-channel.js";
export { toDiagnosticsChannel } from "./to-diagnostics-channel.js";
