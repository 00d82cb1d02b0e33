/** A call that goes out, as an action: `http.call`, whatever client makes it. */

import {
  type Action,
  type ActionRecord,
  beginUnder,
  currentAction,
  currentContext,
  neighbourSpans,
  parseTraceparent,
  serializeTo,
  shared,
  startAction,
  type TraceParent,
  traceOf,
} from "../record/index.js";
import { fieldNames } from "../wire/index.js";
import { isTracingSuppressed } from "./is-tracing-suppressed.js";
import { answered, callGone, isFailure } from "./outcome.js";
import { plainUrl } from "./urls.js";

/** Options of what makes calls actions. */
export interface CallOptions {
  /** Which calls are left alone, by their method and URL; they are told of no trace either. */
  readonly ignore?: (call: { readonly method: string; readonly url: string }) => boolean;
}

/** A call that has not ended. */
export interface OpenCall {
  readonly action: Action;
  status: number | undefined;
  /** Called when it ends. */
  ended?: () => void;
}

/** The actions of calls: what a client of clients makes within one is that call. */
const calls = shared("http.calls", () => new WeakSet<Action>());

/** Says that an action is a call's, whoever made it. */
export function markCall(action: Action): void {
  calls.add(action);
}

/** Whether a call that is made here is part of what is logged already, or of what is not to be logged at all. */
export function isPartOfCall(): boolean {
  const action = currentAction();
  return (action !== undefined && calls.has(action)) || isTracingSuppressed();
}

/**
 * Starts a call, unless it is to be ignored. `headers` are those that tell the receiver of it; `traceparent` is what it
 * has for that already.
 */
export function startCall(
  method: string,
  url: string,
  { ignore }: CallOptions,
  traceparent?: string,
): { readonly call: OpenCall; readonly headers: Record<string, string> } | undefined {
  try {
    if (ignore?.({ method, url })) return undefined;
  } catch {
    // A question that fails leaves nothing out.
  }
  const named = parseTraceparent(traceparent);
  // OpenTelemetry saw it first, and its span is an action.
  if (named !== undefined && neighbourSpans.isKnown?.(named.spanId)) return undefined;
  const action = beginCall({ method, url: plainUrl(url) }, named);
  calls.add(action);
  const headers = action.run(() => serializeTo<Record<string, string>>({}, { to: url }));
  return { call: { action, status: undefined }, headers };
}

/**
 * Starts the action. Where the program, or another tracer in it, has named a span for the call already, the action says
 * that it is this span, so that a reader finds who was asked; not where that is only passed on from whoever asked us.
 */
function beginCall(fields: object, named: TraceParent | undefined): Action {
  const above = currentContext()?.action as ActionRecord | undefined;
  const asked = above && traceOf(above.taskUuid).spanId;
  if (named === undefined || named.spanId === asked || above === undefined) return startAction("http.call", fields);
  const { traceId } = traceOf(above.taskUuid);
  const span = {
    ...(named.traceId !== traceId && { [fieldNames.TRACE_ID]: named.traceId }),
    [fieldNames.SPAN_ID]: named.spanId,
  };
  return beginUnder(above, "http.call", fields, span, currentContext());
}

/** Ends a call: with its error, or with the status that it was answered. Ending it twice is ending it once. */
export function endCall(call: OpenCall, failure?: { readonly error: unknown } | { readonly gone: string }): void {
  const { status } = call;
  const record = call.action as ActionRecord;
  if (record.isFinished) return;
  call.ended?.();
  if (status !== undefined) record.addFields({ status });
  if (failure !== undefined) record.fail("gone" in failure ? callGone(failure.gone) : failure.error);
  else if (status !== undefined && isFailure(status)) record.fail(answered(status));
  else record.succeed();
}
