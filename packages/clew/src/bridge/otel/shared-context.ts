/**
 * OpenTelemetry's active context, kept beside the current action in the one AsyncLocalStorage that clew has: so an action
 * that begins in a span is in that span's action, a span that begins in an action is in it, and neither is lost where the
 * other is carried on.
 */

import { type ActionRecord, bindEmitter, type Context, currentContext, runInContext } from "../../record/index.js";
import {
  type OtelApi,
  type OtelContext,
  type OtelContextManager,
  ROOT_CONTEXT,
  registered,
  spanIn,
} from "./open-telemetry.js";
import { actionOf, actionSoFar } from "./pairs.js";

type Method = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Gives a context manager for OpenTelemetry that stands on clew's own store.
 *
 * @example
 * ```ts
 * import { withAction } from "clew";
 * import { contextManager } from "clew/bridge/otel";
 *
 * const manager = contextManager();
 * // With the API: api.context.setGlobalContextManager(manager)
 * withAction("work", () => console.log(typeof manager.active()));
 * ```
 *
 * ```text output
 * object
 * ```
 */
export function contextManager(): OtelContextManager {
  const manager = {
    active: () => activeHere() ?? ROOT_CONTEXT,
    with: (context: OtelContext, fn: Method, self?: unknown, ...args: unknown[]) =>
      runInContext(contextWith(context), () => fn.apply(self, args)),
    bind: (context: OtelContext, target: unknown) => bind(context, target),
    enable: () => manager,
    disable: () => manager,
  };
  return manager as unknown as OtelContextManager;
}

const wrapped = new WeakSet<object>();

/**
 * Makes the context manager that is registered with OpenTelemetry's API already keep the current action as well; gives
 * whether there was one. For programs whose SDK was set up before.
 *
 * @example
 * ```ts
 * import { wrapContextManager } from "clew/bridge/otel";
 *
 * // Without an SDK there is none to wrap.
 * console.log(wrapContextManager());
 * ```
 *
 * ```text output
 * false
 * ```
 */
export function wrapContextManager(_api?: OtelApi): boolean {
  const manager = registered().context as unknown as
    | { active: () => OtelContext; with: (context: OtelContext, fn: Method, ...rest: unknown[]) => unknown }
    | undefined;
  if (manager === undefined) return false;
  if (wrapped.has(manager)) return true;
  wrapped.add(manager);
  const { active, with: run } = manager;
  manager.active = function () {
    return activeHere() ?? active.call(this);
  };
  manager.with = function (context, fn, ...rest) {
    return runInContext(contextWith(context), () => run.call(this, context, fn, ...rest));
  };
  return true;
}

/** What OpenTelemetry has here, where anything of it or an action of ours is. */
function activeHere(): OtelContext | undefined {
  return currentContext()?.neighbour as OtelContext | undefined;
}

/** What is current where a context of OpenTelemetry's is active. */
function contextWith(context: OtelContext): Context {
  const here = currentContext();
  return {
    action: actionIn(context, here),
    region: here?.region,
    fields: here?.fields,
    neighbour: context,
    stretch: undefined,
  };
}

function actionIn(context: OtelContext, here: Context | undefined): ActionRecord | undefined {
  const span = spanIn(context);
  const around = here?.action as ActionRecord | undefined;
  // The action may be further in than the span.
  if (span === spanIn(here?.neighbour)) return around;
  if (span === undefined) return undefined;
  // A span that is not recorded, or is elsewhere, is no action, and takes none away.
  return actionSoFar(span) ?? around;
}

/** Runs what answers a request that clew leaves alone: its span becomes an action now. */
export function answerInSpan<T>(answer: () => T): T {
  const context = activeHere();
  const isLeft = context !== undefined && actionSoFar(spanIn(context)) === undefined;
  if (!isLeft) return answer();
  return runInContext({ ...contextWith(context), action: actionOf(spanIn(context)) }, answer);
}

function bind(context: OtelContext, target: unknown): unknown {
  if (typeof target === "function") {
    const bound = function (this: unknown, ...args: unknown[]) {
      return runInContext(contextWith(context), () => (target as Method).apply(this, args));
    };
    return Object.defineProperty(bound, "length", { value: target.length, configurable: true });
  }
  const { on, removeListener } = (target ?? {}) as { readonly on?: unknown; readonly removeListener?: unknown };
  // Listeners run where they were added, which for OpenTelemetry is this context.
  if (typeof on === "function" && typeof removeListener === "function") bindEmitter(target as never);
  return target;
}
