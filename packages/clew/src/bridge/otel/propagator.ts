import { currentAction, hub, parseTraceparent, TASK_ID_HEADER, TRACEPARENT_HEADER } from "../../record/index.js";
import { isValid } from "./follow-neighbour.js";
import { type OtelContext, type OtelPropagator, spanIn, spanNamed, withSpan } from "./open-telemetry.js";
import { actionOf } from "./pairs.js";

/** What came with a request, and from where as far as that is known. */
export interface Arrived {
  readonly headers: Readonly<Record<string, string>>;
  readonly from: string | undefined;
}

/** Where a context keeps what came. */
export const ARRIVED = Symbol.for("clew.arrived");

/** Options of `propagator`. */
export interface PropagatorOptions {
  /** Whether W3C's `traceparent` is written and read too, where no other propagator does. `false` by default. */
  readonly traceparent?: boolean;
}

interface Setter {
  set(carrier: unknown, name: string, value: string): void;
}

interface Getter {
  get(carrier: unknown, name: string): unknown;
}

/**
 * Gives a propagator for OpenTelemetry, to stand beside its own: it tells a receiver the exact place in the tree, so
 * that services of which each has clew write one task.
 *
 * @example
 * ```ts
 * import { propagator } from "clew/bridge/otel";
 *
 * // new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), propagator()] })
 * console.log(propagator().fields());
 * ```
 *
 * ```text output
 * [ 'x-eliot-task-id' ]
 * ```
 */
export function propagator({ traceparent = false }: PropagatorOptions = {}): OtelPropagator {
  const own = {
    inject(context: OtelContext, carrier: unknown, setter: Setter): void {
      const span = spanIn(context);
      const ids = span?.spanContext();
      if (traceparent && ids !== undefined && isValid(ids)) {
        const flags = ids.traceFlags.toString(16).padStart(2, "0");
        setter.set(carrier, TRACEPARENT_HEADER, `00-${ids.traceId}-${ids.spanId}-${flags}`);
      }
      const action = actionOf(span) ?? currentAction();
      if (action !== undefined) setter.set(carrier, TASK_ID_HEADER, action.serializeTaskId());
    },
    extract(context: OtelContext, carrier: unknown, getter: Getter): OtelContext {
      const traced = traceparent ? withTrace(context, textOf(getter.get(carrier, TRACEPARENT_HEADER))) : context;
      const taskId = textOf(getter.get(carrier, TASK_ID_HEADER));
      if (taskId === undefined) return traced;
      const isNear = typeof carrier === "object" && carrier !== null && hub.cameOverLoopback(carrier);
      const arrived: Arrived = { headers: { [TASK_ID_HEADER]: taskId }, from: isNear ? "127.0.0.1" : undefined };
      return traced.setValue(ARRIVED, arrived);
    },
    fields: () => [...(traceparent ? [TRACEPARENT_HEADER] : []), TASK_ID_HEADER],
  };
  return own as unknown as OtelPropagator;
}

function withTrace(context: OtelContext, text: string | undefined): OtelContext {
  const parsed = parseTraceparent(text);
  if (parsed === undefined) return context;
  const { traceId, spanId, flags } = parsed;
  return withSpan(context, spanNamed({ traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true }));
}

/** A header that came several times is a list of them. */
function textOf(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === "string" ? first : undefined;
}
