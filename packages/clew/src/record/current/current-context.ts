import type { Action } from "../action.js";
import { type Container, type Context, hub, type Stretch, warnOnce } from "../hub/index.js";

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
 * Runs `fn` in no action, no scope and none of the fields of `withFields`, and gives what it gives: for what outlives
 * whoever was the first to need it. A connection that is opened within a request hears of its own end hours later, and
 * that is not the request's.
 *
 * @example
 * ```ts
 * import { currentAction, detached, withAction } from "clew";
 *
 * withAction("first-request", () => {
 *   detached(() => setTimeout(() => console.log(currentAction()?.type), 1));
 * });
 * ```
 *
 * ```text output
 * undefined
 * ```
 */
export function detached<A extends unknown[], R>(fn: (...args: A) => R, ...args: A): R {
  return hub.carrier.run(undefined, fn, ...args);
}

/**
 * Makes a context current until the function that this gives is called, or until the synchronous stretch ends: then
 * the context is closed, and `leftOpen` called.
 */
export function enterStretch(context: Context, leftOpen: () => void): () => void {
  const previous = hub.carrier.get();
  const container = previous?.stretch?.container;
  if (container?.isEnded === false) return enterInContainer(context, leftOpen, previous, container);
  const stretch: Stretch = { previous, closed: false };
  hub.carrier.enter({ ...placeOf(context), stretch });
  // A microtask runs before whatever continues after the next await.
  queueMicrotask(() => {
    if (stretch.closed) return;
    stretch.closed = true;
    leftOpen();
    warnOfLeftOpen();
  });
  return () => {
    if (stretch.closed) return;
    stretch.closed = true;
    // One that was entered after this and is still open stays what is current.
    if (hub.carrier.get()?.stretch === stretch) hub.carrier.enter(previous);
  };
}

/** What is current in a context, whoever entered it. */
function placeOf(context: Context | undefined): Omit<Context, "stretch"> {
  return {
    action: context?.action,
    region: context?.region,
    fields: context?.fields,
    neighbour: context?.neighbour,
  };
}

function warnOfLeftOpen(): void {
  warnOnce(
    "context left open",
    "An action's context() was still open when its synchronous stretch ended, and was closed there. Use action.run(fn), which holds across awaits.",
    "CLEW_CONTEXT_LEFT_OPEN",
  );
}

/** In a generator's body a context holds until it is left, or until the generator ends. */
function enterInContainer(
  context: Context,
  leftOpen: () => void,
  previous: Context | undefined,
  container: Container,
): () => void {
  const stretch: Stretch = { previous, closed: false, container };
  const entered = { ...placeOf(context), stretch };
  hub.carrier.enter(entered);
  container.current = entered;
  container.open.set(stretch, leftOpen);
  return () => {
    if (stretch.closed) return;
    stretch.closed = true;
    container.open.delete(stretch);
    if (container.current === entered) container.current = previous;
    if (hub.carrier.get() === entered) hub.carrier.enter(previous);
  };
}

/** A container for a body that is made here. */
export function createContainer(): Container {
  const here = currentContext();
  const container: Container = { current: undefined, open: new Map(), isEnded: false };
  const stretch: Stretch = { previous: here, closed: false, container };
  container.current = { ...placeOf(here), stretch };
  return container;
}

/** Closes what the body left open, and says so. */
export function endContainer(container: Container): void {
  if (container.isEnded) return;
  container.isEnded = true;
  for (const [stretch, leftOpen] of container.open) {
    stretch.closed = true;
    leftOpen();
    warnOfLeftOpen();
  }
  container.open.clear();
}
