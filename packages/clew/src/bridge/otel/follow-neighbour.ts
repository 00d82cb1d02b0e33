/** What OpenTelemetry has where an action begins, and which span an action is, told to the action and to who asks. */

import { isOpeningRequest, servers } from "../../http/index.js";
import { addInstrument } from "../../observe/index.js";
import {
  type Action,
  type ActionRecord,
  type ActionStart,
  currentAction,
  joinTrace,
  neighbourSpans,
  type TraceParent,
  traceOf,
} from "../../record/index.js";
import { fieldNames, spanIdOf } from "../../wire/index.js";
import { type OtelContext, type OtelSpan, type OtelSpanContext, spanIn, withSpan } from "./open-telemetry.js";
import { pair, pairs } from "./pairs.js";
import { answerInSpan } from "./shared-context.js";

const instrument = { actionStarting: starting };

/** Begins to follow, once a process. */
export function followNeighbour(): void {
  if (neighbourSpans.of !== undefined) return;
  neighbourSpans.of = ({ neighbour }) => told(spanIn(neighbour)?.spanContext());
  neighbourSpans.isKnown = (spanId) => pairs.taskIds.has(spanId);
  servers.answerUnlogged = answerInSpan;
  addInstrument(instrument);
}

/** A span as a header tells of it; one that is elsewhere is told by what was begun for it here. */
function told(ids: OtelSpanContext | undefined): TraceParent | undefined {
  if (ids === undefined || ids.isRemote === true || !isValid(ids)) return undefined;
  return { traceId: ids.traceId, spanId: ids.spanId, flags: flagsOf(ids) };
}

/** Whether it names a span; where nothing is traced, all is zero. */
export function isValid({ traceId, spanId }: OtelSpanContext): boolean {
  return !/^0*$/.test(traceId) && !/^0*$/.test(spanId);
}

function flagsOf({ traceFlags }: OtelSpanContext): string {
  return traceFlags.toString(16).padStart(2, "0");
}

/** Before a start is written: gives what it says of spans. */
function starting(action: Action, { parent }: ActionStart): object | undefined {
  const record = action as ActionRecord;
  if (pairs.starting !== undefined) return spanFields(record, pairs.starting.ids, pairs.starting.causes);
  if (parent !== undefined) {
    if (parent !== currentAction()) record.neighbour = (parent as ActionRecord).neighbour;
    return undefined;
  }
  const context = record.neighbour as OtelContext | undefined;
  const span = spanIn(context);
  if (context === undefined || span === undefined) return undefined;
  if (typeof pairs.actions.get(span) === "function" && isOpeningRequest()) return take(span, record);
  const ids = span.spanContext();
  if (ids.isRemote !== true) {
    // A task is no part of the trace in which it happens to begin.
    record.neighbour = withSpan(context, undefined);
    return undefined;
  }
  const isContinued = record.taskLevel.length > 0 || traceOf(record.taskUuid).spanId !== undefined;
  if (isContinued) return undefined;
  joinTrace(record.taskUuid, { ...ids, flags: flagsOf(ids) });
  return { [fieldNames.TRACE_ID]: ids.traceId, [fieldNames.PARENT_SPAN_ID]: ids.spanId };
}

/** The span of a request that OpenTelemetry saw a moment ago. */
function take(span: OtelSpan, record: ActionRecord): object | undefined {
  pair(span, record);
  const ids = span.spanContext();
  const { traceId } = traceOf(record.taskUuid);
  if (traceId !== ids.traceId) joinTrace(record.taskUuid, { ...ids, flags: flagsOf(ids) });
  return { ...(traceId !== ids.traceId && { [fieldNames.TRACE_ID]: ids.traceId }), ...spanFields(record, ids) };
}

/** The fields by which a reader finds an action as a span, where its task id does not say the same. */
export function spanFields(
  action: ActionRecord,
  { traceId, spanId }: OtelSpanContext,
  causes: readonly string[] = [],
): object | undefined {
  const isElsewhere = traceOf(action.taskUuid).traceId !== traceId;
  const isNamed = spanIdOf(action.taskId) !== spanId;
  if (!isElsewhere && !isNamed && causes.length === 0) return undefined;
  return {
    ...(isElsewhere && { [fieldNames.TRACE_ID]: traceId }),
    ...(isElsewhere || isNamed ? { [fieldNames.SPAN_ID]: spanId } : {}),
    ...(causes.length > 0 && { [fieldNames.FOLLOWS_FROM]: causes }),
  };
}
