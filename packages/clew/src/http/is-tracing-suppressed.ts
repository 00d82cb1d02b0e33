/** The part of OpenTelemetry's active context by which its exporters say that what they send is not to be traced. */
const SUPPRESSED = Symbol.for("OpenTelemetry SDK Context Key SUPPRESS_TRACING");
/** Where OpenTelemetry's API keeps what is registered, in each of its versions and copies. */
const REGISTERED = Symbol.for("opentelemetry.js.api.1");

interface Registered {
  readonly context?: { active(): { getValue(key: symbol): unknown } };
}

/** Whether OpenTelemetry, where a program has it, traces nothing here. */
export function isTracingSuppressed(): boolean {
  const registered = (globalThis as { readonly [key: symbol]: unknown })[REGISTERED] as Registered | undefined;
  return registered?.context?.active().getValue(SUPPRESSED) === true;
}
