/** Listening to what happens, whichever of the two kinds of emitters it happens on. */

/** What Node's emitters have of what is needed here; their streams among them. */
export interface EmitterSource {
  on(event: string | symbol, listener: (...args: unknown[]) => void): unknown;
  removeListener(event: string | symbol, listener: (...args: unknown[]) => void): unknown;
}

/** What the web's event targets have. */
export interface TargetSource {
  addEventListener(event: string, listener: (event: unknown) => void): void;
  removeEventListener(event: string, listener: (event: unknown) => void): void;
}

/** An emitter of Node's or an event target of the web's. */
export type EventSource = EmitterSource | TargetSource;

type Listener = (...args: unknown[]) => void;

/** Listens, and gives the function that stops it. */
export function listenTo(source: EventSource, event: string | symbol, listener: Listener): () => void {
  if (isEmitter(source)) {
    source.on(event, listener);
    return () => source.removeListener(event, listener);
  }
  if (typeof (source as TargetSource | undefined)?.addEventListener !== "function") {
    throw new TypeError(
      `Cannot listen for ${String(event)}: what was given is ${source === null ? "null" : typeof source} without on() ` +
        "or addEventListener(); give an emitter, a stream or an event target",
    );
  }
  const target = source as TargetSource;
  target.addEventListener(event as string, listener);
  return () => target.removeEventListener(event as string, listener);
}

/** Whether errors come as events named `error`, as Node's emitters have it. */
export function isEmitter(source: EventSource): source is EmitterSource {
  return typeof (source as EmitterSource | undefined)?.on === "function";
}
