import { isOfRequest } from "../../http/index.js";
import { currentAction, currentContext, traceOf } from "../../record/index.js";
import { spanIdOf } from "../../wire/index.js";
import { spanIn } from "./open-telemetry.js";
import { pairs } from "./pairs.js";
import { serversHaveSpans } from "./servers-have-spans.js";

/** Makes the ids of spans, as OpenTelemetry's SDK asks for one. */
export interface OtelIdGenerator {
  generateTraceId(): string;
  generateSpanId(): string;
}

/**
 * Gives a generator of ids for a tracer provider: a span that is made of an action has the ids that the log format says
 * of the action, so that log and backend agree without a field. Other spans have random ones, in the trace of the
 * current task.
 *
 * @example
 * ```ts
 * import { withAction } from "clew";
 * import { idGenerator } from "clew/bridge/otel";
 *
 * const ids = idGenerator();
 * withAction("work", (action) => console.log(ids.generateTraceId() === action.taskUuid.replaceAll("-", "")));
 * ```
 *
 * ```text output
 * true
 * ```
 */
export function idGenerator(): OtelIdGenerator {
  return {
    generateTraceId() {
      if (pairs.next !== undefined) return pairs.next.traceId;
      const here = currentContext();
      // A span that asks for a trace where there is a span already is to be apart.
      const isAlone = here?.action === undefined || spanIn(here.neighbour) !== undefined;
      return isAlone ? randomHex(16) : traceOf(here.action.taskUuid).traceId;
    },
    generateSpanId() {
      if (pairs.next !== undefined) return pairs.next.spanId;
      const action = currentAction();
      // The span of a request that waits for it is that request.
      const isWaiting = action !== undefined && isOfRequest(action) && !pairs.spans.has(action) && serversHaveSpans();
      return isWaiting ? spanIdOf(action.taskId) : randomHex(8);
    },
  };
}

function randomHex(bytes: number): string {
  let text = "";
  for (const byte of crypto.getRandomValues(new Uint8Array(bytes))) text += byte.toString(16).padStart(2, "0");
  return text;
}
