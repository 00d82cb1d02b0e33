/**
 * Which span is which action. Once a process, so that copies of the package never make two of one: while one of either
 * is made of the other, what that tells is not made into a third.
 */

import { type Action, type ActionRecord, shared } from "../../record/index.js";
import type { OtelSpan, OtelSpanContext } from "./open-telemetry.js";

/** Spans and links name spans by their ids; so many are remembered. */
const MOST_REMEMBERED = 10_000;

interface Pairs {
  /** The action of a span, or what makes it at the first need. */
  readonly actions: WeakMap<object, ActionRecord | (() => ActionRecord)>;
  readonly spans: WeakMap<Action, OtelSpan>;
  /** The task ids of actions by the ids of their spans, and the other way. */
  readonly taskIds: Map<string, string>;
  readonly spanIds: Map<string, OtelSpanContext>;
  /** How deep we are in the making of one from the other. */
  crossing: number;
  /** The span of which an action is being started, and the task ids of what else caused it. */
  starting: { readonly ids: OtelSpanContext; readonly causes: readonly string[] } | undefined;
  /** The ids that the next span is to have. */
  next: { readonly traceId: string; readonly spanId: string } | undefined;
}

const pairs = shared<Pairs>("otel.pairs", () => ({
  actions: new WeakMap(),
  spans: new WeakMap(),
  taskIds: new Map(),
  spanIds: new Map(),
  crossing: 0,
  starting: undefined,
  next: undefined,
}));

export { pairs };

/** Joins a span and an action. */
export function pair(span: OtelSpan, action: ActionRecord): void {
  pairs.actions.set(span, action);
  pairs.spans.set(action, span);
  const ids = span.spanContext();
  remember(pairs.taskIds, ids.spanId, action.taskId);
  remember(pairs.spanIds, action.taskId, ids);
}

function remember<T>(known: Map<string, T>, key: string, value: T): void {
  known.set(key, value);
  if (known.size <= MOST_REMEMBERED) return;
  for (const oldest of known.keys()) {
    known.delete(oldest);
    return;
  }
}

/** The action of a span, which is made now if it waited for that. */
export function actionOf(span: OtelSpan | undefined): ActionRecord | undefined {
  const known = span && pairs.actions.get(span);
  return typeof known === "function" ? known() : known;
}

/** The action of a span, where it has been made. */
export function actionSoFar(span: OtelSpan | undefined): ActionRecord | undefined {
  const known = span && pairs.actions.get(span);
  return typeof known === "function" ? undefined : known;
}

/** Makes one of the other. */
export function cross<T>(make: () => T): T {
  pairs.crossing++;
  try {
    return make();
  } finally {
    pairs.crossing--;
  }
}
