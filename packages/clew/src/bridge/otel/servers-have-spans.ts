import { Server } from "node:http";

/** Whether OpenTelemetry's instrumentation makes a span of each request: it marks what it wraps. */
export function serversHaveSpans(): boolean {
  return (Server.prototype.emit as { readonly __wrapped?: unknown }).__wrapped === true;
}
