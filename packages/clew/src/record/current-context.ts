import type { Action } from "./action.js";
import type { Context, Stretch } from "./context.js";
import { hub, warnOnce } from "./hub.js";

/** What is current here. A context that was entered by hand and left counts no more, wherever it was carried to. */
export function currentContext(): Context | undefined {
  let context = hub.carrier.get();
  while (context?.stretch?.closed) context = context.stretch.previous;
  return context;
}

/**
 * The action in force, or `undefined` outside of every action. Where there is no AsyncLocalStorage it is known until
 * the first await of a body.
 *
 * @example
 * ```ts
 * import { currentAction, withAction } from "clew";
 *
 * withAction("work", () => {
 *   console.log(currentAction()?.type);
 * });
 * ```
 */
export function currentAction(): Action | undefined {
  return currentContext()?.action;
}

/** Runs `body` in a context. */
export function runInContext<A extends unknown[], R>(
  context: Context | undefined,
  body: (...args: A) => R,
  ...args: A
): R {
  return hub.carrier.run(context, body, ...args);
}

/**
 * Makes a context current until the function that this gives is called, or until the synchronous stretch ends: then
 * the context is closed, and `leftOpen` called.
 */
export function enterStretch(context: Context, leftOpen: () => void): () => void {
  const previous = hub.carrier.get();
  const stretch: Stretch = { previous, closed: false };
  hub.carrier.enter({ action: context.action, scope: context.scope, fields: context.fields, stretch });
  // A microtask runs before whatever continues after the next await.
  queueMicrotask(() => {
    if (stretch.closed) return;
    stretch.closed = true;
    leftOpen();
    warnOnce(
      "context left open",
      "An action's context() was still open when its synchronous stretch ended, and was closed there. Use action.run(fn), which holds across awaits.",
      "CLEW_CONTEXT_LEFT_OPEN",
    );
  });
  return () => {
    if (stretch.closed) return;
    stretch.closed = true;
    hub.carrier.enter(previous);
  };
}
