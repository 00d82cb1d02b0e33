/**
 * What is used of OpenTelemetry, as types alone: the API is given as an argument, and contexts and spans come from
 * whichever SDK the program has. The keys are those by which the API keeps things in contexts, the same in each version
 * and copy of it.
 */

/** An immutable context: values by key. */
export interface OtelContext {
  getValue(key: symbol): unknown;
  setValue(key: symbol, value: unknown): OtelContext;
  deleteValue(key: symbol): OtelContext;
}

/** What names a span. */
export interface OtelSpanContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
  readonly isRemote?: boolean | undefined;
}

/** A span that a tracer gave. */
export interface OtelSpan {
  spanContext(): OtelSpanContext;
  isRecording(): boolean;
  setAttributes(attributes: never): unknown;
  setStatus(status: { code: number; message?: string }): unknown;
  addEvent(name: string, attributes?: never, time?: never): unknown;
  end(endTime?: never): void;
}

/** Seconds, and nanoseconds. */
export type OtelTime = [number, number];

/** A span as the SDK shows it to processors. */
export interface OtelSdkSpan {
  readonly name: string;
  readonly kind: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly { readonly name: string; readonly attributes?: Readonly<Record<string, unknown>> }[];
  readonly links: readonly { readonly context: OtelSpanContext }[];
  readonly status: { readonly code: number; readonly message?: string };
  readonly endTime: OtelTime;
  readonly instrumentationScope?: { readonly name: string };
  spanContext(): OtelSpanContext;
}

/** What makes tracers. */
export interface OtelTracerProvider {
  getTracer(name: string, version?: string): { startSpan(name: string, options?: never, context?: never): OtelSpan };
}

/** A manager of contexts, as the API takes one. */
export interface OtelContextManager {
  active(): never;
  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    context: never,
    fn: F,
    thisArg?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F>;
  bind<T>(context: never, target: T): T;
  enable(): this;
  disable(): this;
}

/** What carries contexts from process to process. */
export interface OtelPropagator {
  inject(context: never, carrier: unknown, setter: never): void;
  extract(context: never, carrier: unknown, getter: never): never;
  fields(): string[];
}

/** What is used of `@opentelemetry/api`. */
export interface OtelApi {
  readonly context: { setGlobalContextManager(manager: never): boolean };
  readonly propagation: { setGlobalPropagator(propagator: never): boolean; disable(): void };
}

export const SERVER = 1;
export const CLIENT = 2;
export const PRODUCER = 3;
export const CONSUMER = 4;
/** The status of a span that failed. */
export const ERROR = 2;

const SPAN = Symbol.for("OpenTelemetry Context Key SPAN");

/** The span of a context. */
export function spanIn(context: unknown): OtelSpan | undefined {
  return (context as OtelContext | undefined)?.getValue(SPAN) as OtelSpan | undefined;
}

/** The context with another span, or with none. */
export function withSpan(context: OtelContext, span: OtelSpan | undefined): OtelContext {
  return span === undefined ? context.deleteValue(SPAN) : context.setValue(SPAN, span);
}

/** The context in which nothing is. */
export const ROOT_CONTEXT: OtelContext = createContext(new Map());

function createContext(values: ReadonlyMap<symbol, unknown>): OtelContext {
  const changed = (change: (copy: Map<symbol, unknown>) => void) => {
    const copy = new Map(values);
    change(copy);
    return createContext(copy);
  };
  return {
    getValue: (key) => values.get(key),
    setValue: (key, value) => changed((copy) => copy.set(key, value)),
    deleteValue: (key) => changed((copy) => copy.delete(key)),
  };
}

/** A span of which nothing is known but what names it. */
export function spanNamed(context: OtelSpanContext): OtelSpan {
  const span: OtelSpan = {
    spanContext: () => context,
    isRecording: () => false,
    setAttributes: () => span,
    setStatus: () => span,
    addEvent: () => span,
    end() {},
  };
  return span;
}

/** What the API has registered for the whole process, whichever copy of it did so. */
interface Registered {
  context?: OtelContextManager;
  propagation?: OtelPropagator;
}

/** What is registered with the API. */
export function registered(): Registered {
  return ((globalThis as { [key: symbol]: unknown })[Symbol.for("opentelemetry.js.api.1")] ?? {}) as Registered;
}

/** The context that is active for OpenTelemetry. */
export function activeContext(): OtelContext {
  return (registered().context?.active() as OtelContext | undefined) ?? ROOT_CONTEXT;
}
